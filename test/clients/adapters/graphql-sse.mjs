import { createClient } from 'graphql-sse';
import { OPERATIONS } from '../operations.mjs';
import { runOver, watchOver } from './over-a-stream.mjs';

export const client = {
  title: 'graphql-sse',
  packages: ['graphql-sse'],
  caches: false,
  notes: ['`retryAttempts` starts again from zero after each accepted connection.'],
};

export function open({ streamUrl, token }) {
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const sse = createClient({ url: streamUrl, headers: bearer });
  // end
  return {
    run: (name, variables, options) => runOver(sse, OPERATIONS[name].text, variables, options),
    watchEvents: (name, variables, observer) => watchOver(sse, OPERATIONS[name].text, variables, observer),
    close: () => sse.dispose(),
  };
}
