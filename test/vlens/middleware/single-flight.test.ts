import { expect, it } from '@jest/globals';
import { shareStepsInFlight } from '../../../src/vlens/middleware/single-flight.js';
import { OPERATIONS } from '../../../src/vlens/operations.js';
import type { Call } from '../../../src/vlens/pipeline.js';
import { unknownOutcome } from '../../../src/vlens/unknown-outcome.js';
import { held } from '../../support/held.js';

const ACCEPTED = { kind: 'accepted', value: null } as never;
const operation = OPERATIONS.refreshToken;

it('A refresh that is answered late is kept here where the other replicas can not be told of it', async () => {
  const [told, tell] = held();
  const writings: Promise<void>[] = [];
  const share = shareStepsInFlight({
    hash: (text) => text,
    now: () => 0,
    flights: {
      join: async () => ({
        kind: 'begun',
        settle: () => told.then(() => false),
        release: async () => {},
      }),
    },
    hold: (writing) => void writings.push(writing),
  });
  const call = {
    name: 'refreshToken',
    operation,
    input: { refreshToken: 'r' },
    signal: new AbortController().signal,
  } as unknown as Call;
  let calls = 0;
  const refresh = () =>
    share(call, async () => {
      calls += 1;
      throw unknownOutcome(operation.unknownOutcome, 'UPSTREAM_TIMEOUT', {
        goesOn: Promise.resolve(ACCEPTED),
      });
    });
  await expect(refresh()).rejects.toMatchObject({ details: { outcome: 'UNKNOWN' } });
  tell();
  await Promise.all(writings);
  await new Promise(setImmediate);
  expect(await refresh()).toBe(ACCEPTED);
  expect(calls).toBe(1);
});
