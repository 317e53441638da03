import { describe, expect, it } from '@jest/globals';
import { Invalidations } from '../../../src/vlens/middleware/invalidations.js';

const told = (...ids: string[]) => ids.map((id) => ({ id, status: 'APPROVED' }));

describe('What was asked before a request was invalidated', () => {
  it('is outdated where it tells of that request, and what was asked after it is not', () => {
    const invalidations = new Invalidations();
    const before = invalidations.generation;
    expect(invalidations.areOutdated(told('r'), before)).toBe(false);
    invalidations.invalidate('r');
    const after = invalidations.generation;
    expect(invalidations.areOutdated(told('q', 'r'), before)).toBe(true);
    expect(invalidations.areOutdated(told('q', 'r'), after)).toBe(false);
    expect(invalidations.areOutdated(told('q'), before)).toBe(false);
    expect(invalidations.areOutdated([], before)).toBe(false);
    invalidations.invalidate('q');
    expect(invalidations.areOutdated(told('r'), after)).toBe(false);
  });

  it('is outdated whatever it tells of, once so many followed that it may be forgotten', () => {
    const invalidations = new Invalidations(2);
    const generations = ['r', 's', 't'].map((id) => {
      const { generation } = invalidations;
      invalidations.invalidate(id);
      return generation;
    });
    const [beforeR = -1, beforeS = -1] = generations;
    expect(invalidations.areOutdated(told('r'), beforeR)).toBe(true);
    expect(invalidations.areOutdated(told('q'), beforeR)).toBe(true);
    expect(invalidations.areOutdated(told('q'), beforeS)).toBe(false);
    expect(invalidations.areOutdated(told('s'), beforeS)).toBe(true);
  });

  it('is not outdated where it says already what was announced, until something else is', () => {
    const invalidations = new Invalidations();
    const before = invalidations.generation;
    const isOutdated = (status: string, generation = before) =>
      invalidations.areOutdated([{ id: 'r', status }], generation);
    invalidations.invalidate('r', 'APPROVED');
    const after = invalidations.generation;
    expect([isOutdated('APPROVED'), isOutdated('PENDING_APPROVAL')]).toEqual([false, true]);
    // Told again, as when two subscriptions deliver it: a list that lags behind it was read in between.
    invalidations.invalidate('r', 'APPROVED');
    expect([isOutdated('APPROVED'), isOutdated('PENDING_APPROVAL', after)]).toEqual([false, true]);
    // Late, after another one: which of both it is now, only Vlens knows.
    invalidations.invalidate('r', 'COMPLETED');
    invalidations.invalidate('r', 'APPROVED');
    expect([isOutdated('APPROVED'), isOutdated('COMPLETED')]).toEqual([true, true]);
    expect(isOutdated('APPROVED', invalidations.generation)).toBe(false);
  });

  it('is outdated by what names no status, and by the change of any request where it depends on all', () => {
    const invalidations = new Invalidations();
    invalidations.invalidate('r');
    expect(invalidations.areOutdated(told('r'), 0)).toBe(true);
    expect(invalidations.areOutdated('any', 0)).toBe(true);
  });
});
