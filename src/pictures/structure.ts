import { crc32 } from 'node:zlib';

/** A JPEG or PNG as it is built: nothing of its pixels is decoded for this. */
export interface PictureStructure {
  format: 'jpeg' | 'png';
  width: number;
  height: number;
  /** What a decoder must hold at once: all of it, where it comes in several scans or may have to be turned; else some rows. */
  heldBytes: number;
  /** What its pixels need, from the start to the end: no place, date or device, no words, and nothing behind the end. */
  parts: Buffer[];
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Chunks or segments: one for each row of pixels is fewer. Each costs more to look at than to send. */
const MAX_PARTS = 10_000;

/** By its first bytes. */
export function isJpeg(bytes: Buffer): boolean {
  return bytes.subarray(0, JPEG.length).equals(JPEG);
}

/** By its first bytes. */
export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, PNG.length).equals(PNG);
}

/** Null where it is neither, or not whole: it was cut off, or damaged on its way. Or it is in more parts than any camera makes. */
export function structureOf(bytes: Buffer): PictureStructure | null {
  if (isPng(bytes)) return pngStructure(bytes);
  return isJpeg(bytes) ? jpegStructure(bytes) : null;
}

/** So many rows libvips 8.18 holds of what it reads from top to bottom (measured). All rows of 8 bits together are less than may be held. */
const HELD_ROWS = 512;

/** What the pixels are shown by; the other chunks that a decoder may leave out say who took the picture, when and where. */
const PNG_PARTS = /^(?:[A-Z]...|tRNS|gAMA|cHRM|sRGB|iCCP|sBIT|cICP|pHYs)$/;
const PNG_CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Chunks of length, name, data and checksum: IHDR with a size first, some IDAT, and IEND at the end (PNG, section 5). */
function pngStructure(bytes: Buffer): PictureStructure | null {
  const parts: Buffer[] = [PNG];
  let size: PngSize | null = null;
  let hasData = false;
  let mayTurn = false;
  let at = PNG.length;
  for (let chunk = 0; chunk < MAX_PARTS && at + 12 <= bytes.length; chunk += 1) {
    const length = bytes.readUInt32BE(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end)) return null;
    const name = bytes.toString('latin1', at + 4, at + 8);
    if ((at === PNG.length) !== (name === 'IHDR')) return null;
    if (name === 'IHDR') size = pngSize(bytes.subarray(at + 8, end));
    if (size === null) return null;
    if (PNG_PARTS.test(name)) parts.push(bytes.subarray(at, end + 4));
    if (name === 'IEND') {
      const { width, height, isInterlaced, bytesOfAll } = size;
      const bytesOfRows = (bytesOfAll / height) * HELD_ROWS;
      const heldBytes = isInterlaced || mayTurn ? bytesOfAll : Math.min(bytesOfAll, bytesOfRows);
      return hasData ? { format: 'png', width, height, heldBytes, parts } : null;
    }
    hasData ||= name === 'IDAT';
    // It may say that it was held otherwise: to be turned, all of it is held.
    mayTurn ||= name === 'eXIf';
    at = end + 4;
  }
  return null;
}

interface PngSize {
  width: number;
  height: number;
  isInterlaced: boolean;
  bytesOfAll: number;
}

function pngSize(header: Buffer): PngSize | null {
  if (header.length !== 13) return null;
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const [depth = 0, color = 0, , , interlace = 0] = header.subarray(8);
  const channels = PNG_CHANNELS.get(color);
  if (width * height === 0 || channels === undefined) return null;
  const bytesOfAll = (width * height * channels * Math.max(8, depth)) / 8;
  return { width, height, isInterlaced: interlace !== 0, bytesOfAll };
}

const MARKER = 0xff;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const COMMENT = 0xfe;
/** No segment begins with these (B.1.1.3): a decoder reads on right behind them, and who took them for one would step over a frame. */
const hasNoLength = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** Start of frame, which holds the size; the others of its range are tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isProgressive = (marker: number) => [0xc2, 0xc6, 0xca, 0xce].includes(marker);
/** Segments of applications that say how the pixels are to be shown: JFIF's, a colour profile, and Adobe's colour transform. */
const SHOWN_BY: Record<number, string> = { 224: 'JFIF\0', 226: 'ICC_PROFILE\0', 238: 'Adobe' };

