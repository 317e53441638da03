import { expect, it } from '@jest/globals';
import { FairQueue } from '../../../src/vlens/quota/fair-queue.js';

it('The turns of those who may go are taken in one walk, however many there are who may not', () => {
  const queue = new FairQueue<string>();
  for (let n = 0; n < 100; n += 1) queue.add(`held ${n}`, `held ${n}`);
  for (const item of ['a1', 'a2', 'a3', 'b1', 'c1', 'c2']) queue.add(item.charAt(0), item);
  let looks = 0;
  const mayGo = (caller: string) => {
    looks += 1;
    return !caller.startsWith('held');
  };
  const taken: string[] = [];
  for (const item of queue.turns(mayGo)) {
    taken.push(item);
    if (taken.length === 5) break;
  }
  expect(taken).toEqual(['a1', 'b1', 'c1', 'a2', 'c2']);
  expect(looks).toBe(105);
  // The rest waits, in the order of its turns.
  expect(queue.length).toBe(101);
  expect([queue.next(() => true), queue.next((item) => item === 'a3')]).toEqual(['held 0', 'a3']);
});
