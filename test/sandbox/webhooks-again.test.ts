import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAR_LOAN, Customer, MONA } from './support/customer.js';
import { deliveries, type LoggedDelivery, settledDeliveries } from './support/deliveries.js';
import { eventually } from './support/eventually.js';
import { HeldTime } from './support/held-time.js';
import { TestSandbox } from './support/sandbox.js';
import { type Response, WebhookReceiver } from './support/webhook-receiver.js';

let time: HeldTime;
let sandbox: TestSandbox;
let customer: Customer;
let receiver: WebhookReceiver;
beforeEach(async () => {
  time = new HeldTime();
  sandbox = await TestSandbox.start({}, { realTime: time });
  customer = await Customer.loggedIn(sandbox);
  receiver = await WebhookReceiver.start();
  await sandbox.control('POST', 'webhooks', { url: receiver.url });
  await sandbox.control('POST', 'tenant', { approvesByItself: false });
});
afterEach(async () => {
  receiver.respond = () => 200;
  await sandbox.close();
  await receiver.close();
});

const oldest = async () => (await deliveries(sandbox)).at(-1) as LoggedDelivery;
const waitOf = ({ nextAttemptAt }: LoggedDelivery) => Date.parse(nextAttemptAt ?? '') - time.now().getTime();

/** Once this attempt of the oldest delivery is over, and its next one that far away. */
async function failed(attempts: number, waitMs: number): Promise<LoggedDelivery> {
  return eventually(oldest, (delivery) => delivery.attempts === attempts && waitOf(delivery) === waitMs);
}

describe('a webhook that does not get through', () => {
  it('comes again as the same event, later each time, until it does', async () => {
    receiver.respond = ({ payload }) => (payload.Attempt < 4 ? 500 : 204);
    await customer.approved();
    await failed(1, 1000);
    time.pass(1000);
    await failed(2, 2000);
    time.pass(1999);
    expect(receiver.told).toHaveLength(2);
    time.pass(1);
    await failed(3, 4000);
    time.pass(4000);
    const [delivery] = await settledDeliveries(sandbox);
    expect(delivery).toMatchObject({ attempts: 4, lastStatus: 204, lastError: null, nextAttemptAt: null });
    expect(delivery?.deliveredAt).toBe(time.now().toISOString());
    expect(receiver.received.map(({ payload }) => payload.Attempt)).toEqual([1, 2, 3, 4]);
    const [first, ...again] = receiver.received.map(({ payload: { Attempt: _, ...rest } }) => rest);
    // The framework dates each attempt's body again.
    const at = (seconds: number) => `2026-11-23T12:00:0${seconds}.0000000Z`;
    expect(again).toEqual([1, 3, 7].map((seconds) => ({ ...first, CreationTimeUtc: at(seconds) })));
  });

  it.each<[Response, object]>([
    [500, { lastStatus: 500, lastError: null }],
    [404, { lastStatus: 404, lastError: null }],
    [307, { lastStatus: 307, lastError: null }],
    ['cut', { lastStatus: null, lastError: 'cut' }],
  ])('because of %p comes again', async (response, told) => {
    receiver.respond = ({ payload }) => (payload.Attempt === 1 ? response : 200);
    await customer.approved();
    expect(await failed(1, 1000)).toMatchObject(told);
    time.pass(1000);
    await settledDeliveries(sandbox);
    expect(receiver.received.map(({ path, payload }) => [path, payload.Attempt])).toEqual([
      ['/vlens-webhooks', 1],
      ['/vlens-webhooks', 2],
    ]);
  });

  it('because of no answer within a minute comes again', async () => {
    receiver.respond = ({ payload }) => (payload.Attempt === 1 ? 'stall' : 200);
    await customer.approved();
    await receiver.atLeast(1);
    // Meanwhile it is held, so that no other process takes it for lost.
    for (let seconds = 3; seconds < 60; seconds += 3) {
      time.pass(3000);
      await eventually(oldest, (delivery) => waitOf(delivery) > 3000);
    }
    time.pass(2999);
    expect((await oldest()).lastError).toBeNull();
    time.pass(1);
    expect(await failed(1, 1000)).toMatchObject({ lastStatus: null, lastError: 'timeout' });
    time.pass(1000);
    expect(await settledDeliveries(sandbox)).toMatchObject([{ attempts: 2 }]);
  });

  it('because nobody listens comes once somebody does', async () => {
    const { port } = receiver;
    await receiver.close();
    await customer.approved();
    expect(await failed(1, 1000)).toMatchObject({ lastStatus: null, lastError: 'refused' });
    receiver = await WebhookReceiver.start(port);
    time.pass(1000);
    await receiver.atLeast(1);
    expect(receiver.told).toEqual(['PendingApproval 2']);
  });

  it('waits by the real time, wherever the sandbox’s clock is put', async () => {
    receiver.respond = () => 500;
    await customer.approved();
    await failed(1, 1000);
    await sandbox.control('POST', 'clock', { advanceSeconds: 3600 });
    await sandbox.control('POST', 'clock', { set: '2020-01-01T00:00:00Z' });
    expect(waitOf(await oldest())).toBe(1000);
    expect(receiver.told).toHaveLength(1);
  });

  it('is given up after five attempts, and makes room', async () => {
    receiver.respond = ({ payload }) => (payload.Data.NewStatus === 'PendingApproval' ? 503 : 200);
    await customer.approved();
    const waits = [1, 2, 4, 8];
    for (const [index, seconds] of waits.entries()) {
      await failed(index + 1, seconds * 1000);
      time.pass(seconds * 1000);
    }
    const [delivery] = await settledDeliveries(sandbox);
    expect(delivery).toMatchObject({ attempts: 5, lastStatus: 503, deliveredAt: null, nextAttemptAt: null });
    expect(delivery?.givenUpAt).toBe(time.now().toISOString());
    expect(sandbox.lines.filter((line) => line.includes('given up'))).toEqual([
      `Webhook event ${delivery?.eventId} is given up after 5 attempts.`,
    ]);
    expect(receiver.told).toHaveLength(5);
  });
});

