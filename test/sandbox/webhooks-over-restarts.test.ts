import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Sqlite from 'libsql';
import { CAR_LOAN, Customer, MONA } from './support/customer.js';
import { deliveries, settledDeliveries } from './support/deliveries.js';
import { HeldTime } from './support/held-time.js';
import { TestSandbox } from './support/sandbox.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const SECRET = 'a-secret-of-the-test';

let folder: string;
let databaseUrl: string;
let receiver: WebhookReceiver;
const open: TestSandbox[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
  databaseUrl = `file:${join(folder, 'webhooks.db')}`;
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  for (const sandbox of open.splice(0)) await sandbox.close();
  await receiver.close();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<TestSandbox> {
  const sandbox = await TestSandbox.start({ databaseUrl });
  open.push(sandbox);
  return sandbox;
}

describe('a sandbox that is started again', () => {
  it('delivers what was left over, to where the wired subscription is by then', async () => {
    const before = await TestSandbox.start({ databaseUrl });
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
    // The two seconds that it would wait at most do not pass here, however slow the machine is.
    const sandbox = await TestSandbox.start({ databaseUrl }, { realTime: new HeldTime() });
    await sandbox.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await (await Customer.loggedIn(sandbox)).approved(CAR_LOAN);
    await receiver.atLeast(1);
    await sandbox.close();
    const [newest, oldest] = await deliveries(await start());
    expect(oldest?.deliveredAt).toEqual(expect.any(String));
    expect(newest?.attempts).toBeLessThan(2);
  });

  it('does not wait for one that is never answered, and sends it again after the next start', async () => {
    receiver.respond = () => 'stall';
    const sandbox = await TestSandbox.start({ databaseUrl });
    await sandbox.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await (await Customer.loggedIn(sandbox)).approved(CAR_LOAN);
    await receiver.atLeast(1);
    // Were it waited for, this test would never end.
    await sandbox.close();

    receiver.respond = () => 200;
    await settledDeliveries(await start());
    expect(receiver.told).toEqual(['PendingApproval 1', 'PendingApproval 2', 'Approved 1']);
  });
});

describe('two sandboxes on one file', () => {
  it('send each webhook once, in order', async () => {
    const sandboxes = [await start(), await start()];
    await sandboxes[0]?.subscribeWebhook({ url: receiver.url, secret: SECRET });
    const [here, there] = await Promise.all([
      Customer.loggedIn(sandboxes[0] as TestSandbox),
      Customer.loggedIn(sandboxes[1] as TestSandbox, MONA),
    ]);
    const ids = await Promise.all([here.approved(CAR_LOAN), there.approved(CAR_LOAN)]);
    await Promise.all([here.sign(ids[0]), there.sign(ids[1])]);
    const log = await settledDeliveries(sandboxes[0] as TestSandbox);
    expect(log).toHaveLength(6);
    const sent = receiver.received.map(({ payload }) => [payload.Id, payload.Attempt]);
    expect(sent).toEqual(log.reverse().map(({ eventId }) => [eventId, 1]));
  });
});

describe('a move and its webhooks', () => {
  it('are one: what can’t be done leaves none of them behind', async () => {
    const sandbox = await start();
    await sandbox.subscribeWebhook({ url: receiver.url, secret: SECRET });
    const customer = await Customer.loggedIn(sandbox);
    const failing = async (trigger: string) => {
      const sqlite = new Sqlite(join(folder, 'webhooks.db'));
      sqlite.exec(`create trigger no before ${trigger} begin select raise(abort, 'no'); end`);
      expect((await customer.create(CAR_LOAN)).status).toBe(500);
      sqlite.exec('drop trigger no');
      sqlite.close();
    };
    await failing(`update on business_request when new.status = 'APPROVED'`);
    expect(await deliveries(sandbox)).toEqual([]);
    await failing(`insert on webhook_delivery when new.new_status = 'APPROVED'`);
    expect((await customer.call('GET', '/api/BusinessRequest/CurrentListIds')).totalCount).toBe(0);
    expect(receiver.received).toEqual([]);

    await customer.approved(CAR_LOAN);
    await settledDeliveries(sandbox);
    expect(receiver.told).toEqual(['PendingApproval 1', 'Approved 1']);
  });

  it('are nothing where the move is not allowed', async () => {
    const sandbox = await start();
    await sandbox.subscribeWebhook({ url: receiver.url, secret: SECRET });
    const id = await (await Customer.loggedIn(sandbox)).approved(CAR_LOAN);
    expect((await sandbox.control('POST', `requests/${id}/complete`)).status).toBe(409);
    expect(await deliveries(sandbox)).toHaveLength(2);
  });
});
