import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CallerKey } from '../../../src/vlens/caller-keys.js';
import { CallAborted } from '../../../src/vlens/faults.js';
import {
  type CacheHit,
  type CacheLookup,
  CallerCache,
  type Origin,
} from '../../../src/vlens/middleware/caller-cache.js';

/** An upstream whose answers come when the test lets them. */
class Upstream {
  readonly calls: { token: string; lookup: string; answer(): void; fail(): void; aborted: boolean }[] = [];

  ask(token: string, lookup: string, signal: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const number = this.calls.length;
      const call = {
        token,
        lookup,
        aborted: false,
        answer: () => resolve(`${token} asked ${lookup} (${number})`),
        fail: () => reject(new Error(`call ${number} failed`)),
      };
      signal.addEventListener('abort', () => {
        call.aborted = true;
        reject(new CallAborted());
      });
      this.calls.push(call);
    });
  }
}

interface More {
  signal?: AbortSignal;
  maxAgeMs?: number;
  requests?: { id: string; status?: string }[];
}

const lookupOf = (token: string, target: string, maxAgeMs = 1000): CacheLookup => ({
  caller: token as CallerKey,
  target,
  maxAgeMs,
  keptForMs: 5000,
  isInvalidated: true,
});

function setUp(limits = { maxEntries: 1000, maxBytes: 1_000_000 }) {
  const upstream = new Upstream();
  const time = { now: 1 };
  const cache = new CallerCache({ monotonicNow: () => time.now }, limits);
  const read = async (
    token: string,
    target = 'status',
    { signal = new AbortController().signal, maxAgeMs, requests = [] }: More = {},
  ): Promise<{ value: string; origin: Origin }> => {
    const lookup = lookupOf(token, target, maxAgeMs);
    const hit = cache.get<string>(lookup);
    if (hit) return { value: hit.value, origin: 'cached' };
    return cache.share(lookup, signal, async (shared) => {
      const value = await upstream.ask(token, target, shared);
      return { value, bytes: value.length, requests };
    });
  };
  return { upstream, time, cache, read };
}

/** The cached answer as somebody was given it. */
async function given({ upstream, cache, read }: ReturnType<typeof setUp>): Promise<CacheHit<string> | null> {
  const asked = read('a', 'r', { requests: [{ id: 'r', status: 'APPROVED' }] });
  upstream.calls.at(-1)?.answer();
  await asked;
  return cache.get(lookupOf('a', 'r'));
}

describe('A cached answer', () => {
  it.each<[string, boolean, (parts: ReturnType<typeof setUp>) => unknown]>([
    ['now', true, () => undefined],
    ['just before it is too old', true, ({ time }) => void Object.assign(time, { now: 1000 })],
    ['when it is too old', false, ({ time }) => void Object.assign(time, { now: 1001 })],
    ['after its caller’s step', false, ({ cache }) => cache.invalidate('a' as CallerKey)],
    ['after another caller’s step', true, ({ cache }) => cache.invalidate('b' as CallerKey)],
    ['after its request has changed', false, ({ cache }) => cache.invalidateRequest('r')],
    ['after a webhook told what it says', true, ({ cache }) => cache.invalidateRequest('r', 'APPROVED')],
    ['after a webhook told another status', false, ({ cache }) => cache.invalidateRequest('r', 'COMPLETED')],
    ['after another request has changed', true, ({ cache }) => cache.invalidateRequest('s')],
  ])('would be given again %s: %s', async (_when, wouldBe, happens) => {
    const parts = setUp();
    const hit = await given(parts);
    happens(parts);
    expect(hit?.isCurrent()).toBe(wouldBe);
  });

  it('is no longer current where a later one took its place, however alike', async () => {
    const parts = setUp();
    const earlier = await given(parts);
    parts.time.now = 1001;
    const later = await given(parts);
    expect(earlier?.isCurrent()).toBe(false);
    expect(later?.isCurrent()).toBe(true);
  });
});

