import { describe, expect, it } from '@jest/globals';
import { DroppedRequests } from '../../src/loaders/dropped-requests.js';

describe('What was asked before a request was dropped', () => {
  it('is outdated where it tells of that request, and what was asked after it is not', () => {
    const dropped = new DroppedRequests();
    expect(dropped.sinceThen(0)).toBe(false);
    dropped.drop('r', 5);
    expect([4, 5, 6].map((at) => dropped.sinceThen(at))).toEqual([true, true, false]);
    expect([4, 5, 6].map((at) => dropped.includes(['q', 'r'], at))).toEqual([true, true, false]);
    expect(dropped.includes(['q'], 4)).toBe(false);
    expect(dropped.includes([], 4)).toBe(false);
  });

  it('is outdated whatever it tells of, once so many were dropped that the drop may be forgotten', () => {
    const dropped = new DroppedRequests(2);
    for (const [at, id] of ['r', 's', 't'].entries()) dropped.drop(id, at);
    expect(dropped.includes(['r'], 0)).toBe(true);
    expect(dropped.includes(['q'], 0)).toBe(true);
    expect(dropped.includes(['q'], 1)).toBe(false);
    expect(dropped.includes(['s'], 1)).toBe(true);
  });
});
