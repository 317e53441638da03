import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CAR_LOAN, Customer, MONA } from './support/customer.js';
import { deliveries, settledDeliveries } from './support/deliveries.js';
import { TestStandIn } from './support/stand-in.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const SECRET = 'a-secret-of-the-test';

let standIn: TestStandIn;
let customer: Customer;
let receiver: WebhookReceiver;
beforeEach(async () => {
  standIn = await TestStandIn.start();
  customer = await Customer.loggedIn(standIn);
  receiver = await WebhookReceiver.start();
  await standIn.control('POST', 'webhooks', { url: receiver.url, secret: SECRET });
});
afterEach(async () => {
  await standIn.close();
  await receiver.close();
});

describe('subscriptions', () => {
  it('show their secret once, and make one where none is given', async () => {
    const { body } = await standIn.control('POST', 'webhooks', { url: 'https://example.com/hook' });
    expect(body.secret.length).toBeGreaterThanOrEqual(32);
    const listed = (await standIn.control('GET', 'webhooks')).body.webhooks;
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
    const { status, body: answer } = await standIn.control('POST', 'webhooks', body);
    expect([status, answer.error.split(':')[0]]).toEqual([400, field]);
    await expect(
      standIn.subscribeWebhook({ url: 'http://example.com', secret: SECRET, ...body, ...missing(body) }),
    ).rejects.toThrow(field);
  });

  it('of a tenant that does not exist are not found', async () => {
    const url = receiver.url;
    expect((await standIn.control('POST', 'webhooks?tenant=nobody', { url })).status).toBe(404);
    expect((await standIn.control('GET', 'webhooks?tenant=nobody')).status).toBe(404);
    expect((await standIn.control('GET', 'webhooks/deliveries?tenant=nobody')).status).toBe(404);
    expect((await standIn.control('DELETE', 'webhooks/1?tenant=nobody')).status).toBe(404);
  });

  it('that are deleted hear nothing more, and are given up in the log', async () => {
    receiver.respond = () => 500;
    await customer.approved();
    await receiver.atLeast(1);
    const [{ id }] = (await standIn.control('GET', 'webhooks')).body.webhooks;
    expect((await standIn.control('DELETE', `webhooks/${id}?tenant=nobody`)).status).toBe(404);
    expect((await standIn.control('DELETE', `webhooks/${id}`)).body).toEqual({ deleted: true });
    expect((await standIn.control('DELETE', `webhooks/${id}`)).status).toBe(404);
    expect((await standIn.control('GET', 'webhooks')).body.webhooks).toEqual([]);

    const heard = receiver.received.length;
    const mona = await Customer.loggedIn(standIn, MONA);
    await mona.approved(CAR_LOAN);
    const log = await settledDeliveries(standIn);
    expect(log.map(({ newStatus, lastError }) => [newStatus, lastError])).toEqual([
      ['Approved', 'deleted'],
      ['PendingApproval', 'deleted'],
    ]);
    expect(receiver.received).toHaveLength(heard);
  });
});

describe('the wired subscription', () => {
  const listed = async () =>
    (await standIn.control('GET', 'webhooks')).body.webhooks.map(({ url }: { url: string }) => url);

  it('is one, wherever it goes to', async () => {
    await standIn.subscribeWebhook({ url: 'http://127.0.0.1:9/hook', secret: 'an-earlier-secret' });
    const moved = await WebhookReceiver.start();
    const wire = () => standIn.subscribeWebhook({ url: moved.url, secret: SECRET });
    await Promise.all([wire(), wire()]);
    expect((await listed()).sort()).toEqual([receiver.url, moved.url].sort());
    await customer.approved();
    const [{ raw, headers } = never()] = await moved.atLeast(2);
    const hmac = createHmac('sha256', SECRET).update(raw).digest('hex').toUpperCase();
    expect(headers['abp-webhook-signature']?.toString().replaceAll('-', '')).toBe(`sha256=${hmac}`);
    await moved.close();
  });

  it('outlives a reset, as the only one', async () => {
    await standIn.subscribeWebhook({ url: receiver.url, secret: SECRET });
    await customer.approved();
    await standIn.control('POST', 'reset');
    expect(await listed()).toEqual([receiver.url]);
    expect(await deliveries(standIn)).toEqual([]);
    const again = await Customer.loggedIn(standIn);
    const id = await again.approved();
    const log = await settledDeliveries(standIn);
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
