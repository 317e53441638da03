import { registerEnumType } from 'type-graphql';

/**
 * An enum whose values are their own names, each with its description.
 * @param deprecated why a value is no longer used
 */
export function describedEnum<const Described extends Readonly<Record<string, string>>>(
  name: string,
  description: string,
  values: Described,
  deprecated: { readonly [Value in keyof Described]?: string } = {},
): { readonly [Value in keyof Described]: Value } {
  const names = Object.fromEntries(Object.keys(values).map((value) => [value, value]));
  const valuesConfig = Object.fromEntries(
    Object.entries(values).map(([value, each]) => [
      value,
      { description: each, ...(deprecated[value] && { deprecationReason: deprecated[value] }) },
    ]),
  );
  registerEnumType(names, { name, description, valuesConfig });
  return names as { readonly [Value in keyof Described]: Value };
}
