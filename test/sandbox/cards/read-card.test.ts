import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { drawCard } from '../../../sandbox/src/cards/draw-card.js';
import { samplePerson, samplePersonOf } from '../../../sandbox/src/cards/people.js';
import { MAX_PHOTOGRAPH_BYTES } from '../../../sandbox/src/cards/photograph.js';
import { readCard } from '../../../sandbox/src/cards/read-card.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const { front, back } = samplePerson(7, NOW);
const WALL = { r: 120, g: 110, b: 100 };

/** A card on a wall, as a camera sees it. */
async function photograph(change: (card: Sharp) => Sharp = (card) => card) {
  const card = await sharp(await drawCard(front))
    .resize(1000)
    .png()
    .toBuffer();
  const held = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: WALL } })
    .composite([{ input: card, left: 300, top: 280 }])
    .png()
    .toBuffer();
  return change(sharp(held)).jpeg({ quality: 85 }).toBuffer();
}

describe('A sample card', () => {
  it('carries both of its sides in what is drawn', async () => {
    await expect(readCard(await drawCard(front))).resolves.toEqual(front);
    await expect(readCard(await drawCard(back))).resolves.toEqual(back);
  });

  it.each([
    ['held straight', (card: Sharp) => card],
    ['held at an angle', (card: Sharp) => card.rotate(23, { background: WALL })],
    ['held upside down', (card: Sharp) => card.rotate(180)],
    ['taken from afar', (card: Sharp) => card.resize(800)],
    ['a little blurred', (card: Sharp) => card.blur(1.5)],
    ['taken in poor light', (card: Sharp) => card.linear(0.4)],
    ['turned by its EXIF orientation', (card: Sharp) => card.withMetadata({ orientation: 6 })],
  ])('is read from a photograph that is %s', async (_, change) => {
    await expect(readCard(await photograph(change))).resolves.toEqual(front);
  });
});

describe('A photograph that no card is read from', () => {
  it.each([
    ['so dark that nothing is seen', 1050, (card: Sharp) => card.linear(0.012)],
    ['out of focus', 5006, (card: Sharp) => card.blur(25)],
    ['of a plain wall', 3011, (card: Sharp) => card.extract({ left: 0, top: 0, width: 250, height: 250 })],
  ])('is refused with the published code where it is %s', async (_, code, change) => {
    await expect(readCard(await photograph(change))).resolves.toEqual({ code });
  });

  it('is refused with 1050 where light burns the card out', async () => {
    const glare = Buffer.from(
      '<svg width="1600" height="1200"><rect x="250" y="200" width="1100" height="800" fill="#fff"/></svg>',
    );
    const checks = Buffer.from(
      '<svg width="1600" height="1200"><pattern id="p" width="40" height="40" patternUnits="userSpaceOnUse"><rect width="40" height="40" fill="#fff"/><rect width="20" height="20"/></pattern><rect width="1600" height="200" fill="url(#p)"/></svg>',
    );
    const burnt = await photograph((card) => card.composite([{ input: glare }, { input: checks }]));
    await expect(readCard(burnt)).resolves.toEqual({ code: 1050 });
  });

  it('is refused with 7000 where it shows two cards', async () => {
    const [one, other] = await Promise.all(
      [front, back].map(async (card) =>
        sharp(await drawCard(card))
          .resize(700)
          .png()
          .toBuffer(),
      ),
    );
    const both = await sharp({ create: { width: 1600, height: 1200, channels: 3, background: WALL } })
      .composite([
        { input: one as Buffer, left: 50, top: 100 },
        { input: other as Buffer, left: 800, top: 600 },
      ])
      .jpeg()
      .toBuffer();
    await expect(readCard(both)).resolves.toEqual({ code: 7000 });
  });

  it('is refused with 415 where it is no JPEG or PNG, or ends too early', async () => {
    const gif = await sharp(await drawCard(front))
      .resize(400)
      .gif()
      .toBuffer();
    const whole = await photograph();
    const cut = whole.subarray(0, whole.length / 2);
    for (const bytes of [gif, cut, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), Buffer.alloc(0)])
      await expect(readCard(bytes)).resolves.toEqual({ code: 415 });
  });

  it('is refused with 5002 or 5003 where it is too large, before its pixels are read', async () => {
    await expect(readCard(Buffer.alloc(MAX_PHOTOGRAPH_BYTES + 1))).resolves.toEqual({ code: 5002 });
    const huge = await sharp({ create: { width: 5001, height: 5000, channels: 3, background: WALL } })
      .png()
      .toBuffer();
    await expect(readCard(huge)).resolves.toEqual({ code: 5003 });
  });
});

describe('The people of the sample cards', () => {
  it('each have a number of their own, and a card that is good today', () => {
    const numbers = new Set(
      Array.from({ length: 500 }, (_, index) => samplePerson(index + 1, NOW).front.nationalId),
    );
    expect(numbers.size).toBe(500);
    expect(back.expiresOn > '2026-11-28').toBe(true);
    expect(samplePerson(7, NOW, { expired: true }).back.expiresOn < '2026-11-28').toBe(true);
  });

  it('are known by their number, whatever its last digit is, and nobody else is', () => {
    const { nationalId } = samplePerson(17, NOW).front;
    for (const digit of '0123456789') expect(samplePersonOf(nationalId.slice(0, 13) + digit)).toBe(17);
    for (const other of [null, '', '29901234567890', `3${nationalId.slice(1)}`])
      expect(samplePersonOf(other)).toBeNull();
  });
});
