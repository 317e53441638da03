import { describe, expect, it } from '@jest/globals';
import { ShortList } from '../src/short-list.js';

describe('a short list', () => {
  const filled = (...items: string[]) => {
    const list = new ShortList<string>();
    for (const item of items) list.add(item);
    return list;
  };

  it('tells what is in it, in the order in which it came', () => {
    const list = filled('a', 'b', 'c');
    expect([[...list], list.size, list.first, list.last, list.has('b')]).toEqual([
      ['a', 'b', 'c'],
      3,
      'a',
      'c',
      true,
    ]);
  });

  it('answers once that something was taken out', () => {
    const list = filled('a', 'b');
    expect([list.delete('a'), list.delete('a'), list.has('a'), [...list]]).toEqual([
      true,
      false,
      false,
      ['b'],
    ]);
  });

  it('tells of all that were in it, where each is taken out meanwhile', () => {
    const list = filled('a', 'b', 'c');
    const seen = [];
    for (const item of list) {
      seen.push(item);
      list.delete(item);
    }
    expect([seen, list.size]).toEqual([['a', 'b', 'c'], 0]);
  });

  it('is empty once it is cleared', () => {
    const list = filled('a', 'b');
    list.clear();
    expect([list.size, list.first, list.last, [...list]]).toEqual([0, undefined, undefined, []]);
  });
});
