import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { stitchSchemas } from '@graphql-tools/stitch';
import { schemaFromExecutor } from '@graphql-tools/wrap';
import { parse, subscribe } from 'graphql';

export const router = {
  title: 'GraphQL Tools’ stitching',
  packages: ['@graphql-tools/stitch', '@graphql-tools/wrap', '@graphql-tools/executor-http'],
  notes: ['Subscriptions go to `/graphql/stream`, everything else to `/graphql`.'],
};

export async function open({ vlensUrl, notesUrl }) {
  // set-up
  const headers = (request) => request?.context?.headers ?? {};
  const subschema = async (endpoint, stream) => {
    const ask = buildHTTPExecutor({ endpoint, headers });
    const watch = buildHTTPExecutor({ endpoint: stream ?? endpoint, headers });
    const executor = (request) => (request.operationType === 'subscription' ? watch : ask)(request);
    return { schema: await schemaFromExecutor(ask), executor };
  };
  const vlens = await subschema(vlensUrl, `${vlensUrl}/stream`);
  const notes = await subschema(notesUrl);
  const entities = (typeName, key) => ({
    selectionSet: `{ ${key} }`,
    fieldName: '_entities',
    key: (its) => ({ __typename: typeName, [key]: its[key] }),
    argsFromKeys: (representations) => ({ representations }),
  });
  const schema = stitchSchemas({
    subschemas: [vlens, notes].map((each) => ({
      ...each,
      merge: {
        BusinessRequest: entities('BusinessRequest', 'id'),
        ProductType: entities('ProductType', 'productTypeId'),
      },
    })),
  });
  // end
  const server = new ApolloServer({
    schema,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const context = async ({
    req: {
      headers: { authorization, 'x-request-id': id },
    },
  }) => ({
    headers: { ...(authorization && { authorization }), ...(id && { 'x-request-id': id }) },
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 }, context });
  return {
    url,
    watch: (query, variableValues, sent) =>
      subscribe({ schema, document: parse(query), variableValues, contextValue: { headers: sent } }),
    close: () => server.stop(),
  };
}
