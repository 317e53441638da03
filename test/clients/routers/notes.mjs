import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

export const NOTES = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { noted(ids: [ID!]!): [BusinessRequest!]! favouriteProduct: ProductType! }
  type BusinessRequest @key(fields: "id") { id: ID! note: String! }
  type ProductType @key(fields: "productTypeId") { productTypeId: Int! slogan: String! }
`;
/** The same for routers that know Federation 1 alone. */
export const NOTES_OF_FEDERATION_1 = `
  extend type Query { noted(ids: [ID!]!): [BusinessRequest!]! favouriteProduct: ProductType! }
  extend type BusinessRequest @key(fields: "id") { id: ID! @external note: String! }
  extend type ProductType @key(fields: "productTypeId") { productTypeId: Int! @external slogan: String! }
`;

/** Another team's subgraph: it knows of business requests and products nothing but their ids, and adds a field to each. */
export async function startNotes(types) {
  const schema = buildSubgraphSchema([
    {
      typeDefs: parse(types),
      resolvers: {
        Query: {
          noted: (_, { ids }) => ids.map((id) => ({ id })),
          favouriteProduct: () => ({ productTypeId: 415 }),
        },
        BusinessRequest: { note: ({ id }) => `About ${id.slice(-3)}` },
        ProductType: { slogan: () => 'Drive well' },
      },
    },
  ]);
  const server = new ApolloServer({
    schema,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, close: () => server.stop() };
}
