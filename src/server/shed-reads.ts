import { type LoadShedder, tooBusy } from './load-shedder.js';
import type { OperationHooks } from './operation-hooks.js';

/** Refuses reads with HTTP 503 under high load. Signing steps are accepted for as long as anything is. */
export function shedReads(loadShedder: Pick<LoadShedder, 'pressure'>): OperationHooks {
  return {
    didResolveOperation({ operation }) {
      if (operation?.operation === 'query' && loadShedder.pressure !== 'accept all') throw tooBusy();
    },
  };
}
