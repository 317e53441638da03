import { type LoadShedder, tooBusy } from './load-shedder.js';
import type { OperationHooks } from './operation-hooks.js';

/** Turns reads away with HTTP 503 while there is too much to do; a signing step is taken as long as anything is. */
export function shedReads(loadShedder: Pick<LoadShedder, 'pressure'>): OperationHooks {
  return {
    didResolveOperation({ operation }) {
      if (operation?.operation === 'query' && loadShedder.pressure !== 'accept all') throw tooBusy();
    },
  };
}
