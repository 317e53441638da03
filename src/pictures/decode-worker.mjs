// Runs in a separate thread. libvips decodes a picture from its first pixel to its last, and turns it upright if its EXIF has another
// orientation. This file is JavaScript because a thread starts from a file that Node can read, even when Jest runs the sources.
import { parentPort } from 'node:worker_threads';
import Vips from 'wasm-vips';

const vips = await Vips({
  dynamicLibraries: [],
  preRun: (module) => {
    module.ENV.VIPS_CONCURRENCY = '1';
    module.ENV.VIPS_WARNING = '1';
  },
});
vips.concurrency(1);
vips.Cache.max(0);

/** Decode at an eighth of the width and height: libvips reads every bit, but produces only a 64th of the pixels. */
const CHECKED_AT = 8;
/**
 * The same as `MAX_PICTURE_PIXELS` (`vlens/middleware/pictures.ts`). Here it limits the size that the decoder reads, which may differ from
 * the size that was found before.
 */
const MAX_PIXELS = 25_000_000;
/**
 * A picture above this is shrunk to a half or a quarter before it is turned, since all of it is in memory and is encoded again. At this
 * size a card is still sharp.
 */
const MAX_TURNED_PIXELS = 6_000_000;
const QUALITIES = [92, 85, 75, 60];
/** Warnings about pictures that some phones write, and display. Any other warning means that a part of the picture is missing. */
const HARMLESS = /Invalid SOS parameters|extraneous bytes before marker/;

parentPort.on('message', ({ bytes, maxBytes }) => parentPort.postMessage(decoded(bytes, maxBytes)));
parentPort.postMessage('ready');

function decoded(bytes, maxBytes) {
  try {
    return uprightOf(bytes, maxBytes, 'warning');
  } catch (error) {
    if (!isHarmless(error)) return { kind: 'unreadable' };
  }
  try {
    return uprightOf(bytes, maxBytes, 'truncated');
  } catch {
    return { kind: 'unreadable' };
  }
}

function uprightOf(bytes, maxBytes, failOn) {
  const picture = opened(bytes, { access: 'sequential', fail_on: failOn });
  const { width, height } = picture;
  const orientation = picture.getTypeof('orientation') === 0 ? 1 : picture.getInt('orientation');
  picture.delete();
  if (width * height > MAX_PIXELS) return { kind: 'unreadable' };
  if (orientation > 1 && orientation <= 8) {
    let shrink = 1;
    while ((width * height) / shrink ** 2 > MAX_TURNED_PIXELS) shrink *= 2;
    return { kind: 'turned', bytes: turned(bytes, failOn, shrink, maxBytes) };
  }
  const shrink = Math.min(width, height) >= 16 * CHECKED_AT ? CHECKED_AT : 1;
  const whole = opened(bytes, { access: 'sequential', fail_on: failOn, shrink });
  try {
    whole.avg();
  } finally {
    whole.delete();
  }
  return { kind: 'upright' };
}

/** Returns the upright picture as a JPEG, without any metadata except the colour profile. */
function turned(bytes, failOn, shrink, maxBytes) {
  const picture = opened(bytes, { access: 'random', fail_on: failOn, shrink });
  try {
    const upright = picture.autorot();
    try {
      for (const Q of QUALITIES) {
        const jpeg = upright.jpegsaveBuffer({ Q, keep: 'icc' });
        // Copy the bytes, since they may lie in the memory of libvips.
        if (jpeg.length <= maxBytes) return new Uint8Array(jpeg);
      }
    } finally {
      upright.delete();
    }
  } finally {
    picture.delete();
  }
  if (shrink >= 8) throw new Error('It is too large, however small it is made.');
  return turned(bytes, failOn, shrink * 2, maxBytes);
}

function opened(bytes, { shrink = 1, ...options }) {
  if (bytes[0] === 0xff) return vips.Image.jpegloadBuffer(bytes, { ...options, shrink });
  const picture = vips.Image.pngloadBuffer(bytes, options);
  if (shrink === 1 || options.access === 'sequential') return picture;
  const smaller = picture.shrink(shrink, shrink);
  picture.delete();
  return smaller;
}

/** libvips puts each warning on a separate line of the exception's text. */
function isHarmless(error) {
  const text = error instanceof WebAssembly.Exception ? String(error.message) : '';
  const warnings = text.split('\n').filter((line) => line.includes('VipsJpeg:'));
  return warnings.length > 0 && warnings.every((line) => HARMLESS.test(line));
}
