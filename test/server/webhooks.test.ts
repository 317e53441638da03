import { afterEach, describe, expect, it } from '@jest/globals';
import { ProcessBus } from '../../src/live/process-bus.js';
import { atMostOnceAMinute } from '../../src/server/once-a-minute.js';
import type { StatusHint } from '../../src/vlens/webhook.js';
import { requestIdOf } from '../support/builders.js';
import { NOT_LIVE, startTestServer, type TestServer } from '../support/server.js';
import { aDelivery, deliver, signatureOf, WEBHOOK_SECRET } from '../support/webhook.js';
import { schemaOf, vlensWith } from './a-server.js';

let server: TestServer;
afterEach(() => server.close());

it('A webhook that could not be taken over is not answered 200, and is heard when it comes again', async () => {
  const bus = new ProcessBus();
  let isReady = false;
  const heard: string[] = [];
  bus.listen(({ requestId }) => {
    if (!isReady) throw new Error('Not yet: national id 29901011234567.');
    heard.push(requestId);
  });
  server = await startTestServer({
    schema: schemaOf('type Query { nothing: Int }'),
    createContext: () => ({}),
    vlens: vlensWith({}),
    env: { WEBHOOK_SECRET },
    live: { ...NOT_LIVE, publishHint: (hint) => bus.publish(hint) },
  });
  const delivery = aDelivery(requestIdOf(1), 'Approved');
  expect(await deliver(server.url, delivery)).toBe(500);
  isReady = true;
  expect(await deliver(server.url, { ...delivery, Attempt: 2 })).toBe(200);
  expect(await deliver(server.url, { ...delivery, Attempt: 3 })).toBe(200);
  expect(heard).toEqual([requestIdOf(1)]);
  expect(JSON.stringify(server.logs)).not.toContain('29901011234567');
});

/** A server that notes what it takes for a change. */
async function aReceiver(env: Record<string, string>, hints: StatusHint[] = []): Promise<string[]> {
  const taken: string[] = [];
  server = await startTestServer({
    schema: schemaOf('type Query { nothing: Int }'),
    createContext: () => ({}),
    vlens: vlensWith({}),
    env,
    live: {
      ...NOT_LIVE,
      publishHint: async (hint) => {
        hints.push(hint);
        taken.push(hint.requestId);
      },
    },
  });
  return taken;
}

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

it('A webhook that is older than a day is a hint to look, without a time of its own', async () => {
  const hints: StatusHint[] = [];
  await aReceiver({ WEBHOOK_SECRET }, hints);
  const old = aDelivery(requestIdOf(1), 'Approved', { CreationTimeUtc: hoursAgo(25) });
  expect(await deliver(server.url, old)).toBe(200);
  const late = aDelivery(requestIdOf(2), 'Approved', { CreationTimeUtc: hoursAgo(23) });
  expect(await deliver(server.url, late)).toBe(200);
  expect(hints).toEqual([
    { eventId: old.Id, requestId: requestIdOf(1), status: 'APPROVED', changedAt: null, isOld: true },
    expect.objectContaining({ requestId: requestIdOf(2), changedAt: new Date(String(late.CreationTimeUtc)) }),
  ]);
  expect(hints[1]).not.toHaveProperty('isOld');
});

it('A webhook with an id of 60 kB is told from others without keeping so much', async () => {
  const hints: StatusHint[] = [];
  await aReceiver({ WEBHOOK_SECRET }, hints);
  const long = 'x'.repeat(60_000);
  for (const Id of [`${long}1`, `${long}2`, `${long}2`])
    expect(await deliver(server.url, aDelivery(requestIdOf(1), 'Approved', { Id }))).toBe(200);
  const [first, second, again] = hints.map(({ eventId }) => eventId);
  expect(first?.length).toBeLessThan(100);
  expect(second).not.toBe(first);
  expect(again).toBe(second);
});

it('Webhooks without an id and a time are told apart by their arrival', async () => {
  const hints: StatusHint[] = [];
  await aReceiver({ WEBHOOK_SECRET }, hints);
  const bare = JSON.stringify({ Data: { Id: requestIdOf(1), NewStatus: 'Approved' } });
  for (let time = 0; time < 2; time += 1) expect(await deliver(server.url, bare)).toBe(200);
  expect(new Set(hints.map(({ eventId }) => eventId)).size).toBe(2);
});

