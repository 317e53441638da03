import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  printSchema,
  visit,
} from 'graphql';
import { checkEntities, hideSdl, REFERENCES } from './entities.js';
import { resolversOf } from './resolvers-of-schema.js';

/** What the schema says to a router: the directives of Federation 2 that it uses. */
const LINK = `extend schema @link(
  url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"]
)`;

/** Plain shapes that other subgraphs of a supergraph may have too. */
const SHAREABLE = new Set(['PageInfo']);

/**
 * The schema as a subgraph of Federation 2: the same fields with the same resolvers, besides `_entities` for a router's
 * references and `_service` for its composition.
 */
export function subgraphOf(
  schema: GraphQLSchema,
  { introspection }: { introspection: boolean },
): GraphQLSchema {
  const resolvers = resolversOf(schema);
  for (const [type, { resolve }] of Object.entries(REFERENCES)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  const subgraph = buildSubgraphSchema({
    typeDefs: withDirectives(schema),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
  checkEntities(subgraph);
  if (!introspection) hideSdl(subgraph);
  return subgraph;
}

/** The same as text, as a router composes it with other subgraphs. */
export function subgraphText(schema: GraphQLSchema): string {
  return `${print(withDirectives(schema))}\n`;
}

function withDirectives(schema: GraphQLSchema): DocumentNode {
  return visit(parse(`${LINK}\n${printSchema(schema)}`), {
    ObjectTypeDefinition(node) {
      const name = node.name.value;
      if (name in REFERENCES) return { ...node, directives: [directive('key', 'id')] };
      return SHAREABLE.has(name) ? { ...node, directives: [directive('shareable')] } : undefined;
    },
  });
}

function directive(name: string, fields?: string): ConstDirectiveNode {
  return {
    kind: Kind.DIRECTIVE,
    name: { kind: Kind.NAME, value: name },
    arguments:
      fields === undefined
        ? []
        : [
            {
              kind: Kind.ARGUMENT,
              name: { kind: Kind.NAME, value: 'fields' },
              value: { kind: Kind.STRING, value: fields },
            },
          ],
  };
}
