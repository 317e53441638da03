import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { checkLivenessImages, LARGEST_PICTURE_BYTES } from '../../../sandbox/src/rules/liveness-images.js';

const plain = (shade: number) =>
  sharp({ create: { width: 64, height: 64, channels: 3, background: { r: shade, g: 90, b: 120 } } });
const jpeg = async (shade: number) => (await plain(shade).jpeg().toBuffer()).toString('base64');
const png = async (shade: number) => (await plain(shade).png().toBuffer()).toString('base64');

async function goodScan() {
  return { image: await jpeg(0), face_1: await png(60), face_2: await jpeg(120), face_3: await png(180) };
}

describe('The pictures of a liveness re-validation', () => {
  it('are fine as four different JPEG or PNG pictures, with a data: prefix or without', async () => {
    const scan = await goodScan();
    await expect(checkLivenessImages(scan)).resolves.toEqual([]);
    const prefixed = { ...scan, face_1: `data:image/png;base64,${scan.face_1}` };
    await expect(checkLivenessImages(prefixed)).resolves.toEqual([]);
  });

  it('must all be there', async () => {
    const { face_2: _, ...scan } = await goodScan();
    await expect(checkLivenessImages(scan)).resolves.toEqual([
      { field: 'face_2', message: 'A picture is required.' },
    ]);
  });

  it('must not be the same twice, whatever they were saved as', async () => {
    const scan = await goodScan();
    const twice = await checkLivenessImages({ ...scan, face_3: scan.face_1 });
    expect(twice.map(({ field }) => field)).toEqual(['face_3']);
    const resaved = (
      await sharp(Buffer.from(scan.face_1, 'base64')).png({ compressionLevel: 1 }).toBuffer()
    ).toString('base64');
    expect(resaved).not.toBe(scan.face_1);
    const again = await checkLivenessImages({ ...scan, face_2: resaved });
    expect(again.map(({ field }) => field)).toEqual(['face_2']);
  });

  it('may have one of the frames for the picture that they are compared with', async () => {
    const scan = await goodScan();
    await expect(checkLivenessImages({ ...scan, image: scan.face_1 })).resolves.toEqual([]);
  });

  it('must be whole', async () => {
    const scan = await goodScan();
    const noisy = await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    const cut = noisy.subarray(0, noisy.length / 2).toString('base64');
    await expectRefused({ ...scan, face_1: cut }, 'face_1');
  });

  it.each([
    ['a GIF', async () => (await plain(5).gif().toBuffer()).toString('base64')],
    ['a WebP', async () => (await plain(5).webp().toBuffer()).toString('base64')],
    [
      'an SVG',
      async () =>
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>').toString('base64'),
    ],
    [
      'text behind a JPEG header',
      async () =>
        Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('hello, I am a face')]).toString(
          'base64',
        ),
    ],
    ['no base64', async () => 'this is *not* base64'],
    ['nothing', async () => ''],
  ])('must be JPEG or PNG: %s is refused', async (_, picture) => {
    await expectRefused({ ...(await goodScan()), image: await picture() }, 'image');
  });

  it('must not claim to be huge', async () => {
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } })
      .png()
      .toBuffer();
    expect(bomb.length).toBeLessThan(LARGEST_PICTURE_BYTES);
    await expectRefused({ ...(await goodScan()), face_1: bomb.toString('base64') }, 'face_1');
  });

  it('may have 4096 × 4096 pixels and not a row more', async () => {
    const ofHeight = async (height: number) =>
      (
        await sharp({ create: { width: 4096, height, channels: 3, background: '#333' } })
          .png()
          .toBuffer()
      ).toString('base64');
    const scan = await goodScan();
    await expect(checkLivenessImages({ ...scan, face_1: await ofHeight(4096) })).resolves.toEqual([]);
    await expectRefused({ ...scan, face_1: await ofHeight(4097) }, 'face_1');
  });

  it('may have 500 KB and not a byte more', async () => {
    const scan = await goodScan();
    const atTheLimit = padded(Buffer.from(scan.face_2, 'base64'), LARGEST_PICTURE_BYTES);
    await expect(checkLivenessImages({ ...scan, face_2: atTheLimit.toString('base64') })).resolves.toEqual(
      [],
    );
    const over = padded(Buffer.from(scan.face_2, 'base64'), LARGEST_PICTURE_BYTES + 1);
    await expect(checkLivenessImages({ ...scan, face_2: over.toString('base64') })).resolves.toEqual([
      { field: 'face_2', message: 'It is larger than 500 KB.' },
    ]);
  });
});

async function expectRefused(scan: Parameters<typeof checkLivenessImages>[0], field: string) {
  const errors = await checkLivenessImages(scan);
  expect(errors.map((error) => error.field)).toEqual([field]);
  expect(JSON.stringify(errors)).not.toMatch(/[A-Za-z0-9+/]{40}/);
}

/** A JPEG with comments in it until it has this size; they belong to the format. */
function padded(jpegBytes: Buffer, size: number): Buffer {
  const parts = [jpegBytes.subarray(0, 2)];
  for (let missing = size - jpegBytes.length; missing > 0; ) {
    const length = missing > 60_000 + 4 ? 60_000 : missing;
    const comment = Buffer.alloc(length, 0x20);
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(length - 2, 2);
    parts.push(comment);
    missing -= length;
  }
  return Buffer.concat([...parts, jpegBytes.subarray(2)]);
}
