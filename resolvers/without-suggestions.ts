import { GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';

/**
 * Disables suggestions for wrong enum values. To find a similar value, graphql-js would compare a million characters letter by letter, in
 * four lists. No client sees a suggestion: the messages are made from the schema (`value-free-messages.ts`).
 */
export function withoutSuggestions(schema: GraphQLSchema): GraphQLSchema {
  const { parseValue } = GraphQLEnumType.prototype;
  for (const type of Object.values(schema.getTypeMap()))
    if (isEnumType(type)) type.parseValue = (value) => parseValue.call(type, value, true);
  return schema;
}
