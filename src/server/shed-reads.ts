import type { ApolloServerPlugin } from '@apollo/server';
import { everyRequest } from './every-request.js';
import { type Traffic, tooBusy } from './traffic.js';

/** Turns reads away with HTTP 503 while there is too much to do; a signing step is taken as long as anything is. */
export function shedReads(traffic: Pick<Traffic, 'pressure'>): ApolloServerPlugin {
  return everyRequest({
    async didResolveOperation({ operation }) {
      if (operation?.operation === 'query' && traffic.pressure !== 'none') throw tooBusy();
    },
  });
}
