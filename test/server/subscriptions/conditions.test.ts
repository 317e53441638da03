import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import type { TestServer } from '../../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const CONDITIONS: [string, string][] = [
  [
    'a variable on the field',
    'subscription ($v: Boolean!) { businessRequestStatusChanged @skip(if: $v) { status } }',
  ],
  [
    'a variable on a fragment',
    'subscription ($v: Boolean!) { ...A @include(if: $v) } fragment A on Subscription { businessRequestStatusChanged { status } }',
  ],
  [
    'a variable within a fragment',
    'subscription ($v: Boolean!) { ...A ...A } fragment A on Subscription { ...A ... { businessRequestStatusChanged @skip(if: $v) { status } } }',
  ],
  [
    'a value that leaves no field',
    'subscription { businessRequestStatusChanged @skip(if: true) { status } }',
  ],
  ['null', 'subscription { businessRequestStatusChanged @skip(if: null) { status } }'],
  ['nothing', 'subscription { businessRequestStatusChanged @include { status } }'],
];
const REFUSED = {
  message: expect.stringMatching(/^A subscription has one field: it takes no @(skip|include)\.$/),
  extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
};

describe.each(CONDITIONS)('A subscription whose field depends on %s is refused', (_what, query) => {
  const variables = { v: true };

  it('with HTTP 400, where it comes like a query', async () => {
    const { status, body } = await gateway.query(query, variables, { token: 'a-token' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([REFUSED]);
  });

  it('over server-sent events', async () => {
    const response = await fetch(`${gateway.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query, variables }),
    });
    expect(await response.text()).toContain('GRAPHQL_VALIDATION_FAILED');
  });

  it('over a WebSocket, which stays', async () => {
    const socket = new WebSocket(`${gateway.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const told: { id?: string; type: string; payload: unknown }[] = [];
    const closed = new Promise<number>((resolve) => socket.on('close', resolve));
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (message) => {
      const { id, type, payload } = JSON.parse(String(message));
      if (type === 'connection_ack') {
        for (const [sentAs, sent] of [
          ['1', { query, variables }] as const,
          ['2', { query: '{ __typename }' }] as const,
        ])
          socket.send(JSON.stringify({ id: sentAs, type: 'subscribe', payload: sent }));
      }
      if (id !== undefined) told.push({ id, type, payload });
      if (type === 'complete') socket.close(1000);
    });
    expect(await closed).toBe(1000);
    expect(told).toMatchObject([
      { id: '1', type: 'error', payload: [REFUSED] },
      { id: '2', type: 'next', payload: { data: { __typename: 'Query' } } },
      { id: '2', type: 'complete' },
    ]);
  });
});
