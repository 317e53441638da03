import { crc32 } from 'node:zlib';
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
    CheckedBy(isWholePicture, `${name} is cut off or damaged: send the whole picture, or take another one.`),
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
 * Whether a picture is one from its start to its end, by a walk over its structure: one that was cut off or damaged on its way would
 * cost the customer a check. Its pixels are not decoded (decision 0083); what is no JPEG and no PNG is told by the rules before this one.
 */
export function isWholePicture(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > ID_PICTURES.characters) return true;
  const bytes = Buffer.from(pictureBase64(value), 'base64');
  if (begins(bytes, PNG)) return isWholePng(bytes);
  return begins(bytes, JPEG) ? isWholeJpeg(bytes) : true;
}

function startOf(value: unknown): Buffer {
  if (typeof value !== 'string') return Buffer.alloc(0);
  // Whatever stands before the base64 is short.
  return Buffer.from(pictureBase64(value.slice(0, 200)).slice(0, 24), 'base64');
}

function begins(bytes: Buffer, with_: Buffer): boolean {
  return bytes.subarray(0, with_.length).equals(with_);
}

/** Chunks of length, name, data and checksum: IHDR with a size first, some IDAT, and IEND at the end (PNG, section 5). */
function isWholePng(bytes: Buffer): boolean {
  let hasData = false;
  for (let at = PNG.length; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return false;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return false;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if ((at === PNG.length) !== (name === 'IHDR')) return false;
    if (name === 'IHDR' && (length !== 13 || bytes.readUInt32BE(at + 8) * bytes.readUInt32BE(at + 12) === 0))
      return false;
    if (name === 'IEND') return hasData;
    hasData ||= name === 'IDAT';
    at = end + 4;
  }
  return false;
}

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Start of frame, which tells the size; the others of its range are tables. */
const FRAMES = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Segments, a frame with a size among them, up to a scan; its data up to the next marker, and so on to the end (ITU-T T.81, B.1). */
function isWholeJpeg(bytes: Buffer): boolean {
  let hasFrame = false;
  let hasScan = false;
  let at = 2;
  while (at < bytes.length) {
    if (bytes[at] !== MARKER) return false;
    while (bytes[at] === MARKER) at += 1;
    const marker = bytes[at] ?? 0;
    if (marker === END_OF_IMAGE) return hasScan;
    if (at + 2 >= bytes.length) return false;
    const length = bytes.readUInt16BE(at + 1);
    if (length < 2 || at + 1 + length > bytes.length) return false;
    if (FRAMES(marker)) {
      // Precision, then height and width; a height of 0 is told after the first scan.
      if (length < 8 || bytes.readUInt16BE(at + 6) === 0) return false;
      hasFrame = true;
    }
    at += 1 + length;
    if (marker === START_OF_SCAN) {
      if (!hasFrame) return false;
      hasScan = true;
      at = nextMarker(bytes, at);
    }
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
