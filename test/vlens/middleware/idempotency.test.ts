import { describe, expect, it } from '@jest/globals';
import { Encryption } from '../../../src/idempotency/encryption.js';
import { notRemembered } from '../../../src/idempotency/not-remembered.js';
import { ProcessStore } from '../../../src/idempotency/process-store.js';
import type { Claim, IdempotencyStore } from '../../../src/idempotency/store.js';
import { AttemptLimiter } from '../../../src/vlens/attempts/attempt-limiter.js';
import { ProcessAttemptStore } from '../../../src/vlens/attempts/attempt-store.js';
import { rateLimited, tokenNotAccepted } from '../../../src/vlens/faults.js';
import { takeOncePerKey } from '../../../src/vlens/middleware/idempotency.js';
import { OPERATIONS } from '../../../src/vlens/operations.js';
import type { Call } from '../../../src/vlens/pipeline.js';

const encryption = new Encryption('a secret of at least 32 characters');
const ACCEPTED = { kind: 'accepted', value: null } as never;

const MAX_STEP_MS = 30_000;
const LOOK_MS = 100;

const attempt = { succeeded: async () => {}, refund: async () => {}, wasWrong: async () => {} };
const attempts = { count: async () => attempt };
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

/** A step under its key, with attempts that are counted in a store that answers in a later turn, as Redis does. */
function stepsUnderKey(name: 'login' | 'stepValidatePayment') {
  const attemptStore = new ProcessAttemptStore(() => 0);
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const add: ProcessAttemptStore['add'] = async (...asked) => {
    const counted = await attemptStore.add(...asked);
    await turn();
    return { ...counted, remove: () => turn().then(counted.remove) };
  };
  const limiter = new AttemptLimiter({
    failedAttemptsPerAddress: 200,
    secret: 'a secret',
    store: {
      add,
      look: attemptStore.look.bind(attemptStore),
      remember: attemptStore.remember.bind(attemptStore),
      remembers: attemptStore.remembers.bind(attemptStore),
    },
  });
  const middleware = takeOncePerKey({
    ...DEPENDENCIES,
    attempts: limiter,
    store: new ProcessStore({ now: () => 0 }),
    now: () => 0,
  });
  let sends = 0;
  const take = (input: object, answer: () => Promise<never>, token: string | null = null) => {
    const call = { ...aCall(), name, operation: OPERATIONS[name], input } as Call;
    const caller = { token, address: '203.0.113.1' };
    return middleware({ ...call, caller } as Call, async (sent) => {
      await sent.sending?.begin();
      sends += 1;
      await turn();
      return answer();
    });
  };
  return { take, sends: () => sends, attemptStore };
}

/** A token of the account with this subject. */
const tokenOf = (sub: string, iat: number) =>
  ['{"alg":"HS256"}', JSON.stringify({ sub, iat }), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

describe('Many who send the same idempotency key at the same moment', () => {
  const accept = async () => ACCEPTED;
  const right = { password: 'the right one' };
  const told = (outcomes: PromiseSettledResult<unknown>[]) =>
    outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : outcome.reason));

  it.each(['in flight', 'settled'])(
    'all get the answer, without a token too, to a step that is %s',
    async (state) => {
      const { take, sends, attemptStore } = stepsUnderKey('login');
      const first = take(right, accept);
      if (state === 'settled') await first;
      const repeats = Array.from({ length: 60 }, () => take(right, accept));
      expect(told(await Promise.allSettled([first, ...repeats]))).toEqual(Array(61).fill(ACCEPTED));
      expect([sends(), attemptStore.size]).toEqual([1, 0]);
    },
  );

  it('and guess at its input gain nothing by that: ten at one address, the right one among them or not', async () => {
    const { take } = stepsUnderKey('login');
    await take(right, accept);
    const guesses = Array.from({ length: 30 }, (_, number) =>
      take(number >= 10 ? right : { password: `guess ${number}` }, accept),
    );
    const answers = told(await Promise.allSettled(guesses));
    expect(answers.filter((answer) => answer === ACCEPTED)).toEqual([]);
    expect(answers.filter((answer) => answer?.name === 'IdempotencyKeyReused')).toHaveLength(10);
  });

  it.each([
    ['429', rateLimited(7)],
    ['401', tokenNotAccepted()],
  ])('are told the same %s, and do not send the step one after the other', async (_status, fault) => {
    const { take, sends } = stepsUnderKey('login');
    const refuse = async () => {
      throw fault;
    };
    const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => take(right, refuse)));
    expect(told(outcomes)).toEqual(Array(5).fill(fault));
    expect(sends()).toBe(1);
    // The key is free again for the next request.
    expect(await take(right, accept)).toBe(ACCEPTED);
  });

  it('with another token are not told that the first one’s was refused', async () => {
    const { take } = stepsUnderKey('stepValidatePayment');
    const refuse = async () => {
      throw tokenNotAccepted();
    };
    const first = take({}, refuse, tokenOf('9', 1));
    const second = take({}, accept, tokenOf('9', 2));
    await expect(first).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await second).toBe(ACCEPTED);
  });
});
