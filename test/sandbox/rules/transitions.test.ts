import { describe, expect, it } from '@jest/globals';
import { STATUSES, type Status } from '../../../sandbox/src/rules/statuses.js';
import { mayMove } from '../../../sandbox/src/rules/transitions.js';

const EVERY = Object.keys(STATUSES) as Status[];
const ALLOWED = [
  'PENDING_APPROVAL > APPROVED',
  'PENDING_APPROVAL > REJECTED',
  'APPROVED > REJECTED',
  'APPROVED > CUSTOMER_PARTIALLY_SIGNED',
  'APPROVED > CUSTOMER_SIGNED',
  'CUSTOMER_PARTIALLY_SIGNED > REJECTED',
  'CUSTOMER_PARTIALLY_SIGNED > CUSTOMER_PARTIALLY_SIGNED',
  'CUSTOMER_PARTIALLY_SIGNED > CUSTOMER_SIGNED',
  'CUSTOMER_SIGNED > SERVICE_PROVIDER_PARTIALLY_SIGNED',
  'CUSTOMER_SIGNED > SERVICE_PROVIDER_SIGNED',
  'SERVICE_PROVIDER_PARTIALLY_SIGNED > SERVICE_PROVIDER_SIGNED',
  'SERVICE_PROVIDER_SIGNED > COMPLETED',
];

describe('a business request', () => {
  it.each(EVERY)('in %s moves where it may and nowhere else', (from) => {
    for (const to of EVERY) {
      expect([from, to, mayMove(from, to)]).toEqual([from, to, ALLOWED.includes(`${from} > ${to}`)]);
    }
  });

  it('has a number and a name of its own in each status', () => {
    const all = Object.values(STATUSES);
    expect(new Set(all.map(({ code }) => code)).size).toBe(8);
    expect(new Set(all.map(({ name }) => name)).size).toBe(8);
    expect([STATUSES.APPROVED.code, STATUSES.CUSTOMER_SIGNED.code]).toEqual([2, 4]);
  });
});
