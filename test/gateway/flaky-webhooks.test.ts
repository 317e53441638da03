import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { HeldClock } from '../support/held-clock.js';
import { type LiveSubscription, subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { aDelivery, type Delivery, deliver, WEBHOOK_SECRET } from '../support/webhook.js';

const WAY = ['Approved', 'Customer Signed', 'Service Provider Signed', 'Completed'];
const IDS = [1, 2, 3].map(requestIdOf);
/** What becomes of the announcement of a change. */
const FATES = ['in time', 'repeated', 'delayed', 'dropped'] as const;
const PATIENCE_MS = 60_000;

let upstream: FakeUpstream;
let gateway: TestServer;
const clock = new HeldClock();
let subscriptions: LiveSubscription[] = [];
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    env: { WEBHOOK_SECRET },
    clock: {
      now: Date.now,
      monotonicNow: () => clock.monotonicNow(),
      setTimeout: (callback, ms) => clock.setTimeout(callback, ms),
    },
  });
});
afterEach(() => leave());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

async function leave(): Promise<void> {
  for (const subscription of subscriptions) await subscription.stop();
  subscriptions = [];
}

const statusOf = (id: string) => upstream.requests.find((request) => request.id === id)?.requestStatusName;
const told = ({ events }: LiveSubscription) =>
  events.map(({ data }) => data?.businessRequestStatusChanged as { requestId: string; statusName: string });
/** What a subscriber was told last of each request, in the order of the requests. */
function last(subscription: LiveSubscription): [string, string | undefined][] {
  const seen = new Map(told(subscription).map(({ requestId, statusName }) => [requestId, statusName]));
  return IDS.filter((id) => seen.has(id)).map((id) => [id, seen.get(id)]);
}

let callers = 0;
/** Two callers, over both transports, to all of their requests and to one. */
async function everybody(): Promise<void> {
  callers += 2;
  const [ann, ben] = [`caller-${callers}`, `caller-${callers + 1}`];
  subscriptions = [
    subscribeByWebSocket(gateway.url, ann),
    subscribeBySse(gateway.url, ann, { id: IDS[0] }),
    subscribeBySse(gateway.url, ben),
    subscribeByWebSocket(gateway.url, ben, { id: IDS[1] }),
  ];
  const counts = [IDS.length, 1, IDS.length, 1];
  await Promise.all(subscriptions.map((each, index) => each.atLeast(counts[index] ?? 1)));
}

async function eventually(isTrue: () => boolean): Promise<void> {
  const giveUpAt = Date.now() + PATIENCE_MS;
  while (!isTrue() && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('A sender that repeats, reorders, drops and delays its webhooks', () => {
  it('leaves each subscriber with the true last status, and tells no change twice', async () => {
    const moves = fc.array(
      fc.record({
        request: fc.constantFrom(...IDS),
        fate: fc.constantFrom(...FATES),
        delayedBy: fc.integer({ min: 0, max: 3 }),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(moves, async (steps) => {
        upstream.requests = IDS.map((id) => aBusinessRequest({ id }));
        await everybody();
        let delayed: { due: number; delivery: Delivery }[] = [];
        const deliverDue = async (now: number) => {
          const due = delayed.filter((each) => each.due <= now).reverse();
          delayed = delayed.filter((each) => each.due > now);
          for (const { delivery } of due) expect(await deliver(gateway.url, delivery)).toBe(200);
        };
        for (const [now, { request, fate, delayedBy }] of steps.entries()) {
          const status = WAY[Math.min(WAY.indexOf(statusOf(request) ?? '') + 1, WAY.length - 1)] ?? '';
          upstream.requests = upstream.requests.map((each) =>
            each.id === request ? { ...each, requestStatusName: status } : each,
          );
          const delivery = aDelivery(request, status.replaceAll(' ', ''));
          if (fate === 'in time' || fate === 'repeated')
            expect(await deliver(gateway.url, delivery)).toBe(200);
          if (fate === 'repeated' || fate === 'delayed')
            delayed.push({ due: now + delayedBy, delivery: { ...delivery, Attempt: 2 } });
          await deliverDue(now);
        }
        await deliverDue(Number.POSITIVE_INFINITY);
        await clock.advance(130_000);
        const truth = IDS.map((id) => [id, statusOf(id)]);
        const wanted = [truth, truth.slice(0, 1), truth, truth.slice(1, 2)];
        await eventually(() => JSON.stringify(subscriptions.map(last)) === JSON.stringify(wanted));
        expect(subscriptions.map(last)).toEqual(wanted);
        for (const subscription of subscriptions) {
          const changes = told(subscription).map(({ requestId, statusName }) => `${requestId} ${statusName}`);
          expect(changes).toEqual([...new Set(changes)]);
        }
        await leave();
      }),
      { numRuns: 25 },
    );
  }, 300_000);
});
