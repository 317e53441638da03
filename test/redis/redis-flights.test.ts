import { describe, expect, it } from '@jest/globals';
import { RedisFlights } from '../../src/redis/redis-flights.js';
import type { RedisLink } from '../../src/redis/redis-link.js';
import type { Flight } from '../../src/vlens/middleware/single-flight.js';

const ANSWER = { kind: 'answer', answer: { kind: 'accepted', value: null }, takenBy: '' } as never;

/** Over a Redis that answers so, in this order. */
function flightsOver(...replies: unknown[]) {
  const link = { script: async () => replies.shift() } as unknown as RedisLink;
  const secret = 'a secret of at least 32 characters';
  return new RedisFlights({ link, keyPrefix: '{t}:', secret, maxFlightMs: 1000 });
}

describe('A call that replicas share', () => {
  it('is begun where something else answers in Redis’s place', async () => {
    const flight = (await flightsOver('OK', 'OK').join('key')) as Flight;
    expect(flight.kind).toBe('begun');
    expect(await flight.settle(ANSWER, true)).toBe(false);
  });

  it.each([
    [1, true],
    // Nobody looks any more for one that took longer than any may.
    [0, false],
  ])('is known to the others where Redis says so: %s', async (reply, isKnown) => {
    const flight = (await flightsOver(['begun'], reply).join('key')) as Flight;
    expect(await flight.settle(ANSWER, true)).toBe(isKnown);
  });
});
