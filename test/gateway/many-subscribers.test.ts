import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { STATUS_CHANGES } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { aDelivery, deliver, WEBHOOK_SECRET } from '../support/webhook.js';

const SUBSCRIBERS = 2000;
const CALLERS = 50;
/** Client and server share this process: they come in groups, so that neither keeps the other from its turn. */
const AT_A_TIME = 100;
const ONE = requestIdOf(1);

let upstream: FakeUpstream;
let gateway: TestServer;
const sockets: WebSocket[] = [];
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  upstream.requests = [aBusinessRequest({ id: ONE })];
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    // However slowly they come: what their caller has read is good until the webhook.
    env: { WEBHOOK_SECRET, UPSTREAM_TIMEOUT_MS: '30000', CACHE_MAX_AGE_MS: '60000' },
  });
});
afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  await gateway.close();
  await upstream.close();
});

/** Subscribes as barely as the protocol allows, and answers how to wait for the n-th event. */
function subscriber(token: string): (count: number) => Promise<void> {
  const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  sockets.push(socket);
  let seen = 0;
  let wake = () => {};
  socket.on('error', (error) => process.stderr.write(`${error.message}\n`));
  socket.on('open', () =>
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })),
  );
  socket.on('message', (bytes) => {
    const { type } = JSON.parse(String(bytes));
    if (type === 'connection_ack') {
      const payload = { query: STATUS_CHANGES, variables: { id: ONE } };
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload }));
    }
    if (type === 'next') {
      seen += 1;
      wake();
    }
  });
  return async (count) => {
    while (seen < count) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
}

describe('Two thousand subscribers at once', () => {
  it('all get the present status and the change, for one read per caller each', async () => {
    // Webhooks come, so that looking for lost ones is seldom.
    await deliver(gateway.url, aDelivery(ONE, 'Approved'));
    const before = memory();
    const all: ((count: number) => Promise<void>)[] = [];
    while (all.length < SUBSCRIBERS) {
      const some = Array.from({ length: AT_A_TIME }, (_, n) =>
        subscriber(`caller-${(all.length + n) % CALLERS}`),
      );
      await Promise.all(some.map((seen) => seen(1)));
      all.push(...some);
    }
    const perSubscriber = (memory() - before) / SUBSCRIBERS / 1024;
    process.stdout.write(
      `${SUBSCRIBERS} subscribers: ${perSubscriber.toFixed(1)} kB each, both ends of the connection together\n`,
    );
    const opened = upstream.calls().length;
    expect(opened).toBe(CALLERS);
    upstream.requests = [aBusinessRequest({ id: ONE, requestStatusName: 'Customer Signed' })];
    await deliver(gateway.url, aDelivery(ONE, 'CustomerSigned'));
    await Promise.all(all.map((seen) => seen(2)));
    expect(upstream.calls().length - opened).toBe(CALLERS);
  }, 120_000);
});

function memory(): number {
  return process.memoryUsage().rss;
}
