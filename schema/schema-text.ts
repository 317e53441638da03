import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';

const HEADER = `# Made by \`npm run codegen\` from the classes in schema/; not to be edited by hand.
# biome-ignore-all format: it stays as graphql-js prints it.

`;

/** A schema in the schema language, sorted, as schema/schema.graphql holds it. */
export function schemaText(schema: GraphQLSchema): string {
  return `${HEADER}${printSchema(lexicographicSortSchema(schema))}\n`;
}