describe('A caller’s reads', () => {
  it('are let go of when they are too old for anybody, also where nobody asks for them again', async () => {
    const { upstream, time, cache, read } = setUp();
    const ask = async (token: string) => {
      const answer = read(token);
      upstream.calls.at(-1)?.answer();
      await answer;
    };
    for (let caller = 0; caller < 50; caller += 1) await ask(`caller ${caller}`);
    time.now = 5000;
    await ask('one more');
    expect(cache.size).toBe(51);
    time.now = 6002;
    await ask('another');
    expect(cache.size).toBe(2);
  });

  it('are one call while it is under way, and none for as long as its answer is fresh', async () => {
    const { upstream, time, read } = setUp();
    const both = Promise.all([read('a'), read('a')]);
    upstream.calls[0]?.answer();
    expect((await both).map(({ origin }) => origin)).toEqual(['asked', 'shared']);
    time.now = 1000;
    expect(await read('a')).toEqual({ value: 'a asked status (0)', origin: 'cached' });
    time.now = 1001;
    void read('a');
    expect(upstream.calls).toHaveLength(2);
  });

  it('are asked again each time where nothing may be old, though still together', async () => {
    const { upstream, read } = setUp();
    const both = Promise.all([read('a', 'status', { maxAgeMs: 0 }), read('a', 'status', { maxAgeMs: 0 })]);
    upstream.calls[0]?.answer();
    await both;
    void read('a', 'status', { maxAgeMs: 0 });
    expect(upstream.calls).toHaveLength(2);
  });

  it('of a request that has changed are not those that were on their way when that was announced', async () => {
    const { upstream, cache, read } = setUp();
    const aboutIt = { requests: [{ id: 'r' }] };
    const before = read('a', 'status', aboutIt);
    cache.invalidateRequest('r');
    const after = [read('a', 'status', aboutIt), read('a', 'status', aboutIt)];
    upstream.calls[0]?.answer();
    expect((await before).value).toBe('a asked status (0)');
    await new Promise(setImmediate);
    expect(upstream.calls).toHaveLength(2);
    upstream.calls[1]?.answer();
    for (const each of await Promise.all(after)) expect(each.value).toBe('a asked status (1)');
  });

  it('of a request that has changed are asked again, and those of other requests are not', async () => {
    const { upstream, cache, read } = setUp();
    const about = (id: string) => ({ requests: [{ id }] });
    const both = Promise.all([read('a', 'r', about('r')), read('a', 's', about('s'))]);
    for (const call of upstream.calls) call.answer();
    await both;
    cache.invalidateRequest('r');
    expect((await read('a', 's', about('s'))).origin).toBe('cached');
    const again = read('a', 'r', about('r'));
    upstream.calls.at(-1)?.answer();
    expect(await again).toEqual({ value: 'a asked r (2)', origin: 'asked' });
    expect((await read('a', 'r', about('r'))).origin).toBe('cached');
  });

  it('that a webhook has outdated are known as such, until they are read again', async () => {
    const { upstream, time, cache, read } = setUp();
    const wasOutdated = () => cache.wasOutdatedByChange(lookupOf('a', 'r'));
    const ask = async () => {
      const asked = read('a', 'r', { requests: [{ id: 'r' }] });
      upstream.calls.at(-1)?.answer();
      await asked;
    };
    await ask();
    cache.invalidateRequest('s');
    expect(wasOutdated()).toBe(false);
    cache.invalidateRequest('r');
    expect(wasOutdated()).toBe(true);
    expect(cache.wasOutdatedByChange(lookupOf('b', 'r'))).toBe(false);
    await ask();
    expect(wasOutdated()).toBe(false);
    cache.invalidateRequest('r');
    time.now = 2000;
    expect(wasOutdated()).toBe(false);
  });

  it('are forgotten at a drop, also what was on its way then', async () => {
    const { upstream, cache, read } = setUp();
    const before = read('a');
    cache.invalidate('a' as CallerKey);
    const after = read('a');
    expect(upstream.calls).toHaveLength(2);
    for (const call of upstream.calls) call.answer();
    expect((await before).value).toBe('a asked status (0)');
    expect((await after).value).toBe('a asked status (1)');
    expect((await read('a')).value).toBe('a asked status (1)');
  });

  it('fail together and are asked again then', async () => {
    const { upstream, read } = setUp();
    const both = Promise.allSettled([read('a'), read('a')]);
    upstream.calls[0]?.fail();
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    void read('a');
    expect(upstream.calls).toHaveLength(2);
  });

  it('go on when one of those who wait leaves, and end when the last one does', async () => {
    const { upstream, read } = setUp();
    const [first, second] = [new AbortController(), new AbortController()];
    const left = read('a', 'status', { signal: first.signal });
    const stays = read('a', 'status', { signal: second.signal });
    first.abort();
    await expect(left).rejects.toThrow(CallAborted);
    expect(upstream.calls[0]?.aborted).toBe(false);
    second.abort();
    await expect(stays).rejects.toThrow(CallAborted);
    expect(upstream.calls[0]?.aborted).toBe(true);
  });

  it('are kept only as many, and only as large, as there is room for', async () => {
    const { upstream, read } = setUp({ maxEntries: 2, maxBytes: 1_000_000 });
    for (const lookup of ['one', 'two', 'three']) {
      const asked = read('a', lookup);
      upstream.calls.at(-1)?.answer();
      await asked;
    }
    expect((await read('a', 'three')).origin).toBe('cached');
    void read('a', 'one');
    expect(upstream.calls).toHaveLength(4);
  });

  it('are asked again once newer ones have taken their place', async () => {
    const { upstream, read } = setUp({ maxEntries: 1000, maxBytes: 40 });
    const ask = async (lookup: string) => {
      const asked = read('a', lookup);
      upstream.calls.at(-1)?.answer();
      return asked;
    };
    await ask('one');
    expect((await ask('one')).origin).toBe('cached');
    await ask('two');
    await ask('three');
    expect(await ask('one')).toMatchObject({ origin: 'asked', value: 'a asked one (3)' });
  });

  it('are given but not kept where they are larger than all the room', async () => {
    const { upstream, read } = setUp({ maxEntries: 1000, maxBytes: 10 });
    for (const origin of ['asked', 'asked']) {
      const asked = read('a');
      upstream.calls.at(-1)?.answer();
      expect((await asked).origin).toBe(origin);
    }
  });

  it('never reach another caller, and are never older than they may be, however operations interleave', async () => {
    const caller = fc.constantFrom('ann', 'ben', 'cem');
    const lookup = fc.constantFrom('list', 'form');
    const event = fc.oneof(
      { weight: 5, arbitrary: fc.record({ kind: fc.constant('read' as const), caller, lookup }) },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('answer' as const), which: fc.nat() }) },
      fc.record({ kind: fc.constant('fail' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('abort' as const), which: fc.nat() }),
      fc.record({ kind: fc.constant('drop' as const), caller }),
      fc.record({ kind: fc.constant('wait' as const), ms: fc.nat(700) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 20, maxLength: 120 }), async (events) => {
        const { upstream, time, cache, read } = setUp({ maxEntries: 4, maxBytes: 60 });
        /** When each call was made, and how often its caller had dropped by then. */
        const madeAt: { time: number; drops: number }[] = [];
        const drops = new Map<string, number>();
        const dropsOf = (token: string) => drops.get(token) ?? 0;
        const waiting: { abort: AbortController; done: Promise<void> }[] = [];
        const start = (token: string, asked: string) => {
          const abort = new AbortController();
          const [startedAt, dropsThen] = [time.now, dropsOf(token)];
          const done = read(token, asked, { signal: abort.signal }).then(
            ({ value, origin }) => {
              const [, of, about, number] = /^(\w+) asked (\w+) \((\d+)\)$/.exec(value) ?? [];
              const made = madeAt[Number(number)];
              expect([of, about]).toEqual([token, asked]);
              expect(made?.drops).toBe(dropsThen);
              // One that is still under way is as old as it takes; one that was kept is not.
              if (origin === 'cached') expect(startedAt - (made?.time ?? Number.NaN)).toBeLessThan(1000);
            },
            (error: Error) => expect(error.message).toMatch(/failed|ended/),
          );
          waiting.push({ abort, done });
          while (madeAt.length < upstream.calls.length) madeAt.push({ time: time.now, drops: dropsThen });
        };
        for (const each of events) {
          if (each.kind === 'read') start(each.caller, each.lookup);
          else if (each.kind === 'wait') time.now += each.ms;
          else if (each.kind === 'drop') {
            drops.set(each.caller, dropsOf(each.caller) + 1);
            cache.invalidate(each.caller as CallerKey);
          } else if (each.kind === 'abort') waiting[each.which % Math.max(1, waiting.length)]?.abort.abort();
          else upstream.calls[each.which % Math.max(1, upstream.calls.length)]?.[each.kind]();
          await new Promise((resolve) => setImmediate(resolve));
        }
        for (const call of upstream.calls) call.answer();
        await Promise.all(waiting.map(({ done }) => done));
      }),
      { numRuns: 300 },
    );
  });
});