describe('webhooks behind one that does not get through', () => {
  it('wait for it, so that they come in their order', async () => {
    receiver.respond = ({ payload }) => (payload.Attempt === 1 ? 500 : 200);
    const id = await customer.approved();
    await failed(1, 1000);
    receiver.respond = () => 200;
    await sandbox.control('POST', `requests/${id}/approve`);
    time.pass(1000);
    await settledDeliveries(sandbox);
    expect(receiver.told).toEqual(['PendingApproval 1', 'PendingApproval 2', 'Approved 1']);
  });

  it('wait for three attempts, and then no longer', async () => {
    receiver.respond = ({ payload }) => (payload.Data.NewStatus === 'PendingApproval' ? 500 : 200);
    const id = await customer.approved();
    await sandbox.control('POST', `requests/${id}/approve`);
    await failed(1, 1000);
    time.pass(1000);
    await failed(2, 2000);
    expect(receiver.told).not.toContain('Approved 1');
    time.pass(2000);
    await receiver.atLeast(4);
    expect(receiver.told).toEqual([1, 2, 3].map((n) => `PendingApproval ${n}`).concat('Approved 1'));
    receiver.respond = () => 200;
    await failed(3, 4000);
    time.pass(4000);
    expect((await settledDeliveries(sandbox)).map(({ attempts }) => attempts)).toEqual([1, 4]);
  });

  it('are not held up at another subscription', async () => {
    receiver.respond = () => 'stall';
    const other = await WebhookReceiver.start();
    await sandbox.control('POST', 'webhooks', { url: other.url });
    await customer.approved(CAR_LOAN);
    await (await Customer.loggedIn(sandbox, MONA)).approved(CAR_LOAN);
    await other.atLeast(2);
    expect(receiver.received).toHaveLength(1);
    time.pass(60_000);
    await other.close();
  });
});
