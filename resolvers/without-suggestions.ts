import { GraphQLEnumType, type GraphQLSchema, isEnumType } from 'graphql';

/**
 * A value that an enum does not have is looked for nowhere else: by default graphql-js lays a million characters out letter by letter, in
 * four lists, to suggest a value that is like them. Nobody would be told: sentences are made from the schema (`value-free-messages.ts`).
 */
export function withoutSuggestions(schema: GraphQLSchema): GraphQLSchema {
  const { parseValue } = GraphQLEnumType.prototype;
  for (const type of Object.values(schema.getTypeMap()))
    if (isEnumType(type)) type.parseValue = (value) => parseValue.call(type, value, true);
  return schema;
}
