import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { until } from './until.js';

/** What a subscriber saw. */
export interface Seen {
  data?: Record<string, unknown> | null;
  errors?: readonly { message: string; extensions?: Record<string, unknown> }[];
}

export interface LiveSubscription {
  events: Seen[];
  /** How it ended; null while it goes on. */
  readonly end: 'complete' | unknown | null;
  /** Waits until so many events were seen. */
  atLeast(count: number): Promise<Seen[]>;
  /** Waits until it has ended. */
  ended(): Promise<void>;
  stop(): Promise<void>;
}

export const STATUS_CHANGES = `subscription ($id: UUID) {
  businessRequestStatusChanged(requestId: $id) { requestId status statusName changedAt }
}`;

/** Subscribes over `graphql-transport-ws`, as a frontend does. */
export function subscribeByWebSocket(
  url: string,
  token: string | null,
  variables: Record<string, unknown> = {},
  query = STATUS_CHANGES,
  connectionParams: Record<string, unknown> = token === null ? {} : { Authorization: `Bearer ${token}` },
  extensions?: Record<string, unknown>,
  ca?: string,
): LiveSubscription {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`,
    webSocketImpl: ca === undefined ? WebSocket : trusting(ca),
    retryAttempts: 0,
    connectionParams,
  });
  const events: Seen[] = [];
  let end: unknown = null;
  client.subscribe(
    { query, variables, ...(extensions && { extensions }) },
    {
      next: (event) => events.push(event as Seen),
      error: (error) => (end = error ?? 'error'),
      complete: () => (end ??= 'complete'),
    },
  );
  return watched(
    events,
    () => end,
    async () => client.dispose(),
  );
}

const trusting = (ca: string) =>
  class extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol, { ca });
    }
  };

/** Subscribes over server-sent events, in distinct connections mode. */
export function subscribeBySse(
  url: string,
  token: string | null,
  variables: Record<string, unknown> = {},
  query = STATUS_CHANGES,
  headers: Record<string, string> = {},
): LiveSubscription {
  const client = createSseClient({
    url: `${url}/graphql/stream`,
    headers: { ...headers, ...(token !== null && { authorization: `Bearer ${token}` }) },
    retryAttempts: 0,
  });
  const events: Seen[] = [];
  let end: unknown = null;
  client.subscribe(
    { query, variables },
    {
      next: (event) => events.push(event as Seen),
      error: (error) => (end = error ?? 'error'),
      complete: () => (end ??= 'complete'),
    },
  );
  return watched(
    events,
    () => end,
    async () => client.dispose(),
  );
}

/** A subscription by what it saw. */
export function watched(events: Seen[], end: () => unknown, stop: () => Promise<void>): LiveSubscription {
  const seen = () => ({ events, end: end() });
  return {
    events,
    get end() {
      return end();
    },
    async atLeast(count) {
      await until(() => events.length >= count, seen);
      return events;
    },
    ended: () => until(() => end() !== null, seen),
    stop,
  };
}
