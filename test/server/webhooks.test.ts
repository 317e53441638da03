import { afterEach, expect, it } from '@jest/globals';
import { ProcessBus } from '../../src/live/process-bus.js';
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
    live: { ...NOT_LIVE, takeOver: (hint) => bus.publish(hint) },
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
async function aReceiver(env: Record<string, string>): Promise<string[]> {
  const taken: string[] = [];
  server = await startTestServer({
    schema: schemaOf('type Query { nothing: Int }'),
    createContext: () => ({}),
    vlens: vlensWith({}),
    env,
    live: { ...NOT_LIVE, takeOver: async ({ requestId }) => void taken.push(requestId) },
  });
  return taken;
}

it('A webhook that is older than a day is no change now: somebody sends an old one again', async () => {
  const taken = await aReceiver({ WEBHOOK_SECRET });
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const old = aDelivery(requestIdOf(1), 'Approved', { CreationTimeUtc: hoursAgo(25) });
  expect(await deliver(server.url, old)).toBe(200);
  expect(taken).toEqual([]);
  expect(server.logs).toContainEqual(
    expect.objectContaining({ level: 40, msg: 'webhook ignored: it is older than a day' }),
  );
  const late = aDelivery(requestIdOf(2), 'Approved', { CreationTimeUtc: hoursAgo(23) });
  expect(await deliver(server.url, late)).toBe(200);
  expect(taken).toEqual([requestIdOf(2)]);
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
