import { ApolloClient, gql, InMemoryCache } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { STATUS_CHANGES } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const id = requestIdOf(1);
const WITHOUT_BACKOFF = { retryWait: async () => {} };

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  upstream.requests = [aBusinessRequest({ id })];
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

/** What a stock client does with what it sees; it asks for the address each time that it connects. */
interface Subscriber {
  saw: (data: unknown) => void;
  ended: (how: unknown) => void;
}
const overWebSocket = () =>
  createClient({
    url: () => `${gateway.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { authorization: 'Bearer user-token' },
    ...WITHOUT_BACKOFF,
  });
const CLIENTS: Record<string, (subscriber: Subscriber) => () => unknown> = {
  'graphql-ws': ({ saw, ended }) => {
    const client = overWebSocket();
    const sink = { next: saw, error: ended, complete: () => ended('complete') };
    client.subscribe({ query: STATUS_CHANGES, variables: { id } }, sink);
    return () => client.dispose();
  },
  'Apollo Client': ({ saw, ended }) => {
    const socket = overWebSocket();
    const client = new ApolloClient({ cache: new InMemoryCache(), link: new GraphQLWsLink(socket) });
    const subscription = client
      .subscribe({ query: gql(STATUS_CHANGES), variables: { id } })
      .subscribe({ next: saw, error: ended, complete: () => ended('complete') });
    return () => {
      subscription.unsubscribe();
      return socket.dispose();
    };
  },
  'graphql-sse': ({ saw, ended }) => {
    const client = createSseClient({
      url: () => `${gateway.url}/graphql/stream`,
      headers: { authorization: 'Bearer user-token' },
      retry: async () => {},
    });
    const sink = { next: saw, error: ended, complete: () => ended('complete') };
    client.subscribe({ query: STATUS_CHANGES, variables: { id } }, sink);
    return () => client.dispose();
  },
};

describe('A subscription over a rolling restart', () => {
  it.each(Object.keys(CLIENTS))('goes on at the next gateway by itself: %s', async (name) => {
    const events: unknown[] = [];
    const ends: unknown[] = [];
    const stop = CLIENTS[name]?.({ saw: (event) => events.push(event), ended: (how) => ends.push(how) });
    await until(() => events.length > 0);
    const first = gateway;
    gateway = await startTestGateway({ vlensUrl: upstream.url });
    await first.close();
    await until(() => events.length > 1 || ends.length > 0);
    expect(ends).toEqual([]);
    expect(events).toMatchObject(
      Array.from({ length: 2 }, () => ({ data: { businessRequestStatusChanged: { requestId: id } } })),
    );
    await stop?.();
  });
});
