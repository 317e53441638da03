import { ApolloGateway, IntrospectAndCompose, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';

export const router = {
  title: 'Apollo Gateway',
  packages: ['@apollo/gateway', '@apollo/server'],
  notes: [
    'No subscriptions: clients subscribe directly at the Vlens gateway.',
    'If no subgraph answers a non-null field, the result is null without an error; the reason is only in `extensions.valueCompletion`.',
  ],
};

export async function open({ vlensUrl, notesUrl }) {
  // set-up
  class PassOn extends RemoteGraphQLDataSource {
    willSendRequest({ request, context }) {
      for (const name of ['authorization', 'x-request-id', 'traceparent'])
        if (context.headers?.[name]) request.http.headers.set(name, context.headers[name]);
    }
  }
  const gateway = new ApolloGateway({
    supergraphSdl: new IntrospectAndCompose({
      subgraphs: [
        { name: 'vlens', url: vlensUrl },
        { name: 'notes', url: notesUrl },
      ],
    }),
    buildService: ({ url }) => new PassOn({ url }),
  });
  // end
  const server = new ApolloServer({ gateway, stopOnTerminationSignals: false });
  const context = async ({ req }) => ({ headers: req.headers });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 }, context });
  return { url, close: () => server.stop() };
}
