import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { OPERATIONS } from '../operations.mjs';
import { runOver, watchOver } from './over-a-stream.mjs';

export const client = {
  title: 'graphql-ws',
  packages: ['graphql-ws'],
  caches: false,
  overWebSocket: true,
  notes: [
    'A subscription whose token is refused has ended: subscribe again with the new token. The socket calls `connectionParams` again.',
    'If `connectionParams` rejects, every subscription ends, also with `retryAttempts`: repeat a failed token refresh inside it.',
  ],
};

export function open({ wsUrl, token }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const ws = createClient({ url: wsUrl, webSocketImpl: WebSocket, connectionParams: bearer });
  // end
  return {
    run: (name, variables, options) => runOver(ws, OPERATIONS[name].text, variables, options),
    watch: (name, variables, observer) => watchOver(ws, OPERATIONS[name].text, variables, observer),
    close: () => ws.dispose(),
  };
}
