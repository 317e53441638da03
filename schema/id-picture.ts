import { isJpeg, isPng, structureOf } from '../src/pictures/structure.js';
import { say } from '../src/vlens/messages/words.js';
import { CheckedBy } from './checked-by.js';
import { ID_PICTURES, MAX_ID_PICTURE_BYTES } from './input-limits.js';
import { allOf } from './input-rules.js';
import { isBase64, pictureBase64, sizeOf } from './picture.js';

/** A photograph of a card: base64 of a whole JPEG or PNG of at most 3 MB. */
export function IdPicture(name: string): PropertyDecorator {
  return allOf(
    CheckedBy(isBase64IdPicture, `${name} must be base64 of a JPEG or PNG picture.`),
    CheckedBy(
      isSmallIdPicture,
      `${name} must be at most 3 MB once decoded: scale it down to 2,000 pixels.`,
      say('pictureOfCardTooHeavy'),
    ),
    CheckedBy(
      isNotHeic,
      `${name} is a HEIC picture, which Vlens can’t read: send it as JPEG (iPhone: Settings, Camera, Formats, Most Compatible).`,
      say('pictureIsHeic'),
    ),
    CheckedBy(isJpegOrPng, `${name} must be a JPEG or PNG picture.`, say('pictureOfOtherKind')),
    CheckedBy(
      isWholePicture,
      `${name} is cut off or damaged: send the whole picture, or take another one.`,
      say('pictureCutOff'),
    ),
  );
}

function isBase64IdPicture(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length > ID_PICTURES.characters || isBase64(value);
}

function isSmallIdPicture(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length <= ID_PICTURES.characters && sizeOf(pictureBase64(value)) <= MAX_ID_PICTURE_BYTES;
}

/** iPhones and some Android phones take HEIC pictures, which begin with an `ftyp` box of one of these brands (ISO 23008-12). */
export function isNotHeic(value: unknown): boolean {
  const start = startOf(value);
  return !/^ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif)/.test(start.toString('latin1', 4, 12));
}

/** Whether the picture begins like a JPEG or a PNG. HEIC passes, because the rule before this one reports it. */
export function isJpegOrPng(value: unknown): boolean {
  const start = startOf(value);
  return isJpeg(start) || isPng(start) || !isNotHeic(value);
}

/** Whether a JPEG or PNG is complete. Its pixels are decoded later, before the picture is sent. An earlier rule reports other formats. */
export function isWholePicture(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > ID_PICTURES.characters) return true;
  const start = startOf(value);
  if (!isJpeg(start) && !isPng(start)) return true;
  return structureOf(Buffer.from(pictureBase64(value), 'base64')) !== null;
}

function startOf(value: unknown): Buffer {
  if (typeof value !== 'string') return Buffer.alloc(0);
  // Whatever precedes the base64 is short.
  return Buffer.from(pictureBase64(value.slice(0, 200)).slice(0, 24), 'base64');
}
