import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'libsql';
import { CAR_LOAN, Customer, MONA } from './support/customer.js';
import { deliveries, settledDeliveries } from './support/deliveries.js';
import { TestStandIn } from './support/stand-in.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const SECRET = 'a-secret-of-the-test';

let folder: string;
let databaseUrl: string;
let receiver: WebhookReceiver;
const open: TestStandIn[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-in-'));
  databaseUrl = `file:${join(folder, 'webhooks.db')}`;
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  for (const standIn of open.splice(0)) await standIn.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<TestStandIn> {
  const standIn = await TestStandIn.start({ databaseUrl });
  open.push(standIn);
  return standIn;
}

describe('a stand-in that is started again', () => {
  it('delivers what was left over, to where the wired subscription is by then', async () => {
    const before = await TestStandIn.start({ databaseUrl });
    await before.subscribeWebhook({ url: 'http://127.0.0.1:9/gone', secret: 'an-earlier-secret' });
    const customer = await Customer.loggedIn(before);
    await customer.approved(CAR_LOAN);
    await before.close();

    const after = await start();
    await after.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await settledDeliveries(after);
    expect(receiver.received.map(({ payload }) => payload.Data.NewStatus)).toEqual([
      'PendingApproval',
      'Approved',
    ]);
    expect((await after.control('GET', 'webhooks')).body.webhooks).toHaveLength(1);
  });
});

describe('closing', () => {
  it('waits for the delivery under way', async () => {
    const standIn = await TestStandIn.start({ databaseUrl });
    await standIn.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await (await Customer.loggedIn(standIn)).approved(CAR_LOAN);
    await receiver.atLeast(1);
    await standIn.close();
    const [newest, oldest] = await deliveries(await start());
    expect(oldest?.deliveredAt).not.toBeNull();
    expect(newest?.attempts).toBeLessThan(2);
  });

  it('waits for it no longer than two seconds, and sends it again after the next start', async () => {
    receiver.respond = () => 'stall';
    const standIn = await TestStandIn.start({ databaseUrl });
    await standIn.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await (await Customer.loggedIn(standIn)).approved(CAR_LOAN);
    await receiver.atLeast(1);
    const begun = Date.now();
    await standIn.close();
    expect(Date.now() - begun).toBeLessThan(4000);

    receiver.respond = () => 200;
    await settledDeliveries(await start());
    expect(receiver.told).toEqual(['PendingApproval 1', 'PendingApproval 2', 'Approved 1']);
  });
});

describe('two stand-ins on one file', () => {
  it('send each webhook once, in order', async () => {
    const standIns = [await start(), await start()];
    await standIns[0]?.subscribeWebhook({ url: receiver.url, secret: SECRET });
    const [here, there] = await Promise.all([
      Customer.loggedIn(standIns[0] as TestStandIn),
      Customer.loggedIn(standIns[1] as TestStandIn, MONA),
    ]);
    const ids = await Promise.all([here.approved(CAR_LOAN), there.approved(CAR_LOAN)]);
    await Promise.all([here.sign(ids[0]), there.sign(ids[1])]);
    const log = await settledDeliveries(standIns[0] as TestStandIn);
    expect(log).toHaveLength(6);
    const sent = receiver.received.map(({ payload }) => [payload.Id, payload.Attempt]);
    expect(sent).toEqual(log.reverse().map(({ eventId }) => [eventId, 1]));
  });
});

describe('a move and its webhooks', () => {
  it('are one: what can’t be done leaves none of them behind', async () => {
    const standIn = await start();
    await standIn.subscribeWebhook({ url: receiver.url, secret: SECRET });
    const customer = await Customer.loggedIn(standIn);
    const failing = async (trigger: string) => {
      const sqlite = new Sqlite(join(folder, 'webhooks.db'));
      sqlite.exec(`create trigger no before ${trigger} begin select raise(abort, 'no'); end`);
      expect((await customer.create(CAR_LOAN)).status).toBe(500);
      sqlite.exec('drop trigger no');
      sqlite.close();
    };
    await failing(`update on business_request when new.status = 'APPROVED'`);
    expect(await deliveries(standIn)).toEqual([]);
    await failing(`insert on webhook_delivery when new.new_status = 'APPROVED'`);
    expect((await customer.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(0);
    expect(receiver.received).toEqual([]);

    await customer.approved(CAR_LOAN);
    await settledDeliveries(standIn);
    expect(receiver.told).toEqual(['PendingApproval 1', 'Approved 1']);
  });

  it('are nothing where the move is not allowed', async () => {
    const standIn = await start();
    await standIn.subscribeWebhook({ url: receiver.url, secret: SECRET });
    const id = await (await Customer.loggedIn(standIn)).approved(CAR_LOAN);
    expect((await standIn.control('POST', `requests/${id}/complete`)).status).toBe(409);
    expect(await deliveries(standIn)).toHaveLength(2);
  });
});
