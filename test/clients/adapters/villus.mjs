import { createClient as createWsClient } from 'graphql-ws';
import { cache, createClient, fetch as fetchPlugin, handleSubscriptions } from 'villus';
import WebSocket from 'ws';
import { OPERATIONS } from '../operations.mjs';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'villus',
  packages: ['villus', 'graphql-ws'],
  caches: true,
  notes: ['A read cannot be aborted: villus accepts no signal.'],
};

export function open({ url, wsUrl, token }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  const ws = createWsClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: bearer });
  // set-up
  const auth = ({ opContext }) => Object.assign(opContext.headers, bearer());
  const live = ({ query, variables }) => ({
    subscribe: (sink) => ({ unsubscribe: ws.subscribe({ query, variables }, sink) }),
  });
  const villus = createClient({ url, use: [auth, handleSubscriptions(live), cache(), fetchPlugin()] });
  // end
  return {
    async run(name, variables) {
      const { text: query, kind } = OPERATIONS[name];
      const { data, error } = await (kind === 'query'
        ? villus.executeQuery({ query, variables })
        : villus.executeMutation({ query, variables }));
      return {
        data,
        faults: error?.networkError ? [{ code: error.networkError.name }] : faultsOf(error?.graphqlErrors),
      };
    },
    watch(name, variables, observer) {
      let stop = () => {};
      villus.executeSubscription({ query: OPERATIONS[name].text, variables }).then((stream) => {
        const { unsubscribe } = stream.subscribe({
          next: ({ data, errors }) => observer.next({ data, faults: faultsOf(errors) }),
          error: (error) => observer.next({ data: null, faults: faultsOf([error].flat()) }),
          complete: observer.complete,
        });
        stop = unsubscribe;
      });
      return () => stop();
    },
    close: () => ws.dispose(),
  };
}
