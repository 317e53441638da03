import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { faultOf, fetchWatch, LiveStatusDocument, signContract } from '../../client/src/index.js';
import { answering, settled } from './a-fake-gateway.js';

const REQUEST = '5b1c3f0a-9d1e-4b7a-8a3c-000000000001';
const url = 'https://gateway.example.com/graphql';
const EVENT = `event: next\ndata: ${JSON.stringify({
  data: { businessRequestStatusChanged: { requestId: REQUEST, status: 'PENDING_APPROVAL' } },
})}\n\n`;
const PING = ':\n\n';

/** A stream to which a test writes; null: not even its head comes. */
let stream: ReadableStreamDefaultController<Uint8Array> | null;
const write = (text: string) => stream?.enqueue(new TextEncoder().encode(text));
const streaming: typeof globalThis.fetch = async (_url, init) => {
  const isLeft = new Promise<never>((_resolve, reject) =>
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
  );
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      stream = controller;
    },
  });
  isLeft.catch((reason: unknown) => stream?.error(reason));
  return new Response(body);
};
const silent: typeof globalThis.fetch = (_url, init) =>
  new Promise((_resolve, reject) =>
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason)),
  );
const passed = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('A stream of which nothing comes any more', () => {
  beforeEach(() => {
    stream = null;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
  });
  afterEach(() => {
    expect(jest.getTimerCount()).toBe(0);
    jest.useRealTimers();
  });

  it('ends after a minute, and not while it is pinged, or while nobody reads it', async () => {
    const events = fetchWatch({ url, fetch: streaming })(LiveStatusDocument, { requestId: REQUEST });
    const reader = events[Symbol.asyncIterator]();
    const first = reader.next();
    await passed(1);
    write(EVENT);
    expect(await first).toMatchObject({ done: false });
    await passed(600_000);
    const second = reader.next().catch((error: unknown) => error);
    for (let pings = 0; pings < 5; pings += 1) {
      await passed(50_000);
      write(PING);
    }
    await passed(59_000);
    expect(await settled(second)).toBe('waits');
    await passed(1000);
    expect(faultOf(await second)).toMatchObject({ code: 'NETWORK' });
  });

  it('ends after a minute where not even its head comes', async () => {
    const events = fetchWatch({ url, fetch: silent })(LiveStatusDocument, { requestId: REQUEST });
    const first = events[Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => error);
    await passed(60_000);
    expect(faultOf(await first)).toMatchObject({ code: 'NETWORK' });
  });

  it('leaves nobody to wait for an approval that has come: the status is asked for', async () => {
    const { execute } = answering({
      AskForOtp: (_input, before) => ({
        requestActivationOtp:
          before === 0
            ? { __typename: 'Rejection', message: 'Not yet.', reason: 'NOT_APPROVED' }
            : { __typename: 'Rejection', message: 'Signed.', reason: 'ALREADY_SIGNED' },
      }),
      Status: () => ({ businessRequest: { id: REQUEST, status: 'APPROVED', nextStep: 'SIGN' } }),
    });
    const nobody = () => Promise.reject(new Error('Nobody is asked.'));
    const signing = signContract({
      execute,
      watch: fetchWatch({ url, fetch: streaming }),
      requestId: REQUEST,
      locate: () => ({ latitude: 30, longitude: 31 }),
      ...{ onLivenessRequired: nobody, onOtp: nobody, onPayment: nobody },
    });
    await passed(1);
    write(EVENT);
    await passed(60_000);
    expect(await settled(signing)).toEqual({ outcome: 'alreadySigned' });
  });
});
