import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeptBytes, type Place } from '../../src/loaders/kept-bytes.js';

const SIZE = 64;
/** Each of them told from any other by its bytes. */
const put = (kept: KeptBytes, length: number, serial: number) => {
  const bytes = Buffer.alloc(length, serial);
  return { bytes, place: kept.add(bytes) as Place };
};

describe('Kept bytes', () => {
  it('are what was put there or are gone, and those that still fit are there', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: SIZE }), { maxLength: 200 }), (lengths) => {
        const kept = new KeptBytes(SIZE);
        const all: ReturnType<typeof put>[] = [];
        for (const [serial, length] of lengths.entries()) {
          all.push(put(kept, length, serial % 256));
          for (const { bytes, place } of all) {
            if (!kept.isGone(place)) expect(kept.at(place)).toEqual(bytes);
          }
          expect(kept.isGone((all.at(-1) as ReturnType<typeof put>).place)).toBe(false);
        }
      }),
    );
  });

  it('are kept side by side for as long as there is room', () => {
    const kept = new KeptBytes(SIZE);
    const all = [1, 2, 3, 4].map((serial) => put(kept, SIZE / 4, serial));
    expect(all.map(({ place }) => kept.at(place))).toEqual(all.map(({ bytes }) => bytes));
    expect(all.some(({ place }) => kept.isGone(place))).toBe(false);
    put(kept, 1, 5);
    expect(all.map(({ place }) => kept.isGone(place))).toEqual([true, false, false, false]);
  });

  it('take no more than there is room for', () => {
    const kept = new KeptBytes(SIZE);
    const { place } = put(kept, SIZE, 1);
    expect(kept.add(Buffer.alloc(SIZE + 1))).toBeNull();
    expect(kept.isGone(place)).toBe(false);
  });
});
