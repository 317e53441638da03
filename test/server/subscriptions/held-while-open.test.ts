import { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { queryObjects } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { eachEvent } from '../../../src/server/subscriptions/each-event.js';
import { aBusinessRequest, requestIdOf } from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import { type LiveSubscription, subscribeByWebSocket } from '../../support/live-client.js';
import type { TestServer } from '../../support/server.js';

const SUBSCRIBERS = 20;
const ONE = requestIdOf(1);

let upstream: FakeUpstream;
let gateway: TestServer;
let open: LiveSubscription[] = [];
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  upstream.requests = [aBusinessRequest({ id: ONE })];
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(async () => {
  jest.restoreAllMocks();
  for (const subscription of open.splice(0)) await subscription.stop();
  await gateway.close();
  await upstream.close();
});

/** How many there are that somebody holds on to. */
async function held(of: new (...parts: never[]) => object): Promise<number> {
  await turn();
  return queryObjects(of, { format: 'count' });
}

describe('A subscription that waits for the next event', () => {
  it('holds on to no HTTP response over WebSocket, and with that to no request', async () => {
    const before = await held(ServerResponse);
    open = Array.from({ length: SUBSCRIBERS }, (_, caller) =>
      subscribeByWebSocket(gateway.url, `caller-${caller}`, { id: ONE }),
    );
    for (const subscription of open) await subscription.atLeast(1);
    expect((await held(ServerResponse)) - before).toBeLessThan(SUBSCRIBERS / 2);
  });

  it('holds on to no headers of its request over server-sent events, which may be as large as they like', async () => {
    const begun: ServerResponse[] = [];
    const { writeHead } = ServerResponse.prototype;
    jest.spyOn(ServerResponse.prototype, 'writeHead').mockImplementation(function (
      this: ServerResponse,
      ...args: unknown[]
    ) {
      begun.push(this);
      return writeHead.apply(this, args as Parameters<typeof writeHead>);
    });
    const leave = new AbortController();
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: {
        accept: 'text/event-stream',
        authorization: 'Bearer caller-1',
        'content-type': 'application/json',
        'x-of-no-use': 'x'.repeat(10_000),
      },
      body: JSON.stringify({
        query: `subscription { businessRequestStatusChanged(requestId: "${ONE}") { __typename } }`,
      }),
      signal: leave.signal,
    });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    while (!heard.includes('event: next')) heard += (await reader?.read())?.value ?? 'event: next is missing';
    const req = begun.find((answer) => answer.req.url === '/graphql/stream')?.req;
    leave.abort();
    expect(heard).not.toContain('missing');
    expect([req?.method, req?.headers, req?.rawHeaders]).toEqual(['POST', {}, []]);
  });
});

describe('Events that are taken one after the other', () => {
  const changes = () => {
    let isOver = false;
    const iterator: AsyncIterator<object> & { isOver(): boolean } = {
      next: async () => ({ done: false, value: {} }),
      return: async () => {
        isOver = true;
        return { done: true, value: undefined };
      },
      isOver: () => isOver,
    };
    return iterator;
  };

  it('end where no more are wanted, and where one fails', async () => {
    const unwanted = changes();
    await eachEvent(unwanted, async () => false);
    expect(unwanted.isOver()).toBe(true);
    const failing = changes();
    await expect(eachEvent(failing, () => Promise.reject(new Error('closed')))).rejects.toThrow('closed');
    expect(failing.isOver()).toBe(true);
  });
});
