import { describe, expect, it } from '@jest/globals';
import { PassingSet } from '../src/passing-set.js';

describe('a set of what passes', () => {
  const filled = () => {
    const set = new PassingSet<{ name: string }>();
    const [takeA, takeB] = ['a', 'b'].map((name) => set.add({ name }));
    const names = () => [...set].map(({ name }) => name);
    return { set, names, takeA: () => takeA?.(), takeB: () => takeB?.() };
  };

  it('tells what is in it, in the order in which it came', () => {
    const { set, names } = filled();
    expect(names()).toEqual(['a', 'b']);
    expect(set.size).toBe(2);
  });

  it('answers once that something was taken out', () => {
    const { set, names, takeA } = filled();
    expect([takeA(), takeA()]).toEqual([true, false]);
    expect(names()).toEqual(['b']);
    expect(set.size).toBe(1);
  });

  it('goes on where somebody leaves while it is looked through', () => {
    const { set, takeB } = filled();
    const seen = [];
    for (const { name } of set) {
      seen.push(name);
      takeB();
    }
    expect(seen).toEqual(['a']);
  });

  it('is empty once it is cleared', () => {
    const { set, names, takeA } = filled();
    set.clear();
    expect([names(), set.size, takeA()]).toEqual([[], 0, false]);
  });
});
