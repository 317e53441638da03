import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import {
  type Decoded,
  DecoderBusy,
  type DecodeThread,
  PictureDecoder,
} from '../../src/pictures/picture-decoder.js';
import { sendUpright } from '../../src/vlens/middleware/pictures.js';
import { OPERATIONS } from '../../src/vlens/operations.js';
import type { Call } from '../../src/vlens/pipeline.js';
import { collectGarbage } from '../support/memory.js';
import { aJpeg, aPng, exif, withSegment } from '../support/pictures.js';
import { until } from '../support/until.js';

/** A thread whose answers the test gives. */
function heldThreads() {
  const begun: { name: string; answer: (decoded: Decoded) => void; fail: () => void }[] = [];
  let started = 0;
  let stopped = 0;
  const start = (): DecodeThread => {
    started += 1;
    return {
      decode: (bytes) =>
        new Promise((answer, reject) => {
          begun.push({ name: bytes.toString(), answer, fail: () => reject(new Error('out of memory')) });
        }),
      stop: () => {
        stopped += 1;
      },
    };
  };
  return { start, begun, counts: () => ({ started, stopped }) };
}

const LIMITS = { maxWaiting: 4, timeoutMs: 60_000, idleMs: 60_000 };
const UPRIGHT: Decoded = { kind: 'upright' };
const turn = () => new Promise((resolve) => setImmediate(resolve));

function decoderOf(threads: ReturnType<typeof heldThreads>, limits = LIMITS) {
  const failures: unknown[] = [];
  const decoder = new PictureDecoder({
    startThread: threads.start,
    limits,
    onFailure: (error) => failures.push(error),
  });
  const decode = (name: string, address: string, signal = new AbortController().signal) =>
    decoder
      .decode({ bytes: () => Buffer.from(name), maxBytes: 1 }, { address, signal })
      .catch((error: unknown) => (error instanceof DecoderBusy ? 'busy' : error));
  return { decoder, decode, failures };
}

describe('Pictures are decoded', () => {
  it('one at a time, the addresses in turn', async () => {
    const threads = heldThreads();
    const { decoder, decode } = decoderOf(threads);
    const all = [decode('a1', 'a'), decode('a2', 'a'), decode('a3', 'a'), decode('b1', 'b')];
    for (let done = 0; done < 4; done += 1) {
      await turn();
      expect(threads.begun).toHaveLength(done + 1);
      threads.begun[done]?.answer(UPRIGHT);
    }
    expect(await Promise.all(all)).toEqual([UPRIGHT, UPRIGHT, UPRIGHT, UPRIGHT]);
    expect(threads.begun.map(({ name }) => name)).toEqual(['a1', 'a2', 'b1', 'a3']);
    expect(threads.counts().started).toBe(1);
    decoder.close();
    expect(threads.counts().stopped).toBe(1);
  });

  it('in a bounded queue, which no address fills for the others', async () => {
    const threads = heldThreads();
    const { decoder, decode } = decoderOf(threads);
    const first = decode('a0', 'a');
    await turn();
    const waiting = ['a1', 'a2', 'a3', 'a4'].map((name) => decode(name, 'a'));
    expect(await decode('a5', 'a')).toBe('busy');
    const other = decode('b1', 'b');
    expect(await waiting[3]).toBe('busy');
    for (let done = 0; done < 5; done += 1) {
      await turn();
      threads.begun[done]?.answer(UPRIGHT);
    }
    expect(await Promise.all([first, other, ...waiting.slice(0, 3)])).toEqual(Array(5).fill(UPRIGHT));
    decoder.close();
  });

  it('without anybody’s making room for one whose sender has left', async () => {
    const threads = heldThreads();
    const { decoder, decode } = decoderOf(threads);
    const first = decode('a0', 'a');
    await turn();
    const waiting = ['a1', 'a2', 'a3', 'a4'].map((name) => decode(name, 'a'));
    expect(await decode('b1', 'b', AbortSignal.abort())).toBe('busy');
    for (let done = 0; done < 5; done += 1) {
      await turn();
      threads.begun[done]?.answer(UPRIGHT);
    }
    expect(await Promise.all([first, ...waiting])).toEqual(Array(5).fill(UPRIGHT));
    decoder.close();
  });

  it('not for anybody who left, and not after the end', async () => {
    const threads = heldThreads();
    const { decoder, decode } = decoderOf(threads);
    const first = decode('1', 'a');
    await turn();
    const away = new AbortController();
    const left = decode('2', 'a', away.signal);
    const waits = decode('3', 'a');
    away.abort();
    expect(await left).toBe('busy');
    decoder.close();
    expect(await waits).toBe('busy');
    expect(await decode('4', 'a')).toBe('busy');
    threads.begun[0]?.answer(UPRIGHT);
    expect(await first).toEqual(UPRIGHT);
    expect(threads.begun).toHaveLength(1);
  });

  it('in another thread where one failed or took too long', async () => {
    const threads = heldThreads();
    const hasty = decoderOf(threads, { ...LIMITS, timeoutMs: 1 });
    // It never answers.
    expect(await hasty.decode('bomb', 'a')).toEqual({ kind: 'unreadable' });
    hasty.decoder.close();
    const { decoder, decode, failures } = decoderOf(threads);
    const failed = decode('large', 'a');
    await turn();
    threads.begun[1]?.fail();
    expect(await failed).toBe('busy');
    expect(failures).toEqual([new Error('out of memory')]);
    expect(threads.counts()).toEqual({ started: 2, stopped: 2 });
    decoder.close();
  });

  it('by a thread that ends when there was none for a while', async () => {
    const threads = heldThreads();
    const { decoder, decode } = decoderOf(threads, { ...LIMITS, idleMs: 1 });
    const first = decode('1', 'a');
    await turn();
    threads.begun[0]?.answer(UPRIGHT);
    await first;
    await until(() => threads.counts().stopped > 0);
    expect(threads.counts()).toEqual({ started: 1, stopped: 1 });
    decoder.close();
  });
});

