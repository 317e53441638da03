import { buildSubgraphSchema } from '@apollo/subgraph';
import { getDocumentNodeFromSchema } from '@graphql-tools/utils';
import { concatAST, type DocumentNode, type GraphQLSchema, parse, print } from 'graphql';
import { createResolversMap } from 'type-graphql';
import { subgraphResolvers } from './entities.js';

/** Tells a router which Federation 2 directives the schema uses. */
const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"]
)`;

/**
 * The schema as a Federation 2 subgraph. It has the same fields and resolvers, and also `_entities` for a router's references and
 * `_service` for composition.
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

/** The same as text, for composition with other subgraphs. */
export function subgraphText(schema: GraphQLSchema): string {
  return `${print(typeDefsOf(schema))}\n`;
}

function typeDefsOf(schema: GraphQLSchema): DocumentNode {
  return concatAST([parse(LINK), getDocumentNodeFromSchema(schema)]);
}
