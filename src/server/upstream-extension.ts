import type { ApolloServerPlugin } from '@apollo/server';
import { type CurrentRequests, upstreamCost } from './current-request.js';

/** In development every answer says what it cost upstream, in `extensions.upstream`; in production the log does. */
export function upstreamExtension(requests: CurrentRequests): ApolloServerPlugin {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ response: { body } }) {
          const request = requests.get();
          if (!request || body.kind !== 'single') return;
          const { singleResult } = body;
          singleResult.extensions = { ...singleResult.extensions, upstream: upstreamCost(request) };
        },
      };
    },
  };
}
