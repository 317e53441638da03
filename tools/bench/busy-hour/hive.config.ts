import { defineConfig } from '@graphql-hive/gateway';

/** A session for each token; an answer may be as old as a poll may be late. */
export const gatewayConfig = defineConfig({
  responseCaching: {
    session: (request: Request) => request.headers.get('authorization'),
    ttl: 5000,
  },
});
