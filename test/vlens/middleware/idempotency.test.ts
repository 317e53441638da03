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

const attempts = { count: async () => ({ succeeded: async () => {}, refund: async () => {} }) };
const DEPENDENCIES = {
  encryption,
  isProven: async () => true,
  attempts,
  maxStepMs: MAX_STEP_MS,
  hold: () => {},
};
const aCall = () =>
  ({
    name: 'stepValidatePayment',
    operation: OPERATIONS.stepValidatePayment,
    input: {},
    idempotencyKey: 'key',
    caller: { token: 'token' },
    signal: new AbortController().signal,
  }) as unknown as Call;

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
  return takeOncePerKey({ ...DEPENDENCIES, store, now: () => time })(aCall(), async () => ACCEPTED);
}

describe('A step that another replica took over, while this one stood still before the sending', () => {
  it('is not sent here, and gets the answer that came there', async () => {
    let claims = 0;
    let sends = 0;
    const remembered = { kind: 'answer', answer: ACCEPTED, takenBy: encryption.tokenMark('token') };
    const store = {
      claim: async (id: never, fingerprint: string): Promise<Claim> => {
        claims += 1;
        if (claims === 1) return { state: 'claimed' };
        return { state: 'settled', fingerprint, ciphertext: encryption.encrypt(id, remembered) };
      },
      markSent: async () => false,
      changed: async () => {},
      release: async () => {},
    } as unknown as IdempotencyStore;
    const outcome = takeOncePerKey({ ...DEPENDENCIES, store, now: () => 0 })(aCall(), async ({ sending }) => {
      await sending?.begin();
      sends += 1;
      return ACCEPTED;
    });
    expect(await outcome).toEqual(ACCEPTED);
    expect([claims, sends]).toEqual([2, 0]);
  });
});

describe('A step of which the store says the same for ever', () => {
  it.each([
    ['that another takes it', { state: 'in flight' }],
    ['that it may be taken, and then that another has taken it', { state: 'claimed' }],
  ] as const)(
    '%s, is an unknown outcome after twice the time that a step takes, and not sent',
    async (_says, said) => {
      let time = 0;
      let sends = 0;
      const store = {
        claim: async (_id: never, fingerprint: string) => ({ ...said, fingerprint }),
        markSent: async () => false,
        changed: async () => {
          time += LOOK_MS;
        },
        release: async () => {},
      } as unknown as IdempotencyStore;
      const outcome = takeOncePerKey({ ...DEPENDENCIES, store, now: () => time })(
        aCall(),
        async ({ sending }) => {
          await sending?.begin();
          sends += 1;
          return ACCEPTED;
        },
      );
      await expect(outcome).rejects.toMatchObject({ details: { outcome: 'UNKNOWN' } });
      expect([time > 2 * MAX_STEP_MS, time < 3 * MAX_STEP_MS, sends]).toEqual([true, true, 0]);
    },
  );
});

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