/**
 * Segments, one frame with a size among them, up to a scan; its data up to the next marker, and so on to the end (ITU-T T.81, B.1). A decoder
 * takes memory by the first frame, before it comes to a second one.
 */
function jpegStructure(bytes: Buffer): PictureStructure | null {
  const parts: Buffer[] = [bytes.subarray(0, 2)];
  let frame: Frame | null = null;
  let hasScan = false;
  let at = 2;
  for (let segment = 0; segment < MAX_PARTS && at < bytes.length; segment += 1) {
    const from = at;
    if (bytes[at] !== MARKER) return null;
    while (bytes[at] === MARKER) at += 1;
    const marker = bytes[at] ?? 0;
    if (marker === END_OF_IMAGE) {
      parts.push(Buffer.from([MARKER, END_OF_IMAGE]));
      return frame && hasScan ? { format: 'jpeg', ...frame.size, parts } : null;
    }
    if (hasNoLength(marker) || at + 2 >= bytes.length) return null;
    const length = bytes.readUInt16BE(at + 1);
    if (length < 2 || at + 1 + length > bytes.length) return null;
    const content = bytes.subarray(at + 3, at + 1 + length);
    at += 1 + length;
    if (isFrame(marker)) {
      if (frame !== null) return null;
      frame = frameOf(content, isProgressive(marker));
      if (frame === null) return null;
    }
    if (marker === START_OF_SCAN) {
      if (!frame) return null;
      // Scans of single components are held until the last of them.
      if (!hasScan && (content[0] ?? 0) < frame.components) frame.size.heldBytes = frame.coefficientBytes;
      hasScan = true;
      at = nextMarker(bytes, at);
    }
    if (isShown(marker, content)) parts.push(bytes.subarray(from, at));
  }
  return null;
}

interface Frame {
  size: { width: number; height: number; heldBytes: number };
  components: number;
  coefficientBytes: number;
}

/** Precision, height, width, and for each component its share of the pixels; a height of 0 means that it follows after the first scan. */
function frameOf(content: Buffer, progressive: boolean): Frame | null {
  const components = content[5] ?? 0;
  if (content.length < 6 + 3 * components || components === 0) return null;
  const height = content.readUInt16BE(1);
  const width = content.readUInt16BE(3);
  if (width * height === 0) return null;
  let samples = 0;
  let largest = 1;
  for (let index = 0; index < components; index += 1) {
    const factors = content[7 + 3 * index] ?? 0;
    const share = (factors >> 4) * (factors & 15);
    samples += share;
    largest = Math.max(largest, share);
  }
  const coefficientBytes = (width * height * samples * 2) / largest;
  return {
    size: { width, height, heldBytes: progressive ? coefficientBytes : 0 },
    components,
    coefficientBytes,
  };
}

function isShown(marker: number, content: Buffer): boolean {
  if (marker === COMMENT) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  const name = SHOWN_BY[marker];
  return name !== undefined && content.toString('latin1', 0, name.length) === name;
}

/** A search costs as much as to look at so many bytes: where the last one led no further, the next ones are looked at one by one. */
const SEARCH_COSTS = 16;
const LOOKED_AT = 256;

/** In a scan a 0xff is data where a zero follows, or a restart marker. */
function nextMarker(bytes: Buffer, from: number): number {
  const end = bytes.length - 1;
  for (let at = from; at < end; ) {
    const found = bytes.indexOf(MARKER, at);
    if (found === -1 || found === end) break;
    const until = Math.min(end, found + (found - at < SEARCH_COSTS ? LOOKED_AT : 1));
    for (at = found; at < until; at += 1) {
      if (bytes[at] !== MARKER) continue;
      const next = bytes[at + 1] as number;
      if (next !== 0 && next !== MARKER && (next < 0xd0 || next > 0xd7)) return at;
    }
  }
  return bytes.length;
}
