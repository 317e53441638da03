import { getRequest, upstreamCost } from './current-request.js';
import type { OperationHooks } from './operation-hooks.js';

/** In development, `extensions.upstream` in every answer shows what it cost upstream. In production, only the log does. */
export function upstreamExtension(): OperationHooks {
  return {
    willSendResponse({ contextValue, response: { body } }) {
      const request = getRequest(contextValue);
      if (!request || body.kind !== 'single') return;
      const { singleResult } = body;
      singleResult.extensions = { ...singleResult.extensions, upstream: upstreamCost(request) };
    },
  };
}
