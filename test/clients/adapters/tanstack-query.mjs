import { QueryClient } from '@tanstack/query-core';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'TanStack Query',
  packages: ['@tanstack/query-core'],
  caches: true,
  notes: [
    'No subscriptions: add `graphql-ws` or `graphql-sse`. A thrown error has the rest of the answer in a property.',
    'A mutation that is started offline is sent when the network is back, also after `reset()`: set `networkMode: "always"` on signing steps.',
  ],
};

export function open({ url, token }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const ask = async (query, variables, signal) => {
    const headers = { 'content-type': 'application/json', ...bearer() };
    const { data, errors } = await (
      await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }), signal })
    ).json();
    if (errors) throw Object.assign(new Error(errors[0].message), { data, errors });
    return data;
  };
  const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 60_000 } } });
  // end
  return {
    async run(name, variables, { signal } = {}) {
      const { text, kind } = OPERATIONS[name];
      const queryKey = [name, variables];
      signal?.addEventListener('abort', () => queries.cancelQueries({ queryKey }));
      try {
        const data = await (kind === 'mutation'
          ? ask(text, variables)
          : queries.fetchQuery({ queryKey, queryFn: (context) => ask(text, variables, context.signal) }));
        return { data, faults: [] };
      } catch (error) {
        return {
          data: error.data ?? null,
          faults: error.errors ? faultsOf(error.errors) : [{ code: error.name }],
        };
      }
    },
    close: () => queries.clear(),
  };
}
