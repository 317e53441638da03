import type { ApolloServerPlugin } from '@apollo/server';
import { everyRequest } from './every-request.js';
import { type LoadShedder, tooBusy } from './load-shedder.js';

/** Turns reads away with HTTP 503 while there is too much to do; a signing step is taken as long as anything is. */
export function shedReads(loadShedder: Pick<LoadShedder, 'pressure'>): ApolloServerPlugin {
  return everyRequest({
    async didResolveOperation({ operation }) {
      if (operation?.operation === 'query' && loadShedder.pressure !== 'accept all') throw tooBusy();
    },
  });
}
