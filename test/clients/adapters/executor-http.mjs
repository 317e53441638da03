import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'GraphQL Tools’ executor',
  packages: ['@graphql-tools/executor-http'],
  caches: false,
  notes: [
    'An event stream that is cut short looks like a complete one: subscribe again. From a router or proxy whose lines end with CRLF, no event arrives.',
    'Use two executors: subscriptions go to `/graphql/stream`.',
  ],
};

export function open({ url, streamUrl, token }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const executor = buildHTTPExecutor({ endpoint: url, headers: bearer });
  const events = buildHTTPExecutor({ endpoint: streamUrl, headers: bearer });
  // end
  return {
    async run(name, variables, { signal } = {}) {
      const { data, errors } = await executor({ document: OPERATIONS[name].document, variables, signal });
      return { data, faults: faultsOf(errors) };
    },
    watchEvents(name, variables, observer) {
      const stop = new AbortController();
      (async () => {
        const answers = await events({ document: OPERATIONS[name].document, variables, signal: stop.signal });
        const stream = Symbol.asyncIterator in answers ? answers : [answers];
        for await (const { data, errors } of stream) observer.next({ data, faults: faultsOf(errors) });
      })().catch((error) => observer.next({ data: null, faults: [{ code: error.name }] }));
      return () => stop.abort();
    },
    close: () => executor[Symbol.asyncDispose]?.(),
  };
}
