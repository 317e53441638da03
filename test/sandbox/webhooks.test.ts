import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AHMED, CAR_LOAN, Customer, JOINT_ACCOUNT, MONA } from './support/customer.js';
import { deliveries, settledDeliveries } from './support/deliveries.js';
import { START, TestSandbox } from './support/sandbox.js';
import { WebhookReceiver } from './support/webhook-receiver.js';

const SECRET = 'a-secret-of-the-test';
const EVENT = 'App.BusinessRequestStatusChange';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

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

describe('a webhook', () => {
  it('is as documented', async () => {
    const id = await customer.approved();
    const [{ method, path, headers, payload } = never()] = await receiver.atLeast(1);
    expect([method, path, headers['content-type']]).toEqual(['POST', '/vlens-webhooks', 'application/json']);
    expect(payload).toEqual({
      Id: expect.stringMatching(UUID),
      WebhookEvent: EVENT,
      Attempt: 1,
      Data: { Id: id, NewStatus: 'PendingApproval' },
      CreationTimeUtc: START.toISOString().replace('Z', '0000Z'),
    });
    expect(sandbox.documented.webhookError(EVENT, payload)).toBeNull();
  });

  it('is signed with the secret of its subscription, byte for byte', async () => {
    await customer.approved();
    const [{ raw, headers } = never()] = await receiver.atLeast(1);
    const bytes = [...createHmac('sha256', SECRET).update(raw).digest()];
    const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('-');
    expect(headers['abp-webhook-signature']).toBe(`sha256=${hex}`);
  });

  it('comes for every status that a request enters, in their order', async () => {
    const id = await customer.approved();
    await customer.sign(id);
    await sandbox.control('POST', `requests/${id}/countersign`, { partially: true });
    await sandbox.control('POST', `requests/${id}/countersign`);
    await sandbox.control('POST', `requests/${id}/complete`);
    await receiver.atLeast(6);
    expect(receiver.told).toEqual([
      'PendingApproval 1',
      'Approved 1',
      'CustomerSigned 1',
      'ServiceProviderPartiallySigned 1',
      'ServiceProviderSigned 1',
      'Completed 1',
    ]);
    expect(new Set(receiver.received.map(({ payload }) => payload.Id)).size).toBe(6);
  });

  it('comes for a signature that others must follow', async () => {
    const id = await customer.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA.phoneNumber] });
    await customer.sign(id);
    const mona = await Customer.loggedIn(sandbox, MONA);
    await mona.sign(id);
    await receiver.atLeast(4);
    expect(receiver.told.slice(2)).toEqual(['CustomerPartiallySigned 1', 'CustomerSigned 1']);
  });

  it('comes once for a move that many ask for at once', async () => {
    await sandbox.control('POST', 'tenant', { approvesByItself: false });
    const id = await customer.approved();
    await Promise.all([1, 2, 3, 4].map(() => sandbox.control('POST', `requests/${id}/reject`)));
    await sandbox.control('POST', `requests/${id}/approve`);
    await settledDeliveries(sandbox);
    expect(receiver.told).toEqual(['PendingApproval 1', 'Rejected 1']);
  });

  it('goes to every subscription of the tenant, as the same event', async () => {
    const second = await WebhookReceiver.start();
    await sandbox.control('POST', 'webhooks', { url: second.url });
    await customer.approved();
    const ids = async (of: WebhookReceiver) => (await of.atLeast(2)).map(({ payload }) => payload.Id);
    expect(await ids(second)).toEqual(await ids(receiver));
    const signatures = [receiver, second].map((each) => each.received[0]?.headers['abp-webhook-signature']);
    expect(signatures[0]).not.toBe(signatures[1]);
    await second.close();
  });

  it('goes to nobody of another tenant', async () => {
    const apiKey = 'another-tenants-api-key';
    await sandbox.control('POST', 'tenants', { tenant: 'other', apiKey });
    const other = await WebhookReceiver.start();
    await sandbox.control('POST', 'webhooks?tenant=other', { url: other.url });
    const stranger = await Customer.loggedIn(sandbox, AHMED, apiKey);
    const theirs = await stranger.approved(CAR_LOAN);
    await other.atLeast(2);
    const ours = await customer.approved(CAR_LOAN);
    await receiver.atLeast(2);
    const requestsOf = (of: WebhookReceiver) => of.received.map(({ payload }) => payload.Data.Id);
    expect([requestsOf(other), requestsOf(receiver)]).toEqual([
      [theirs, theirs],
      [ours, ours],
    ]);
    expect((await deliveries(sandbox, 'other')).map(({ requestId }) => requestId)).toEqual([theirs, theirs]);
    await other.close();
  });
});

describe('the delivery log', () => {
  it('tells newest first what became of each, and no body and no secret', async () => {
    const id = await customer.approved();
    const log = await settledDeliveries(sandbox);
    expect(log.map(({ newStatus }) => newStatus)).toEqual(['Approved', 'PendingApproval']);
    expect(log[0]).toEqual({
      eventId: receiver.received[1]?.payload.Id,
      requestId: id,
      newStatus: 'Approved',
      url: receiver.url,
      attempts: 1,
      lastStatus: 200,
      lastError: null,
      createdAt: START.toISOString(),
      deliveredAt: expect.any(String),
      nextAttemptAt: null,
      givenUpAt: null,
    });
    const told = JSON.stringify([log, sandbox.lines, (await sandbox.control('GET', 'webhooks')).body]);
    expect(told).not.toMatch(/a-secret-of-the-test|thanks|sha256/);
  });
});

function never(): never {
  throw new Error('There was no webhook.');
}
