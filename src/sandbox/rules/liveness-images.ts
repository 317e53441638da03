import { createHash } from 'node:crypto';

/** The pictures of StepReValidateLiveness as they are sent: base64, with or without a `data:` prefix. */
export interface LivenessScan {
  image?: string | undefined;
  face_1?: string | undefined;
  face_2?: string | undefined;
  face_3?: string | undefined;
}

export interface FieldError {
  field: string;
  message: string;
}

/** Each picture, decoded from base64 (`vlens.yaml`, StepReValidateLiveness). */
export const LARGEST_PICTURE_BYTES = 500 * 1024;
/** A few bytes may claim to be a picture of any size; this is more than any phone's camera takes. */
const MOST_PIXELS = 64_000_000;
const PICTURES = ['image', 'face_1', 'face_2', 'face_3'] as const;
const DATA_PREFIX = /^data:[a-z]+\/[a-z0-9.+-]+;base64,/i;

/** What is wrong with the pictures, by field; an empty list where nothing is. Messages never hold a picture. */
export async function checkLivenessImages(scan: LivenessScan): Promise<FieldError[]> {
  const errors: FieldError[] = [];
  const seen = new Map<string, string>();
  for (const field of PICTURES) {
    const picture = await readPicture(scan[field]);
    if ('problem' in picture) {
      errors.push({ field, message: picture.problem });
      continue;
    }
    const same = seen.get(picture.fingerprint);
    if (same !== undefined)
      errors.push({ field, message: `It shows exactly what ${same} shows; take another.` });
    else seen.set(picture.fingerprint, field);
  }
  return errors;
}

/** The picture's fingerprint is taken of its pixels: the same frame saved in another way is still the same frame. */
async function readPicture(sent: string | undefined): Promise<{ fingerprint: string } | { problem: string }> {
  if (!sent) return { problem: 'A picture is required.' };
  const bytes = decodeBase64(sent.replace(DATA_PREFIX, ''));
  if (bytes === null) return { problem: 'It is not base64.' };
  if (bytes.length > LARGEST_PICTURE_BYTES) return { problem: 'It is larger than 500 KB.' };
  const { default: sharp } = await import('sharp');
  try {
    const picture = sharp(bytes, { failOn: 'warning', limitInputPixels: MOST_PIXELS });
    const { format } = await picture.metadata();
    if (format !== 'jpeg' && format !== 'png') return { problem: NO_PICTURE };
    const { data, info } = await picture
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

function decodeBase64(text: string): Buffer | null {
  if (text.length === 0 || text.length % 4 !== 0) return null;
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : null;
}
