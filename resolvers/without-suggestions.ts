import { GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';

/**
 * Suggests no values for one that an enum does not have: graphql-js would lay a million characters out letter by letter, in four lists,
 * to find a similar one. No client would see the suggestion: messages are made from the schema (`value-free-messages.ts`).
 */
export function withoutSuggestions(schema: GraphQLSchema): GraphQLSchema {
  const { parseValue } = GraphQLEnumType.prototype;
  for (const type of Object.values(schema.getTypeMap()))
    if (isEnumType(type)) type.parseValue = (value) => parseValue.call(type, value, true);
  return schema;
}
