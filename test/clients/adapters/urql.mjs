import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { persistedExchange } from '@urql/exchange-persisted';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'urql with graphcache',
  packages: ['@urql/core', '@urql/exchange-graphcache', '@urql/exchange-persisted', 'graphql-ws'],
  caches: true,
  notes: [
    'During development graphcache warns about each type without `id`: name these types in `keys`, as in `keys: { FormField: () => null }`.',
    'With `schema`, a type in an answer that the schema does not have causes an exception: update the schema first, or leave `schema` out.',
    '`retryExchange` repeats mutations after a lost connection: give it a `retryIf` that excludes mutations.',
    'An event stream that is cut short looks like a complete one: subscribe again. From a router or proxy whose lines end with CRLF, no event arrives.',
    '`persistedExchange` works while `AUTOMATIC_PERSISTED_QUERIES` is on. If it is off, the exchange goes on without hashes.',
    'Server-sent events need a second client, with `url: …/graphql/stream` and `fetchSubscriptions: true`.',
  ],
};

export function open({ url, wsUrl, streamUrl, token, schema }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  const ws = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: bearer });
  // set-up
  const forward = ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: ws.subscribe({ query, variables }, sink) }),
  });
  const exchanges = [
    cacheExchange({ schema }),
    fetchExchange,
    subscriptionExchange({ forwardSubscription: forward }),
  ];
  const urql = new Client({ url, exchanges, fetchOptions: () => ({ headers: bearer() }) });
  // end
  const events = new Client({
    url: streamUrl,
    exchanges: [fetchExchange],
    fetchSubscriptions: true,
    fetchOptions: () => ({ headers: bearer() }),
  });
  return {
    async run(name, variables = {}, { signal } = {}) {
      const { document, kind } = OPERATIONS[name];
      const source = kind === 'query' ? urql.query(document, variables) : urql.mutation(document, variables);
      // urql aborts a request when nobody listens to it any longer.
      const result = await new Promise((resolve) => {
        const { unsubscribe } = source.subscribe((answer) => !answer.stale && resolve(answer));
        signal?.addEventListener('abort', () => {
          unsubscribe();
          resolve({ error: { networkError: { name: 'AbortError' } } });
        });
      });
      return readable(result);
    },
    async byHash(preferGetForPersistedQueries, name) {
      const hashes = persistedExchange({ preferGetForPersistedQueries });
      const fetchOptions = () => ({ headers: bearer() });
      const client = new Client({ url, exchanges: [hashes, fetchExchange], fetchOptions });
      return readable(await client.query(OPERATIONS[name].document, {}).toPromise());
    },
    watch: (name, variables, observer) => watch(urql, name, variables, observer),
    watchEvents: (name, variables, observer) => watch(events, name, variables, observer),
    close: () => ws.dispose(),
  };
}

function watch(client, name, variables, observer) {
  const { unsubscribe } = client
    .subscription(OPERATIONS[name].document, variables)
    .subscribe((result) => observer.next(readable(result)));
  return unsubscribe;
}

function readable({ data, error }) {
  const network = error?.networkError && [{ code: error.networkError.name }];
  return { data, faults: network ?? faultsOf(error?.graphQLErrors) };
}
