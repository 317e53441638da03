import { addressBlock } from './address-block.js';
import { getRequest } from './current-request.js';
import { type LoadShedder, tooBusy } from './load-shedder.js';
import type { OperationHooks } from './operation-hooks.js';

const NOBODY = { address: addressBlock(undefined), token: null };

/** Refuses reads with HTTP 503 under high load. Signing steps are accepted for as long as anything is. */
export function shedReads(loadShedder: Pick<LoadShedder, 'pressureFor'>): OperationHooks {
  return {
    didResolveOperation({ operation, contextValue }) {
      if (operation?.operation !== 'query') return;
      const from = () => getRequest(contextValue) ?? NOBODY;
      if (loadShedder.pressureFor(from) !== 'accept all') throw tooBusy();
    },
  };
}
