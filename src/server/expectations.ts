import { type GraphQLNamedInputType, isEnumType } from 'graphql';

export const UNKNOWN_VALUE = 'The value is not of the expected type.';

/** The message for each scalar type. Messages for other scalars name the type. */
const OF_SCALARS: Record<string, string> = {
  String: 'String cannot represent a non string value.',
  Boolean: 'Boolean cannot represent a non boolean value.',
  Float: 'Float cannot represent non numeric value.',
  UUID: 'Expected a UUID.',
  DateTime: 'Expected an ISO 8601 date and time, e.g. "2026-11-23T12:00:00Z".',
};

/** What a type accepts. The message never repeats the value. */
export function expectation(type: GraphQLNamedInputType, value: unknown): string {
  if (isEnumType(type)) return `Expected one of the values of enum "${type}".`;
  if (type.name === 'Int')
    return Number.isInteger(value)
      ? 'Int cannot represent non 32-bit signed integer value.'
      : 'Int cannot represent non-integer value.';
  return Object.hasOwn(OF_SCALARS, type.name)
    ? String(OF_SCALARS[type.name])
    : `Expected a value of type "${type}".`;
}
