import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PICTURE_BYTES } from '../../schema/input-limits.js';
import { isBase64Picture, isSamePicture, isSmallPicture, pictureBase64 } from '../../schema/picture.js';

const ofSize = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
const PICTURE = ofSize(100);

describe('a picture', () => {
  it.each([
    ['as it is', PICTURE],
    ['after a data: prefix', `data:image/jpeg;base64,${PICTURE}`],
    ['after a prefix in capitals', `DATA:IMAGE/PNG;BASE64,${PICTURE}`],
    ['with line breaks, as Android puts them in', PICTURE.replace(/(.{76})/g, '$1\r\n')],
    ['with one padding character', ofSize(101)],
    ['with two padding characters', ofSize(103)],
  ])('is taken %s', (_how, text) => {
    expect(isBase64Picture(text)).toBe(true);
    expect(isSmallPicture(text)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['only a prefix', 'data:image/jpeg;base64,'],
    ['only padding', '===='],
    ['another kind of file', `data:text/html;base64,${PICTURE}`],
    ['letters that base64 does not have', `${PICTURE.slice(0, -4)}!?*-`],
    ['padding in the middle', `AA==${PICTURE}`],
    ['a length that base64 does not have', `${PICTURE}A`],
    ['too much padding', 'A==='],
    ['no text', 42],
  ])('is not: %s', (_what, text) => {
    expect(isBase64Picture(text)).toBe(false);
  });

  it('may be 500 KB, and not a byte more', () => {
    expect(isSmallPicture(ofSize(MAX_PICTURE_BYTES))).toBe(true);
    expect(isSmallPicture(ofSize(MAX_PICTURE_BYTES + 1))).toBe(false);
    expect(isSmallPicture(`data:image/png;base64,${ofSize(MAX_PICTURE_BYTES)}`)).toBe(true);
    expect(isSmallPicture(ofSize(4_000_000))).toBe(false);
  });

  it.each([
    ['padding', '='.repeat(700_000)],
    ['blanks', ' '.repeat(700_000)],
    ['letters with one wrong at the end', `${'A'.repeat(699_999)}!`],
  ])('is not 700,000 characters of %s', (_what, text) => {
    expect(isBase64Picture(text)).toBe(false);
  });

  it('is base64 where each of its letters is, whatever the last ones leave over', () => {
    const letter = fc.constantFrom(...'ABab01+/', '=', '-', '_', '!', '\u0660', '\0');
    const text = fc.oneof(
      fc.base64String({ maxLength: 40 }),
      fc.string({ unit: letter, maxLength: 12 }),
      fc.tuple(fc.base64String({ maxLength: 40 }), letter, fc.nat(40)).map(([base64, one, at]) => {
        return base64.slice(0, at) + one + base64.slice(at + 1);
      }),
    );
    fc.assert(
      fc.property(text, (base64) => {
        const isOne = base64.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
        expect(isBase64Picture(base64)).toBe(isOne);
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same however it is wrapped', () => {
    expect(isSamePicture(PICTURE, `data:image/jpeg;base64,${PICTURE}\n`)).toBe(true);
    expect(isSamePicture(PICTURE, ofSize(99))).toBe(false);
  });

  it('goes on to Vlens without prefix and line breaks', () => {
    expect(pictureBase64(`data:image/jpeg;base64,${PICTURE.slice(0, 8)}\n${PICTURE.slice(8)}\n`)).toBe(
      PICTURE,
    );
  });
});