it('A webhook that is its data alone, as the framework sends it where a tenant says so, is heard', async () => {
  const hints: StatusHint[] = [];
  await aReceiver({ WEBHOOK_SECRET }, hints);
  for (const NewStatus of ['Approved', 'CustomerSigned'])
    expect(await deliver(server.url, JSON.stringify({ Id: requestIdOf(1), NewStatus }))).toBe(200);
  expect(hints).toMatchObject([
    { requestId: requestIdOf(1), status: 'APPROVED' },
    { requestId: requestIdOf(1), status: 'CUSTOMER_SIGNED' },
  ]);
  expect(hints[0]?.eventId).not.toBe(hints[1]?.eventId);
  expect(await deliver(server.url, JSON.stringify({ Id: requestIdOf(1) }))).toBe(400);
});

describe('Where a tenant’s portal shows no secret to sign with', () => {
  const PATH = 'b1946ac92492d2347c6235b4d2611184b1946ac9';
  const post = async (part: string) => {
    const body = JSON.stringify(aDelivery(requestIdOf(1), 'Approved'));
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${server.url}/webhooks/vlens/${part}`, { method: 'POST', headers, body })).status;
  };

  it('a long random path is the proof, and no log line holds it', async () => {
    const taken = await aReceiver({ WEBHOOK_PATH_SECRET: PATH });
    expect(await post(PATH)).toBe(200);
    expect(taken).toEqual([requestIdOf(1)]);
    expect(await post(`${PATH.slice(0, -1)}8`)).toBe(404);
    expect(await post('')).toBe(404);
    expect(await deliver(server.url, aDelivery(requestIdOf(1), 'Approved'))).toBe(404);
    expect(taken).toHaveLength(1);
    const lines = server.logs.filter(({ msg }) => String(msg).includes('WEBHOOK_PATH_SECRET'));
    expect(lines).toMatchObject([{ level: 40, suppressed: 0 }]);
    expect(JSON.stringify(server.logs)).not.toContain(PATH.slice(0, 12));
  });

  it('there is no such path where it is not set', async () => {
    await aReceiver({ WEBHOOK_SECRET });
    expect(await post(PATH)).toBe(404);
  });
});

it('While the secret of webhooks is changed, both sign, and no third', async () => {
  const taken = await aReceiver({ WEBHOOK_SECRET: 'the-new-secret-of-webhooks,the-old-secret-of-webhooks' });
  const signedWith = (secret: string) => {
    const body = JSON.stringify(aDelivery(requestIdOf(1), 'Approved'));
    return deliver(server.url, body, { signature: signatureOf(body, secret) });
  };
  expect(await signedWith('the-new-secret-of-webhooks')).toBe(200);
  expect(await signedWith('the-old-secret-of-webhooks')).toBe(200);
  expect(taken).toHaveLength(2);
  expect(await signedWith('the-secret-before-both')).toBe(401);
  expect(await signedWith('the-new-secret-of-webhooks,the-old-secret-of-webhooks')).toBe(401);
});

it('Forged webhooks are counted each, and told of in one line a minute', async () => {
  await aReceiver({ WEBHOOK_SECRET });
  const forged = async () =>
    deliver(server.url, '{}', { signature: signatureOf('{}', 'somebody-elses-secret') });
  for (let time = 0; time < 5; time += 1) expect(await forged()).toBe(401);
  expect(await deliver(server.url, aDelivery(requestIdOf(1), 'Approved'))).toBe(200);
  expect(await deliver(server.url, '{')).toBe(400);
  const lines = server.logs.filter(({ msg }) => String(msg).startsWith('webhook refused'));
  expect(lines).toMatchObject([{ level: 40, suppressed: 0 }]);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toContain('vlens_webhooks_total{outcome="refused"} 5');
  expect(metrics).toContain('vlens_webhooks_total{outcome="taken"} 1');
  expect(metrics).toContain('vlens_webhooks_total{outcome="unreadable"} 1');
});

it('A webhook that is not signed is told by what it would be', async () => {
  await aReceiver({ WEBHOOK_SECRET });
  const response = await fetch(`${server.url}/webhooks/vlens`, { method: 'POST', body: '{}' });
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'abp-webhook-signature']);
});

it('A line that is held back for a minute says afterwards how many it stands for', () => {
  let now = 0;
  const said: number[] = [];
  const tell = atMostOnceAMinute(
    (suppressed) => said.push(suppressed),
    () => now,
  );
  for (const at of [0, 1, 59_999, 60_000, 60_001, 200_000]) {
    now = at;
    tell();
  }
  expect(said).toEqual([0, 2, 1]);
});
