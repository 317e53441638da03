import type { Sharp } from 'sharp';
import { useOwnFonts } from './fonts.js';

/** Vlens's published limits: 25 megapixels (5003), and 3 MB in its reference (5002). */
export const MAX_PHOTOGRAPH_PIXELS = 25_000_000;
export const MAX_PHOTOGRAPH_BYTES = 3 * 1024 * 1024;
/** What the decoder of codes is given at most along either side. */
const READING_SIZE = 1600;
/** What the look at light and sharpness is taken on. */
const QUALITY_SIZE = 640;

/** A photograph's luma, turned as it was held. */
export interface Luma {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}

/** Codes of facts published for pictures that can't be used: size, pixels, format. */
export type PhotographFault = 415 | 5002 | 5003;

/** Opens a JPEG or PNG, looks at its size before a pixel is decoded, and gives its luma; or says what is wrong with it. */
export async function openPhotograph(
  bytes: Buffer,
): Promise<{ reading: Luma; quality: Luma } | PhotographFault> {
  if (bytes.length > MAX_PHOTOGRAPH_BYTES) return 5002;
  // Whichever module loads sharp first has to have set the fonts.
  useOwnFonts();
  const { default: sharp } = await import('sharp');
  try {
    // Read with no limit of pixels, which throws where the question is how many there are.
    const { format, width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (format !== 'jpeg' && format !== 'png') return 415;
    if (width * height > MAX_PHOTOGRAPH_PIXELS) return 5003;
    const upright = sharp(bytes, { limitInputPixels: MAX_PHOTOGRAPH_PIXELS })
      .autoOrient()
      .flatten({ background: '#fff' });
    const [reading, quality] = await Promise.all([
      lumaOf(upright.clone(), READING_SIZE),
      lumaOf(upright, QUALITY_SIZE),
    ]);
    return { reading, quality };
  } catch {
    return 415;
  }
}

async function lumaOf(picture: Sharp, size: number): Promise<Luma> {
  const { data, info } = await picture
    .resize(size, size, { fit: 'inside', withoutEnlargement: true })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels === 1) return { data: new Uint8ClampedArray(data), width, height };
  const luma = new Uint8ClampedArray(width * height);
  for (let index = 0; index < luma.length; index++) luma[index] = data[index * channels] ?? 0;
  return { data: luma, width, height };
}
