import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { GraphQLDate, GraphQLDateTime, GraphQLUUID } from 'graphql-scalars';
import { pasted } from './pasted.js';

const uuid = GraphQLUUID.toConfig();
const dateTime = GraphQLDateTime.toConfig();

/** graphql-scalars' UUID, but lower-case in both directions, because Vlens's ids are compared as text. */
export const UUID = new GraphQLScalarType<string, string>({
  ...uuid,
  description: 'A UUID, hyphenated; lower-case on the way out, either case on the way in.',
  serialize: (value) => (isUsual(value) ? value : asUsual(uuid.serialize(value))),
  parseValue: (value) => asUsual(uuid.parseValue(cleaned(value))),
  parseLiteral: (node, variables) => asUsual(uuid.parseLiteral(cleanedNode(node), variables)),
});

/** graphql-scalars' DateTime, but as ISO text in UTC, whatever serializes the answer. */
export const DateTime = new GraphQLScalarType<Date, string>({
  ...dateTime,
  description: 'A moment as ISO 8601 (RFC 3339) text; in UTC on the way out, with any offset on the way in.',
  serialize: (value) => (isUtcText(value) ? value : new Date(dateTime.serialize(value)).toISOString()),
  parseValue: (value) => new Date(dateTime.parseValue(cleaned(value, moment))),
  parseLiteral: (node, variables) => new Date(dateTime.parseLiteral(cleanedNode(node, moment), variables)),
});

/** graphql-scalars' Date, for days that are already text: a Date object would have a time and a zone. */
export const DateOnly = new GraphQLScalarType<Date, string>({
  ...GraphQLDate.toConfig(),
  description: 'A day as YYYY-MM-DD.',
  serialize: (value) => String(value),
});

/** Pasted text may contain invisible marks. */
function cleaned(value: unknown, clean = pasted): unknown {
  return typeof value === 'string' ? clean(value) : value;
}

function cleanedNode<Node extends ValueNode>(node: Node, clean = pasted): Node {
  return node.kind === Kind.STRING ? { ...node, value: clean(node.value) } : node;
}

/** RFC 3339 requires seconds, which Java's `OffsetDateTime.toString()` leaves out for a whole minute. */
function moment(text: string): string {
  return pasted(text).replace(/^(.{10}T\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/i, '$1:00$2');
}

/** graphql-scalars removes braces around a UUID, but not a single one at its end. With it, the text would be another id and another key. */
function asUsual(id: string): string {
  const lower = id.toLowerCase();
  if (!isUsual(lower)) throw new TypeError('Not a UUID.');
  return lower;
}

/** Whether the value is already a UUID in this form, as every id from Vlens is. */
function isUsual(value: unknown): value is string {
  return typeof value === 'string' && /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/.test(value);
}

/** Whether the value is already a moment in this form, as every moment from Vlens is. */
function isUtcText(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
