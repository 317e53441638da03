import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

/** A note of somebody's about a business request: what a second team's service adds to it. */
interface Noted {
  id: string;
}

export interface NotesSubgraph {
  url: string;
  /** How many operations it was sent. */
  operations(): number;
  close(): Promise<void>;
}

const TYPES = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  type Query { notedRequests: [BusinessRequest!]! favouriteProduct: ProductType! }
  type BusinessRequest @key(fields: "id") { id: ID! note: String! }
  type ProductType @key(fields: "productTypeId") { productTypeId: Int! slogan: String! }
`);

/** A small subgraph that knows of business requests and products nothing but their ids, and adds a field to each. */
export async function startNotes(requestIds: readonly string[], productId: number): Promise<NotesSubgraph> {
  let operations = 0;
  const server = new ApolloServer({
    schema: buildSubgraphSchema({
      typeDefs: TYPES,
      resolvers: {
        Query: {
          notedRequests: (): Noted[] => requestIds.map((id) => ({ id })),
          favouriteProduct: () => ({ productTypeId: productId }),
        },
        BusinessRequest: { note: ({ id }: Noted) => `About ${id.slice(-3)}` },
        ProductType: { slogan: () => 'Borrow well' },
      },
    }),
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginInlineTraceDisabled(),
      {
        requestDidStart: async () => {
          operations += 1;
        },
      },
    ],
  });
  const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
  return { url, operations: () => operations, close: () => server.stop() };
}
