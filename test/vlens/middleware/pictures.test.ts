import { describe, expect, it } from '@jest/globals';
import { type DecodeThread, PictureDecoder } from '../../../src/pictures/picture-decoder.js';
import type { Outcome } from '../../../src/vlens/answer.js';
import { AttemptLimiter } from '../../../src/vlens/attempts/attempt-limiter.js';
import { ProcessAttemptStore } from '../../../src/vlens/attempts/attempt-store.js';
import { CallAborted, quotaUsedUp } from '../../../src/vlens/faults.js';
import { limitAttempts } from '../../../src/vlens/middleware/attempt-limits.js';
import { sendUpright } from '../../../src/vlens/middleware/pictures.js';
import { OPERATIONS } from '../../../src/vlens/operations.js';
import type { Call } from '../../../src/vlens/pipeline.js';
import { aJpeg } from '../../support/pictures.js';
import { until } from '../../support/until.js';

it('A call with a picture waits for its place and answer as it goes out, with no other copy', async () => {
  const { signal } = new AbortController();
  const image = aJpeg().toString('base64');
  const operation = OPERATIONS.verifyIdFront;
  const input = { image, transactionId: 't-1' };
  const caller = { key: 'k', signal };
  const call = {
    name: 'verifyIdFront',
    operation,
    input,
    caller,
    signal,
    parts: operation.encode(input, null),
  };
  let sent: Call | undefined;
  const send = async (next: Call): Promise<Outcome> => {
    sent = next;
    return { kind: 'accepted', value: null } as unknown as Outcome;
  };
  const decoder = { decode: async () => ({ kind: 'turned', bytes: Buffer.from('turned') }) as const };
  await sendUpright(decoder, { proveToken: async () => {}, tenancyName: null, maxMs: 1000 })(
    call as unknown as Call,
    send,
  );
  const { input: kept, parts } = sent ?? {};
  expect(kept).toEqual({ transactionId: 't-1' });
  expect({ ...parts, encoded: JSON.parse(String(parts?.encoded)) }).toEqual({
    encoded: { image: btoa('turned'), transaction_id: 't-1', getExtractedData: true },
  });
});

describe('An attempt with a picture', () => {
  const MAX_OF_CALLER = 30;
  const image = aJpeg().toString('base64');
  const operation = OPERATIONS.verifyIdFront;

  /** Attempts of one caller: how each ends is up to the test, by the decoder and by what stands behind it. */
  function attemptsOver(decode: DecodeThread['decode'], next: () => Promise<Outcome>, maxMs = 60_000) {
    const decoder = new PictureDecoder({ startThread: () => ({ decode, stop: () => {} }) });
    const limiter = new AttemptLimiter({
      failedAttemptsPerAddress: 200,
      secret: 's',
      store: new ProcessAttemptStore(() => 1),
    });
    const pictures = sendUpright(decoder, { proveToken: async () => {}, tenancyName: null, maxMs });
    const attempt = (signal: AbortSignal) => {
      const input = { image, transactionId: 't-1' };
      const call = { name: 'verifyIdFront', operation, input, caller: { key: 'k', signal }, signal };
      return limitAttempts(limiter, async () => true)(call as unknown as Call, (counted) =>
        pictures(counted, next),
      ).then(
        (outcome) => (outcome.kind === 'rejection' ? outcome.reason : outcome.kind),
        (error: unknown) => error,
      );
    };
    return { attempt, close: () => decoder.close() };
  }
  const sent = async (): Promise<Outcome> => ({ kind: 'accepted', value: null }) as unknown as Outcome;

  it('counts once a decoder has begun with it, also where its sender leaves meanwhile', async () => {
    const begun: (() => void)[] = [];
    const decode = () =>
      new Promise<{ kind: 'upright' }>((resolve) => void begun.push(() => resolve({ kind: 'upright' })));
    const { attempt, close } = attemptsOver(decode, sent);
    for (let number = 0; number < MAX_OF_CALLER; number += 1) {
      const leaving = new AbortController();
      const left = attempt(leaving.signal);
      await until(() => begun.length > number);
      // One that waits for its turn costs nothing.
      const waiting = new AbortController();
      const waits = attempt(waiting.signal);
      await new Promise(setImmediate);
      waiting.abort();
      if (number < MAX_OF_CALLER - 1) expect(await waits).toBeInstanceOf(CallAborted);
      leaving.abort();
      expect(await left).toBeInstanceOf(CallAborted);
      begun[number]?.();
      await new Promise(setImmediate);
    }
    expect(await attempt(new AbortController().signal)).toBe('TOO_MANY_ATTEMPTS');
    close();
  });

  it('counts where the decoder runs out of memory over it, and where its sender leaves before it is sent', async () => {
    const fails = attemptsOver(() => Promise.reject(new Error('out of memory')), sent);
    const leaves = attemptsOver(
      async () => ({ kind: 'upright' }),
      () => Promise.reject(new CallAborted()),
    );
    for (const { attempt, close } of [fails, leaves]) {
      for (let number = 0; number < MAX_OF_CALLER; number += 1)
        expect(await attempt(new AbortController().signal)).not.toBe('TOO_MANY_ATTEMPTS');
      expect(await attempt(new AbortController().signal)).toBe('TOO_MANY_ATTEMPTS');
      close();
    }
  });

  it('does not count where the quota has no place for it', async () => {
    const { attempt, close } = attemptsOver(
      async () => ({ kind: 'upright' }),
      () => Promise.reject(quotaUsedUp(1000)),
    );
    for (let number = 0; number <= MAX_OF_CALLER; number += 1)
      expect(await attempt(new AbortController().signal)).toMatchObject({ code: 'RATE_LIMITED' });
    close();
  });
});
