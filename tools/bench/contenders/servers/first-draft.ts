import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { callOverNodeFetch } from './node-fetch-call.js';
import { type Context, schema } from './type-graphql-schema.js';

/** Apollo Server, type-graphql and node-fetch as one writes it first, with every default. */
await startStandaloneServer(new ApolloServer<Context>({ schema }), {
  listen: { port: Number(process.env.PORT), host: '127.0.0.1' },
  context: async ({ req }) => ({ authorization: req.headers.authorization, call: callOverNodeFetch }),
});
