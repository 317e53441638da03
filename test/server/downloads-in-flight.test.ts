import { describe, expect, it } from '@jest/globals';
import { DownloadsInFlight } from '../../src/server/downloads-in-flight.js';

function filled(froms: string[], mayGo = true) {
  const downloads = new DownloadsInFlight(froms.length);
  const gone: number[] = [];
  const begin = (from: string, number: number) =>
    downloads.begin({ from, requestId: `r${number}`, mayGo, letGo: () => gone.push(number) });
  const ends = froms.map(begin);
  return { gone, ends, begin: (from: string) => begin(from, froms.length) };
}

describe('Where there are as many downloads as there may be', () => {
  it('the oldest of the address that has the most makes room for one that has fewer', () => {
    const { begin, gone } = filled(['b', 'a', 'a', 'a']);
    expect([begin('c') === null, gone]).toEqual([false, [1]]);
  });

  it('nobody is let go for one who has as many, nor where the next one would be', () => {
    expect(filled(['a', 'a', 'b']).begin('a')).toBeNull();
    expect(filled(['a', 'b', 'c']).begin('d')).toBeNull();
  });

  it('nor one on whose connection something else is in flight', () => {
    const { begin, gone } = filled(['a', 'a', 'a'], false);
    expect([begin('b'), gone]).toEqual([null, []]);
  });

  it('one that ends makes room', () => {
    const { begin, ends } = filled(['a', 'b', 'c']);
    ends[0]?.();
    expect(begin('d')).not.toBeNull();
  });
});
