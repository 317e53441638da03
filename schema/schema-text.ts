import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

const HEADER = `# Made by \`npm run codegen\` from the classes in schema/; not to be edited by hand.
# biome-ignore-all format: it stays as graphql-js prints it.

`;

/** A schema in the GraphQL schema language, sorted: the content of schema/schema.graphql. */
export function schemaText(schema: GraphQLSchema): string {
  return `${HEADER}${printSchema(lexicographicSortSchema(schema))}\n`;
}
