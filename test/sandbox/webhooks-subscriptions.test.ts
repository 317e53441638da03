import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAR_LOAN, Customer, MONA } from './support/customer.js';
import { deliveries, settledDeliveries } from './support/deliveries.js';
import { TestSandbox } from './support/sandbox.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const SECRET = 'a-secret-of-the-test';

let sandbox: TestSandbox;
let customer: Customer;
let receiver: WebhookReceiver;
beforeEach(async () => {
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
  receiver = await WebhookReceiver.start();
  await sandbox.control('POST', 'webhooks', { url: receiver.url, secret: SECRET });
});
afterEach(async () => {
  await sandbox.close();
  await receiver.close();
});

describe('subscriptions', () => {
  it('show their secret once, and make one where none is given', async () => {
    const { body } = await sandbox.control('POST', 'webhooks', { url: 'https://example.com/hook' });
    expect(body.secret.length).toBeGreaterThanOrEqual(32);
    const listed = (await sandbox.control('GET', 'webhooks')).body.webhooks;
    expect(listed.map(({ url }: { url: string }) => url)).toEqual([receiver.url, 'https://example.com/hook']);
    expect(Object.keys(listed[1])).toEqual(['id', 'url', 'createdAt']);
  });

  it.each([
    [{}, 'url'],
    [{ url: 'ftp://example.com' }, 'url'],
    [{ url: 'file:///etc/passwd' }, 'url'],
    [{ url: 'here' }, 'url'],
    [{ url: 'http://name:word@example.com' }, 'url'],
    [{ url: 'http://example.com', secret: 'too short' }, 'secret'],
  ])('are not made of %j', async (body, field) => {
    const { status, body: answer } = await sandbox.control('POST', 'webhooks', body);
    expect([status, answer.error.split(':')[0]]).toEqual([400, field]);
    await expect(
      sandbox.subscribeWebhook({ url: 'http://example.com', secret: SECRET, ...body, ...missing(body) }),
    ).rejects.toThrow(field);
  });

  it('of a tenant that does not exist are not found', async () => {
    const url = receiver.url;
    expect((await sandbox.control('POST', 'webhooks?tenant=nobody', { url })).status).toBe(404);
    expect((await sandbox.control('GET', 'webhooks?tenant=nobody')).status).toBe(404);
    expect((await sandbox.control('GET', 'webhooks/deliveries?tenant=nobody')).status).toBe(404);
    expect((await sandbox.control('DELETE', 'webhooks/1?tenant=nobody')).status).toBe(404);
  });

  it('that are deleted hear nothing more, and are given up in the log', async () => {
    receiver.respond = () => 500;
    await customer.approved();
    await receiver.atLeast(1);
    const [{ id }] = (await sandbox.control('GET', 'webhooks')).body.webhooks;
    expect((await sandbox.control('DELETE', `webhooks/${id}?tenant=nobody`)).status).toBe(404);
    expect((await sandbox.control('DELETE', `webhooks/${id}`)).body).toEqual({ deleted: true });
    expect((await sandbox.control('DELETE', `webhooks/${id}`)).status).toBe(404);
    expect((await sandbox.control('GET', 'webhooks')).body.webhooks).toEqual([]);

    const heard = receiver.received.length;
    const mona = await Customer.loggedIn(sandbox, MONA);
    await mona.approved(CAR_LOAN);
    const log = await settledDeliveries(sandbox);
    expect(log.map(({ newStatus, lastError }) => [newStatus, lastError])).toEqual([
      ['Approved', 'deleted'],
      ['PendingApproval', 'deleted'],
    ]);
    expect(receiver.received).toHaveLength(heard);
  });
});

describe('the wired subscription', () => {
  const listed = async () =>
    (await sandbox.control('GET', 'webhooks')).body.webhooks.map(({ url }: { url: string }) => url);

  it('of a gateway that runs beside stays; of one that is gone it is taken over', async () => {
    const [one, other] = [await WebhookReceiver.start(), await WebhookReceiver.start()];
    await sandbox.subscribeWebhook({ url: one.url, secret: SECRET });
    await sandbox.subscribeWebhook({ url: other.url, secret: 'the-secret-of-another' });
    expect((await listed()).sort()).toEqual([receiver.url, one.url, other.url].sort());
    await customer.approved();
    await Promise.all([one.atLeast(2), other.atLeast(2)]);
    await Promise.all([one.close(), other.close()]);
    const next = await WebhookReceiver.start();
    await sandbox.subscribeWebhook({ url: next.url, secret: SECRET });
    expect((await listed()).sort()).toEqual([receiver.url, next.url].sort());
    await next.close();
  });

  it('is one, wherever it goes to', async () => {
    await sandbox.subscribeWebhook({ url: 'http://127.0.0.1:9/hook', secret: 'an-earlier-secret' });
    const moved = await WebhookReceiver.start();
    const wire = () => sandbox.subscribeWebhook({ url: moved.url, secret: SECRET });
    await Promise.all([wire(), wire()]);
    expect((await listed()).sort()).toEqual([receiver.url, moved.url].sort());
    await customer.approved();
    const [{ raw, headers } = never()] = await moved.atLeast(2);
    const hmac = createHmac('sha256', SECRET).update(raw).digest('hex').toUpperCase();
    expect(headers['abp-webhook-signature']?.toString().replaceAll('-', '')).toBe(`sha256=${hmac}`);
    await moved.close();
  });

  it('outlives a reset, as the only one', async () => {
    await sandbox.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await customer.approved();
    await sandbox.control('POST', 'reset');
    expect(await listed()).toEqual([receiver.url]);
    expect(await deliveries(sandbox)).toEqual([]);
    const again = await Customer.loggedIn(sandbox);
    const id = await again.approved();
    const log = await settledDeliveries(sandbox);
    expect(log.map(({ requestId }) => requestId)).toEqual([id, id]);
  });
});

/** So that what a subscription lacks is lacking in a wired one too. */
function missing(body: object): object {
  return 'url' in body ? {} : { url: undefined };
}

function never(): never {
  throw new Error('There was no webhook.');
}
