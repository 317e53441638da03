import type { ApolloServerPlugin } from '@apollo/server';
import { getRequest, upstreamCost } from './current-request.js';
import { everyRequest } from './every-request.js';

/** In development every answer says what it cost upstream, in `extensions.upstream`; in production the log does. */
export function upstreamExtension(): ApolloServerPlugin {
  return everyRequest({
    async willSendResponse({ contextValue, response: { body } }) {
      const request = getRequest(contextValue);
      if (!request || body.kind !== 'single') return;
      const { singleResult } = body;
      singleResult.extensions = { ...singleResult.extensions, upstream: upstreamCost(request) };
    },
  });
}