it('A picture of more pixels than may be is not decoded, whatever its size was taken for before', async () => {
  const decoder = new PictureDecoder();
  const { signal } = new AbortController();
  const decode = (height: number) => {
    const png = aPng({ width: 25_000, height });
    return decoder.decode({ bytes: () => png, maxBytes: 100_000 }, { address: 'a', signal });
  };
  expect(await decode(1001)).toEqual({ kind: 'unreadable' });
  expect(await decode(1000)).toEqual(UPRIGHT);
  decoder.close();
});

describe('Of a picture that was decoded nothing stays', () => {
  it('in a thread that goes on', async () => {
    const decoder = new PictureDecoder();
    const jpeg = withSegment(aJpeg({ bytes: 1000 }), exif(6));
    const decode = () =>
      decoder.decode(
        { bytes: () => Buffer.from(jpeg), maxBytes: 100_000 },
        { address: 'a', signal: new AbortController().signal },
      );
    const turned = await decode().then((decoded) => {
      if (decoded.kind !== 'turned') throw new Error(`It is ${decoded.kind}.`);
      return new WeakRef(decoded.bytes);
    });
    // The thread forgets one message when the next has come.
    expect(await decode()).toMatchObject({ kind: 'turned' });
    await collectGarbage();
    expect(turned.deref()).toBeUndefined();
    decoder.close();
  });

  it('with whoever sent it', async () => {
    const threads = heldThreads();
    const { decoder, decode } = decoderOf(threads);
    const { signal } = new AbortController();
    const first = decode('1', 'a', signal);
    await turn();
    threads.begun[0]?.answer(UPRIGHT);
    await first;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    decoder.close();
  });
});

describe('A picture waits', () => {
  it('no longer than it may, also where memory is freed in that time', async () => {
    const threads = heldThreads();
    const { decoder } = decoderOf(threads);
    const { signal } = new AbortController();
    const call = {
      operation: OPERATIONS.verifyIdFront,
      input: { image: aJpeg().toString('base64') },
      caller: { key: 'a', signal },
    } as unknown as Call;
    const ended = sendUpright(decoder, { proveToken: async () => {}, tenancyName: null, maxMs: 100 })(
      call,
      () => {
        throw new Error('It was sent.');
      },
    );
    await Promise.all([collectGarbage(), expect(ended).rejects.toMatchObject({ code: 'RATE_LIMITED' })]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
    decoder.close();
  });
});
