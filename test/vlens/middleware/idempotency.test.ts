import { describe, expect, it } from '@jest/globals';
import { Encryption } from '../../../src/idempotency/encryption.js';
import { notRemembered } from '../../../src/idempotency/not-remembered.js';
import type { Claim, IdempotencyStore } from '../../../src/idempotency/store.js';
import { takeOncePerKey } from '../../../src/vlens/middleware/idempotency.js';
import { OPERATIONS } from '../../../src/vlens/operations.js';
import type { Call } from '../../../src/vlens/pipeline.js';

const encryption = new Encryption('a secret of at least 32 characters');
const ACCEPTED = { kind: 'accepted', value: null } as never;

const MAX_STEP_MS = 30_000;
const LOOK_MS = 100;

/** A step under a key that another replica seems to take, over a store that fails so often and then lets it be claimed. */
function stepOver(failures: number) {
  let looks = 0;
  let time = 0;
  const store = {
    claim: async (_id: string, fingerprint: string): Promise<Claim> => {
      looks += 1;
      if (looks === 1) return { state: 'in flight', fingerprint };
      if (looks <= 1 + failures) throw notRemembered();
      return { state: 'claimed' };
    },
    changed: async () => {
      time += LOOK_MS;
    },
    settle: async () => {},
    release: async () => {},
  } as unknown as IdempotencyStore;
  const call = {
    name: 'stepValidatePayment',
    operation: OPERATIONS.stepValidatePayment,
    input: {},
    idempotencyKey: 'key',
    caller: { token: 'token' },
    signal: new AbortController().signal,
  } as unknown as Call;
  const isProven = async () => true;
  const now = () => time;
  const hold = () => {};
  const dependencies = { store, encryption, isProven, maxStepMs: MAX_STEP_MS, now, hold };
  return takeOncePerKey(dependencies)(call, async () => ACCEPTED);
}

describe('A step that another replica seems to take', () => {
  it('is no unknown outcome while the store fails over: it is looked at for as long as the step may take', async () => {
    expect(await stepOver(MAX_STEP_MS / LOOK_MS - 1)).toBe(ACCEPTED);
  });

  it('is one where the store stays away for longer', async () => {
    await expect(stepOver(2 * (MAX_STEP_MS / LOOK_MS))).rejects.toMatchObject({
      details: { outcome: 'UNKNOWN' },
    });
  });
});
