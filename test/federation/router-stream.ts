import { createClient } from 'graphql-sse';

/** Events of a subscription, one after the other. */
export interface RouterStream {
  /** The data of the next event; throws where the subscription ended, or told errors. */
  next(): Promise<unknown>;
  stop(): Promise<void>;
}

/** Subscribes at a router over server-sent events. */
export async function subscribeThroughRouter(
  url: string,
  token: string,
  query: string,
): Promise<RouterStream> {
  const client = createClient({
    url: `${url}/graphql`,
    headers: { authorization: `Bearer ${token}` },
    retryAttempts: 0,
  });
  const events = client.iterate({ query });
  return {
    async next() {
      const { value, done } = await events.next();
      if (done || value.errors) throw new Error(`No event: ${JSON.stringify(value)}`);
      return value.data;
    },
    async stop() {
      client.dispose();
    },
  };
}
