import { crc32 } from 'node:zlib';

/** The structure of a JPEG or PNG. It is read without decoding any pixels. */
export interface PictureStructure {
  format: 'jpeg' | 'png';
  width: number;
  height: number;
  /** The bytes that a decoder must hold at once: the whole picture if it has several scans or may have to be turned, else some rows. */
  heldBytes: number;
  /** The parts that the pixels need, from start to end. Left out: location, date, device, texts, and anything after the end. */
  parts: Buffer[];
}

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The largest number of chunks or segments. Even one for each row of pixels is fewer. Checking a part costs more than sending it. */
const MAX_PARTS = 10_000;

/** Whether the first bytes are those of a JPEG. */
export function isJpeg(bytes: Buffer): boolean {
  return bytes.subarray(0, JPEG.length).equals(JPEG);
}

/** Whether the first bytes are those of a PNG. */
export function isPng(bytes: Buffer): boolean {
  return bytes.subarray(0, PNG.length).equals(PNG);
}

/** Returns null if the file is neither a JPEG nor a PNG, is truncated or damaged, or has more parts than any camera writes. */
export function structureOf(bytes: Buffer): PictureStructure | null {
  if (isPng(bytes)) return pngStructure(bytes);
  return isJpeg(bytes) ? jpegStructure(bytes) : null;
}

/**
 * The number of rows that libvips 8.18 holds of a picture that it reads from top to bottom (measured). For 8-bit pictures even all rows
 * together are less than the limit.
 */
const HELD_ROWS = 512;

/** Chunks that affect how the pixels look. Other optional chunks may contain who took the picture, when and where. */
const PNG_PARTS = /^(?:[A-Z]...|tRNS|gAMA|cHRM|sRGB|iCCP|sBIT|cICP|pHYs)$/;
const PNG_CHANNELS = new Map([
  [0, 1],
  [2, 3],
  [3, 1],
  [4, 2],
  [6, 4],
]);

/** Each chunk has a length, a name, data and a checksum. IHDR, with the size, is first; some IDAT follow; IEND is last (PNG, section 5). */
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
    // EXIF may contain another orientation. To turn the picture, a decoder holds all of it.
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
/**
 * Markers without a segment (B.1.1.3). A decoder continues directly after them. A parser that expects a length here could skip a frame
 * header.
 */
const hasNoLength = (marker: number) => marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
/** Start-of-frame markers, whose segment contains the size. The other markers of this range belong to tables. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const isProgressive = (marker: number) => [0xc2, 0xc6, 0xca, 0xce].includes(marker);
/** Application segments that affect how the pixels look: JFIF, a colour profile, and Adobe's colour transform. */
const SHOWN_BY: Record<number, string> = { 224: 'JFIF\0', 226: 'ICC_PROFILE\0', 238: 'Adobe' };

/**
 * A JPEG has segments, one of which is a frame header with the size, and then a scan, whose data ends at the next marker; and so on to the
 * end (ITU-T T.81, B.1). A second frame is refused: a decoder allocates memory for the first one before it reads the second.
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
      // If components come in separate scans, a decoder holds all of them until the last scan.
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

/**
 * Reads a frame header: precision, height, width, and the sampling factors of each component. A height of 0 means that the height follows
 * after the first scan; such pictures are refused.
 */
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

/**
 * A call of `indexOf` costs as much as checking this many bytes one by one. If the last search skipped fewer bytes, the next LOOKED_AT
 * bytes are checked one by one.
 */
const SEARCH_COSTS = 16;
const LOOKED_AT = 256;

/** Finds the end of a scan's data. In a scan, 0xff belongs to the data if a zero or a restart marker follows. */
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
