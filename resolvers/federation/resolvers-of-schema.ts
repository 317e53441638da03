import {
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isIntrospectionType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';

/** By field, or by enum value; and under `__…` what concerns the type itself. */
type ResolversOfType = Record<string, unknown>;

/**
 * What a schema's own classes answer its fields with, as a map by type and field: the schema can then be built again from
 * its text with more in it, and answers as before.
 */
export function resolversOf(schema: GraphQLSchema): Record<string, ResolversOfType> {
  const resolvers: Record<string, ResolversOfType> = {};
  for (const [name, type] of Object.entries(schema.getTypeMap())) {
    if (isIntrospectionType(type) || isSpecifiedScalarType(type)) continue;
    if (isScalarType(type)) {
      const { serialize, parseValue, parseLiteral } = type;
      resolvers[name] = { serialize, parseValue, parseLiteral };
    } else if (isEnumType(type)) {
      resolvers[name] = Object.fromEntries(type.getValues().map((value) => [value.name, value.value]));
    } else if (isAbstractType(type)) {
      resolvers[name] = { __resolveType: type.resolveType };
    } else if (isObjectType(type)) {
      const answered = Object.values(type.getFields()).filter(({ resolve }) => resolve);
      const fields = answered.map(({ name: field, resolve, subscribe }) => [
        field,
        subscribe ? { resolve, subscribe } : resolve,
      ]);
      resolvers[name] = { ...Object.fromEntries(fields), __isTypeOf: type.isTypeOf };
    }
  }
  return resolvers;
}
