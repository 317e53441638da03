import { CheckedBy } from './checked-by.js';
import { ID_PICTURES, MAX_ID_PICTURE_BYTES } from './input-limits.js';
import { isBase64, pictureBase64, sizeOf } from './picture.js';

/** A photograph of a card: base64 of a whole JPEG or PNG of at most 3 MB. */
export function IdPicture(name: string): PropertyDecorator {
  const rules = [
    CheckedBy(isBase64IdPicture, `${name} must be base64 of a JPEG or PNG picture.`),
    CheckedBy(isSmallIdPicture, `${name} must be at most 3 MB once decoded: scale it down to 2,000 pixels.`),
    CheckedBy(
      isNotHeic,
      `${name} is a HEIC picture, which Vlens can’t read: send it as JPEG (iPhone: Settings, Camera, Formats, Most Compatible).`,
    ),
    CheckedBy(isJpegOrPng, `${name} must be a JPEG or PNG picture.`),
    CheckedBy(isWholePicture, `${name} is cut off: send the whole picture.`),
  ];
  return (target, property) => {
    for (const rule of rules) rule(target, property);
  };
}

function isBase64IdPicture(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length > ID_PICTURES.characters || isBase64(value);
}

function isSmallIdPicture(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return value.length <= ID_PICTURES.characters && sizeOf(pictureBase64(value)) <= MAX_ID_PICTURE_BYTES;
}

/** iPhones and some Android phones take HEIC pictures: a box `ftyp` with one of these brands (ISO 23008-12). */
export function isNotHeic(value: unknown): boolean {
  const start = startOf(value);
  return !/^ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1|avif)/.test(start.toString('latin1', 4, 12));
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Whether it begins as a JPEG or a PNG does. Another picture is told by the rules before this one. */
export function isJpegOrPng(value: unknown): boolean {
  const start = startOf(value);
  return begins(start, JPEG) || begins(start, PNG) || !isNotHeic(value);
}

/**
 * Whether a picture ends where its own structure says: an upload that was cut off would cost the customer a check. What
 * has no structure that is known here is for Vlens to judge.
 */
export function isWholePicture(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > ID_PICTURES.characters) return true;
  const bytes = Buffer.from(pictureBase64(value), 'base64');
  if (begins(bytes, PNG)) return endsAsPng(bytes);
  return begins(bytes, JPEG) ? endsAsJpeg(bytes) : true;
}

function startOf(value: unknown): Buffer {
  if (typeof value !== 'string') return Buffer.alloc(0);
  // Whatever stands before the base64 is short.
  return Buffer.from(pictureBase64(value.slice(0, 200)).slice(0, 24), 'base64');
}

function begins(bytes: Buffer, with_: Buffer): boolean {
  return bytes.subarray(0, with_.length).equals(with_);
}

/** Chunks of length, name, data and checksum up to IEND (PNG, section 5). */
function endsAsPng(bytes: Buffer): boolean {
  if (bytes.toString('latin1', 12, 16) !== 'IHDR') return true;
  for (let at = PNG.length; at + 8 <= bytes.length; ) {
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at += 12 + bytes.readUInt32BE(at);
  }
  return false;
}

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Segments up to a scan, the scan's data up to the next marker, and so on to the end of the image (ITU-T T.81, B.1). */
function endsAsJpeg(bytes: Buffer): boolean {
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== MARKER) return true;
    while (bytes[at] === MARKER) at += 1;
    const marker = bytes[at];
    if (marker === END_OF_IMAGE) return true;
    if (at + 2 >= bytes.length) return false;
    const length = bytes.readUInt16BE(at + 1);
    if (length < 2) return true;
    at += 1 + length;
    if (marker === START_OF_SCAN) at = nextMarker(bytes, at);
  }
  return false;
}

/** In a scan a 0xff is data where a zero follows, or a restart marker. */
function nextMarker(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(MARKER, from); at !== -1; at = bytes.indexOf(MARKER, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) return bytes.length;
    if (next !== 0 && next !== MARKER && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}
