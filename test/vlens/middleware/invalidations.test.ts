import { describe, expect, it } from '@jest/globals';
import { Invalidations } from '../../../src/vlens/middleware/invalidations.js';

describe('What was asked before a request was invalidated', () => {
  it('is outdated where it tells of that request, and what was asked after it is not', () => {
    const invalidations = new Invalidations();
    const before = invalidations.generation;
    expect(invalidations.areOutdated(['r'], before)).toBe(false);
    invalidations.invalidate('r');
    const after = invalidations.generation;
    expect(invalidations.areOutdated(['q', 'r'], before)).toBe(true);
    expect(invalidations.areOutdated(['q', 'r'], after)).toBe(false);
    expect(invalidations.areOutdated(['q'], before)).toBe(false);
    expect(invalidations.areOutdated([], before)).toBe(false);
    invalidations.invalidate('q');
    expect(invalidations.areOutdated(['r'], after)).toBe(false);
  });

  it('is outdated whatever it tells of, once so many followed that it may be forgotten', () => {
    const invalidations = new Invalidations(2);
    const generations = ['r', 's', 't'].map((id) => {
      const { generation } = invalidations;
      invalidations.invalidate(id);
      return generation;
    });
    const [beforeR = -1, beforeS = -1] = generations;
    expect(invalidations.areOutdated(['r'], beforeR)).toBe(true);
    expect(invalidations.areOutdated(['q'], beforeR)).toBe(true);
    expect(invalidations.areOutdated(['q'], beforeS)).toBe(false);
    expect(invalidations.areOutdated(['s'], beforeS)).toBe(true);
  });
});
