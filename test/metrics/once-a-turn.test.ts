import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { onceATurn } from '../../src/metrics/once-a-turn.js';

it('What many ask for in one turn is made once, and again for those who ask later', async () => {
  let made = 0;
  const ask = onceATurn(() => {
    made += 1;
    return made;
  });
  const inTurn = async () => {
    const first = Array.from({ length: 20 }, ask);
    await Promise.resolve();
    return [...first, ask()];
  };
  expect(new Set(await inTurn())).toEqual(new Set([1]));
  await nextTurn();
  expect(new Set(await inTurn())).toEqual(new Set([2]));
});

it('What can’t be made is asked for once more by the next', () => {
  let tries = 0;
  const ask = onceATurn(() => {
    tries += 1;
    if (tries === 1) throw new Error('not now');
    return 'made';
  });
  expect(ask).toThrow('not now');
  expect(ask()).toBe('made');
});
