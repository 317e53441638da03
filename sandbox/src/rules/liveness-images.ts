import { createHash } from 'node:crypto';
import { useOwnFonts } from '../cards/fonts.js';
import { decodeBase64 } from './base64.js';
import type { FieldError } from './field-error.js';

/** The pictures of StepReValidateLiveness as they are sent: base64, with or without a `data:` prefix. */
export interface LivenessScan {
  image?: string | undefined;
  face_1?: string | undefined;
  face_2?: string | undefined;
  face_3?: string | undefined;
}

/** Each frame, decoded from base64 (`vlens.yaml`, StepReValidateLiveness). */
export const LARGEST_PICTURE_BYTES = 500 * 1024;
/**
 * A few bytes may claim to be a picture of any size, and all of it has to be decoded. 4096 × 4096 is more than the
 * usual 12 megapixels of a phone's camera, and 48 MB in memory.
 */
const MAX_PIXELS = 4096 * 4096;
/** How a JPEG and a PNG begin: nothing else is given to a decoder at all. */
const SIGNATURES = [Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')];
const PICTURES = ['image', 'face_1', 'face_2', 'face_3'] as const;

interface PictureLimits {
  maxBytes: number;
  /** The same as it is said. */
  maxSize: string;
  maxPixels: number;
}

/** The picture that the frames are compared with. */
export interface Reference extends PictureLimits {
  isRequired: boolean;
}

const FRAME: PictureLimits = {
  maxBytes: LARGEST_PICTURE_BYTES,
  maxSize: '500 KB',
  maxPixels: MAX_PIXELS,
};

/**
 * What is wrong with the pictures, by field; an empty list where nothing is. Messages never hold a picture. The frames alone are never
 * identical: one of them may be the picture that they are compared with.
 */
export async function checkLivenessImages(
  scan: LivenessScan,
  reference: Reference = { ...FRAME, isRequired: true },
): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  const seen = new Map<string, string>();
  for (const field of PICTURES) {
    const isFrame = field !== 'image';
    if (!isFrame && !reference.isRequired && !scan.image) continue;
    const picture = await readPicture(scan[field], isFrame ? FRAME : reference);
    if ('problem' in picture) {
      errors.push({ field, message: picture.problem });
      continue;
    }
    if (!isFrame) continue;
    const same = seen.get(picture.fingerprint);
    if (same !== undefined)
      errors.push({ field, message: `It shows exactly what ${same} shows; take another.` });
    else seen.set(picture.fingerprint, field);
  }
  return errors;
}

/** The picture's fingerprint is taken of its pixels: the same frame saved in another way is still the same frame. */
async function readPicture(
  sent: string | undefined,
  { maxBytes, maxSize, maxPixels }: PictureLimits,
): Promise<{ fingerprint: string } | { problem: string }> {
  if (!sent) return { problem: 'A picture is required.' };
  const bytes = decodeBase64(sent);
  if (bytes === null) return { problem: 'It is not base64.' };
  if (bytes.length > maxBytes) return { problem: `It is larger than ${maxSize}.` };
  if (!SIGNATURES.some((signature) => bytes.subarray(0, signature.length).equals(signature)))
    return { problem: NO_PICTURE };
  // Whichever module loads sharp first has to have set the fonts.
  useOwnFonts();
  const { default: sharp } = await import('sharp');
  try {
    const { data, info } = await sharp(bytes, { failOn: 'warning', limitInputPixels: maxPixels })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const pixels = createHash('sha256').update(`${info.width}x${info.height}:`).update(data);
    return { fingerprint: pixels.digest('base64') };
  } catch {
    return { problem: NO_PICTURE };
  }
}

const NO_PICTURE = 'It is not a readable JPEG or PNG picture.';
