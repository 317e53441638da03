import type { ApolloServerPlugin } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { everyRequest } from './every-request.js';
import { RETRY_AFTER_SECONDS, TOO_BUSY, type Traffic } from './traffic.js';

/** Turns reads away with HTTP 503 while there is too much to do; a signing step is taken as long as anything is. */
export function shedReads(traffic: Pick<Traffic, 'pressure'>): ApolloServerPlugin {
  return everyRequest({
    async didResolveOperation({ operation }) {
      if (operation?.operation !== 'query' || traffic.pressure === 'none') return;
      throw new GraphQLError(TOO_BUSY.message, {
        extensions: {
          code: TOO_BUSY.code,
          retryAfterSeconds: RETRY_AFTER_SECONDS,
          http: { status: 503, headers: new HeaderMap([['retry-after', String(RETRY_AFTER_SECONDS)]]) },
        },
      });
    },
  });
}
