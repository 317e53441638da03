import { describe, expect, it } from '@jest/globals';
import { OpeningQueue, openingTakesMs } from '../../src/live/opening-queue.js';
import { placeComesInMs } from '../../src/live/present-status.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import { HeldClock } from '../support/held-clock.js';

const CALLERS = 10_000;
const PER_MINUTE = 600;
const QUOTA = { perSecond: 10, perMinute: PER_MINUTE, maxReadWaitMs: 2000, maxSigningWaitMs: 10_000 };
const CALL_MS = 200;
const STEP_EVERY_MS = 1500;
/** A call counts for a minute after its end: a minute that begins with a burst holds all that came before it. */
const MINUTE_MS = 60_000;

/** Everybody opens at once where nobody is known yet; meanwhile customers sign, each another one. */
async function restart() {
  const clock = new HeldClock();
  const governor = new QuotaGovernor(QUOTA, clock);
  const seen = { opened: 0, sentAway: 0, steps: 0, stepsRefused: 0, slowestStepMs: 0 };
  const sentAt: number[] = [];
  const { signal } = new AbortController();
  const call = async (admission: Awaited<ReturnType<QuotaGovernor['admit']>>, acceptedAs?: string) => {
    sentAt.push(clock.monotonicNow());
    await new Promise<void>((resolve) => clock.setTimeout(resolve, CALL_MS));
    admission.end({ isAnswered: true, ...(acceptedAs === undefined ? {} : { acceptedAs }) });
  };
  const enter = (caller: string) => openings.enter(caller, `address of ${caller}`);
  const open = async (caller: string) => {
    const about = { about: caller, caller: `address of ${caller}`, strangers: 'token' as const };
    try {
      await call(await governor.admit({ priority: 'read', ...about, signal }), caller);
      seen.opened += 1;
    } catch (error) {
      // As `LiveStatus` does.
      const retryInMs = placeComesInMs(error as Error);
      if (retryInMs === null) seen.sentAway += 1;
      else clock.setTimeout(() => enter(caller), retryInMs);
    }
  };
  const openings = new OpeningQueue<string>(PER_MINUTE, clock, (caller) => void open(caller));
  const sign = () => {
    seen.steps += 1;
    governor.admit({ priority: 'signing', caller: `signer ${seen.steps}`, strangers: null, signal }).then(
      (admission) => {
        seen.slowestStepMs = Math.max(seen.slowestStepMs, admission.waitedMs);
        return call(admission);
      },
      () => (seen.stepsRefused += 1),
    );
    clock.setTimeout(sign, STEP_EVERY_MS);
  };
  sign();
  for (let caller = 0; caller < CALLERS; caller += 1) enter(`${caller}`);
  await clock.advance(openingTakesMs(CALLERS, PER_MINUTE) + CALL_MS);
  return { seen, sentAt };
}

/** The most that came within a span, as Vlens counts it. */
function mostWithin(ms: number, sentAt: readonly number[]): number {
  let first = 0;
  let most = 0;
  for (const [index, at] of sentAt.entries()) {
    while ((sentAt[first] ?? at) + ms <= at) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

describe('Ten thousand callers who open a subscription after a restart', () => {
  it('all have their first status in the stated time, beside signing steps that wait for nothing', async () => {
    expect(openingTakesMs(CALLERS, PER_MINUTE) / MINUTE_MS).toBeCloseTo(66.7, 1);
    const { seen, sentAt } = await restart();
    expect(seen).toMatchObject({ opened: CALLERS, sentAway: 0, stepsRefused: 0 });
    expect(seen.steps).toBeGreaterThan(2600);
    expect(seen.slowestStepMs).toBeLessThan(1000);
    // No 429: never more than Vlens takes.
    expect(mostWithin(1000, sentAt)).toBeLessThanOrEqual(QUOTA.perSecond);
    expect(mostWithin(MINUTE_MS, sentAt)).toBeLessThanOrEqual(QUOTA.perMinute);
  });
});
