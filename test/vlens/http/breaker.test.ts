import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import {
  CallAborted,
  notAllowed,
  quotaUsedUp,
  rateLimited,
  timedOut,
  tokenNotAccepted,
  tokenRefusedHere,
} from '../../../src/vlens/faults.js';
import { Breaker } from '../../../src/vlens/http/breaker.js';

/** A breaker that Vlens's silence has opened, whose first pause is over. */
async function dueForAProbe(): Promise<Breaker> {
  const breaker = new Breaker({ failures: 1, firstPauseMs: 5, longestPauseMs: 60_000 });
  await expect(breaker.run(() => Promise.reject(timedOut()))).rejects.toMatchObject({
    code: 'UPSTREAM_TIMEOUT',
  });
  expect(breaker.state).toBe('open');
  await pause(20);
  return breaker;
}

describe('A breaker that tries Vlens again', () => {
  it('lets one call through, and answers the others at once instead of letting them wait for it', async () => {
    const breaker = await dueForAProbe();
    let answer = () => {};
    const probe = breaker.run(
      () =>
        new Promise<void>((resolve) => {
          answer = resolve;
        }),
    );
    expect(breaker.state).toBe('half-open');
    let asked = 0;
    const others = [1, 2, 3].map(() =>
      breaker.run(async () => {
        asked += 1;
      }),
    );
    for (const { status } of await Promise.allSettled(others)) expect(status).toBe('rejected');
    expect(asked).toBe(0);
    answer();
    await probe;
    expect(breaker.state).toBe('closed');
  });

  it.each([
    ['whose caller left', new CallAborted()],
    ['that the quota held back', quotaUsedUp(2000)],
  ])('does not take a probe %s for an answer', async (_, error) => {
    const breaker = await dueForAProbe();
    await expect(breaker.run(() => Promise.reject(error))).rejects.toBe(error);
    expect(breaker.state).toBe('open');
  });

  it('closes when Vlens says no: somebody is there', async () => {
    const breaker = await dueForAProbe();
    await expect(breaker.run(() => Promise.reject(notAllowed()))).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(breaker.state).toBe('closed');
  });
});

describe('A breaker that counts failures in a row', () => {
  const twice = () => new Breaker({ failures: 2, firstPauseMs: 60_000, longestPauseMs: 60_000 });
  const run = (breaker: Breaker, error: Error) =>
    expect(breaker.run(() => Promise.reject(error))).rejects.toBe(error);

  it.each([
    ['that the quota held back', quotaUsedUp(2000)],
    ['whose caller left', new CallAborted()],
    ['whose token was refused here', tokenRefusedHere()],
  ])('counts on over a call %s', async (_, error) => {
    const breaker = twice();
    for (const each of [timedOut(), error, timedOut()]) await run(breaker, each);
    expect(breaker.state).toBe('open');
  });

  it.each([
    ['a 403', notAllowed()],
    ['a 401', tokenNotAccepted()],
    ['a 429', rateLimited(1)],
  ])('starts again after %s: somebody is there', async (_, error) => {
    const breaker = twice();
    for (const each of [timedOut(), error, timedOut()]) await run(breaker, each);
    expect(breaker.state).toBe('closed');
  });
});
