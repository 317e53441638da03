import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'Apollo Client',
  packages: ['@apollo/client', 'graphql-ws'],
  caches: true,
  notes: [
    'Prepare your own sentence for an unknown `__typename`: the cache leaves out the `message` of a `Problem` that `possibleTypes` does not name, unless `fetchPolicy` is `no-cache`.',
    'Equal queries share one request, and the signal of the first: set `context: { queryDeduplication: false }` on a read that you abort.',
    '`RetryLink` repeats mutations: give every mutation its `idempotencyKey`, and give the link an `attempts` that excludes mutations.',
    '`PersistedQueryLink` works while `AUTOMATIC_PERSISTED_QUERIES` is on. If it is off, the link goes on without hashes.',
    'An error of a subscription arrives at `next`, as `error`, and never at `error`. On Node 20 set `globalThis.WebSocket` too, otherwise a refusal reads “WebSocket is not defined”.',
    'For server-sent events, wrap `graphql-sse` in an `ApolloLink`: the package has no such link.',
  ],
};

export function open({ url, wsUrl, token, possibleTypes }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const auth = new SetContextLink(({ headers }) => ({ headers: { ...headers, ...bearer() } }));
  const apollo = new ApolloClient({
    link: auth.concat(new HttpLink({ uri: url })),
    cache: new InMemoryCache({ possibleTypes }),
  });
  const ws = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: bearer });
  const live = new ApolloClient({
    link: ApolloLink.from([new GraphQLWsLink(ws)]),
    cache: new InMemoryCache({ possibleTypes }),
  });
  // end
  return {
    async run(name, variables, { signal } = {}) {
      const { document, kind } = OPERATIONS[name];
      const context = { fetchOptions: { signal } };
      try {
        const { data, error } = await (kind === 'query'
          ? apollo.query({ query: document, variables, context, errorPolicy: 'all' })
          : apollo.mutate({ mutation: document, variables, context, errorPolicy: 'all' }));
        return { data, faults: faultsOfApollo(error) };
      } catch (error) {
        return { data: null, faults: faultsOfApollo(error) };
      }
    },
    watch: (name, variables, observer) => {
      const stream = live.subscribe({ query: OPERATIONS[name].document, variables, errorPolicy: 'all' });
      const subscription = stream.subscribe({
        next: ({ data, error }) => observer.next({ data, faults: faultsOfApollo(error) }),
        complete: observer.complete,
      });
      return () => subscription.unsubscribe();
    },
    async byHash(useGETForHashedQueries, name) {
      const hashes = new PersistedQueryLink({ sha256, useGETForHashedQueries });
      const link = auth.concat(hashes).concat(new HttpLink({ uri: url }));
      const { data, error } = await new ApolloClient({ link, cache: new InMemoryCache() }).query({
        query: OPERATIONS[name].document,
        errorPolicy: 'all',
      });
      return { data, faults: faultsOfApollo(error) };
    },
    close: () => ws.dispose(),
  };
}

function faultsOfApollo(error) {
  if (!error) return [];
  if (CombinedGraphQLErrors.is(error)) return faultsOf(error.errors);
  return [{ code: ServerError.is(error) ? `HTTP ${error.statusCode}` : error.name }];
}

function sha256(text) {
  return createHash('sha256').update(text).digest('hex');
}
