import { describe, expect, it } from '@jest/globals';
import sharp, { type Sharp } from 'sharp';
import { flawOf } from '../../web/src/join/card/quality.js';
import { cardOf } from '../sandbox/support/id-cards.js';

const lumaOf = async (picture: Sharp) => {
  const { data, info } = await picture.greyscale().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};
/** The card as it lies in the viewfinder's frame, 640 pixels wide. */
const framed = async (side: 'front' | 'back') => {
  const card = Buffer.from((await cardOf(41))[side], 'base64');
  const onTable = await sharp({ create: { width: 1267, height: 799, channels: 3, background: '#3b3a36' } })
    .composite([{ input: await sharp(card).resize(1224, 772).toBuffer(), left: 21, top: 13 }])
    .png()
    .toBuffer();
  return sharp(await sharp(onTable).resize(640).toBuffer());
};

describe('A card in the frame of the camera', () => {
  it.each(['front', 'back'] as const)(
    'has nothing to mend in good light, and less of it: its %s',
    async (side) => {
      const card = await framed(side);
      expect(flawOf(await lumaOf(card.clone()))).toBeNull();
      expect(flawOf(await lumaOf(card.clone().linear(0.5, 0)))).toBeNull();
      expect(flawOf(await lumaOf(card.clone().blur(0.5)))).toBeNull();
    },
  );

  it.each(['front', 'back'] as const)('is blurred, dark, or reflects the light: its %s', async (side) => {
    const card = await framed(side);
    expect(flawOf(await lumaOf(card.clone().blur(2)))).toBe('blurred');
    expect(flawOf(await lumaOf(card.clone().linear(0.15, 0)))).toBe('dark');
    const lamp = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="404">
        <ellipse cx="300" cy="200" rx="120" ry="90" fill="#fff"/></svg>`,
    );
    const lit = sharp(
      await card
        .clone()
        .composite([{ input: lamp }])
        .png()
        .toBuffer(),
    );
    expect(flawOf(await lumaOf(lit))).toBe('glare');
  });

  it('is not there: nothing is called sharp', () => {
    const data = new Uint8Array(640 * 404).fill(120);
    expect(flawOf({ data, width: 640, height: 404 })).toBe('blurred');
  });
});
