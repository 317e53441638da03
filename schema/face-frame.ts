import { say } from '../src/vlens/messages/words.js';
import { CheckedBy } from './checked-by.js';
import { isJpegOrPng, isNotHeic, isWholePicture } from './id-picture.js';
import { allOf } from './input-rules.js';
import { isBase64Picture, isSamePicture, isSmallPicture } from './picture.js';

type Frame = 'face1' | 'face2' | 'face3';

/** A picture of a face: base64 of at most 500 KB. */
export function FacePicture(name: string): PropertyDecorator {
  return allOf(
    CheckedBy(isBase64Picture, `${name} must be base64 of a JPEG or PNG picture.`),
    CheckedBy(isSmallPicture, `${name} must be at most 500 KB once decoded.`, say('pictureOfFaceTooHeavy')),
  );
}

/** Frames are taken one after the other, so they are never identical. */
export function OtherThan(...frames: Frame[]): PropertyDecorator {
  const isOtherFrame = (value: unknown, input: object) =>
    frames.every((frame) => !isSamePicture(value, Reflect.get(input, frame)));
  return CheckedBy(
    isOtherFrame,
    `It is the same picture as ${frames.join(' or ')}; take three frames within 0.5 s.`,
    say('sameFrame'),
  );
}

/** A frame of the liveness check (vlens.yaml, verify/liveness/multi): each under 500 KB, of one person, never identical. */
export function FaceFrame(name: Frame, ...others: Frame[]): PropertyDecorator {
  return allOf(
    FacePicture(name),
    CheckedBy(
      isNotHeic,
      `${name} is a HEIC picture, which Vlens can’t read: send it as JPEG.`,
      say('pictureIsHeic'),
    ),
    CheckedBy(isJpegOrPng, `${name} must be a JPEG or PNG picture.`, say('pictureOfOtherKind')),
    CheckedBy(isWholePicture, `${name} is cut off: send the whole picture.`, say('pictureCutOff')),
    ...(others.length > 0 ? [OtherThan(...others)] : []),
  );
}
