import { crc32, deflateSync } from 'node:zlib';

/** A grey JPEG that decodes, of so many bytes. Different seeds are different pictures. */
export function aJpeg({ bytes = 600, seed = 1 } = {}): Buffer {
  const app0 = segment(0xe0, [...Buffer.from('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0]);
  const quantization = segment(0xdb, [0, ...Array<number>(64).fill(seed)]);
  // One code of one bit each: a DC of no bits, and AC coefficients of ten, so that zeros alone are 694 bits a block.
  const tables = [0x00, 0x10].flatMap((table) => [table, 1, ...Array<number>(15).fill(0), table ? 10 : 0]);
  const scanHead = segment(0xda, [1, 1, 0, 0, 63, 0]);
  const fixed = 2 + app0.length + quantization.length + 13 + tables.length + 4 + scanHead.length + 2;
  const blocks = Math.max(1, Math.floor(((bytes - fixed) * 8) / 694));
  const columns = Math.ceil(Math.sqrt(blocks));
  const rows = Math.floor(blocks / columns);
  const data = Buffer.alloc(Math.ceil((columns * rows * 694) / 8));
  const head = [SOI, app0, quantization, frame(columns * 8, rows * 8), segment(0xc4, tables), scanHead, data];
  // A marker may have any number of these before it.
  const fill = Buffer.alloc(Math.max(0, bytes - Buffer.concat(head).length - 2), 0xff);
  return Buffer.concat([...head, fill, Buffer.from([0xff, 0xd9])]);
}

/** The start of a frame of one component. */
export function frame(width: number, height: number): Buffer {
  return segment(0xc0, [8, ...uint16(height), ...uint16(width), 1, 1, 0x11, 0]);
}

const SOI = Buffer.from([0xff, 0xd8]);
const uint16 = (value: number) => [value >> 8, value & 255];

/** A segment of a JPEG: a marker, its length, and what it says. */
export function segment(marker: number, content: Iterable<number>): Buffer {
  const bytes = [...content];
  return Buffer.from([0xff, marker, ...uint16(bytes.length + 2), ...bytes]);
}

/** The EXIF of a camera: how it was held, and words of its own. */
export function exif(orientation: number, words = ''): Buffer {
  return segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), tiff(orientation, words)]));
}

/** The same as a PNG holds it. */
export function tiff(orientation: number, words = ''): Buffer {
  const text = Buffer.from(`${words}\0`);
  const bytes = Buffer.alloc(38 + text.length);
  bytes.write('MM\0*', 0, 'latin1');
  bytes.writeUInt32BE(8, 4);
  bytes.writeUInt16BE(2, 8);
  const entry = (at: number, tag: number, type: number, count: number) => {
    bytes.writeUInt16BE(tag, at);
    bytes.writeUInt16BE(type, at + 2);
    bytes.writeUInt32BE(count, at + 4);
  };
  entry(10, 0x010f, 2, text.length);
  bytes.writeUInt32BE(38, 18);
  entry(22, 0x0112, 3, 1);
  bytes.writeUInt16BE(orientation, 30);
  text.copy(bytes, 38);
  return bytes;
}

/** With a segment after its start. */
export function withSegment(jpeg: Buffer, more: Buffer): Buffer {
  return Buffer.concat([jpeg.subarray(0, 2), more, jpeg.subarray(2)]);
}

/** A real PNG of one grey pixel; of other channels and depths, its head. */
export function aPng({
  more = [] as [string, Buffer][],
  width = 1,
  height = 1,
  depth = 8,
  color = 0,
  interlace = 0,
} = {}): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = depth;
  header[9] = color;
  header[12] = interlace;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...more.map(([name, data]) => chunk(name, data)),
    chunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height, 0))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** How an iPhone's picture begins. */
export function aHeic(): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, 0, 24]),
    Buffer.from('ftypheic\0\0\0\0mif1heic'),
    Buffer.alloc(80, 7),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const content = Buffer.concat([Buffer.from(name), data]);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, checksum]);
}
