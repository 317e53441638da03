import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import { concatAST, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import { createResolversMap } from 'type-graphql';
import { subgraphResolvers } from './entities.js';

/** What the schema says to a router: the directives of Federation 2 that it uses. */
const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"]
)`;

/**
 * The schema as a subgraph of Federation 2: the same fields with the same resolvers, besides `_entities` for a router's
 * references and `_service` for its composition.
 */
export function subgraphOf(
  schema: GraphQLSchema,
  { introspection }: { introspection: boolean },
): GraphQLSchema {
  const { Query, ...own } = createResolversMap(schema) as Record<string, object>;
  const added = subgraphResolvers({ introspection });
  const resolvers = { ...own, ...added, Query: { ...Query, ...added.Query } };
  const modules = [{ typeDefs: typeDefsOf(schema), resolvers }];
  return buildSubgraphSchema(modules as Parameters<typeof buildSubgraphSchema>[0]);
}

/** The same as text, as a router composes it with other subgraphs. */
export function subgraphText(schema: GraphQLSchema): string {
  return `${print(typeDefsOf(schema))}\n`;
}

function typeDefsOf(schema: GraphQLSchema): DocumentNode {
  return concatAST([parse(LINK), getDocumentNodeFromSchema(schema)]);
}
