import type { FieldError } from '../answer.js';
import { filledText, text } from './values.js';
import { listOf, objectAs, type Wire } from './wire.js';

/**
 * The known names of a field and its message. Vlens publishes `{field, value, errors: [{code, message}]}` (vlens.yaml, FieldErrors);
 * ASP.NET Boilerplate sends `{message, members}`.
 */
interface SentFieldError {
  field: string;
  fieldName: string;
  key: string;
  name: string;
  property: string;
  member: string;
  members: string[];
  message: string;
  errorMessage: string;
  description: string;
  error: string;
  errors: unknown[];
  value: unknown;
}

/** The limit for one answer, and for each of its descriptions. No form has as many fields. */
export const MAX_FIELD_ERRORS = 200;

/**
 * Field errors from `error_descriptions` or a framework's list. Known forms: a string, a list of strings, a list of objects with a field
 * and one or more messages, and an object from field to message or messages. A message without a field gets an empty field. The customer's
 * value is never repeated.
 */
export function readFieldErrors(value: unknown): FieldError[] {
  if (Array.isArray(value)) return value.slice(0, MAX_FIELD_ERRORS).flatMap(readEntry);
  const message = filledText(value);
  if (message !== null) return [{ field: '', message }];
  const sent = objectAs<SentFieldError>(value);
  if (!sent) return [];
  return readDescribed(sent) ?? readByField(sent);
}

function readEntry(entry: unknown): FieldError[] {
  return Array.isArray(entry) ? [] : readFieldErrors(entry);
}

/** Null if the object does not describe one field's errors. */
function readDescribed(sent: Wire<SentFieldError>): FieldError[] | null {
  const own = messageOf(sent);
  const nested = listOf(sent.errors).flatMap((each) => filledText(each) ?? messageOf(objectAs(each)) ?? []);
  const messages = own === null ? nested : [own, ...nested];
  const one = filledText(
    sent.field ?? sent.fieldName ?? sent.key ?? sent.name ?? sent.property ?? sent.member,
  );
  const members = listOf(sent.members).flatMap((member) => filledText(member) ?? []);
  const fields = one === null ? members : [one];
  if (messages.length === 0) {
    if (fields.length === 0 || !('value' in sent || 'errors' in sent)) return null;
    messages.push('Vlens does not accept this value.');
  }
  // Every message applies to every field, so a few thousand of both would exhaust the memory.
  const each = messages.slice(0, Math.max(1, Math.floor(MAX_FIELD_ERRORS / Math.max(1, fields.length))));
  return (fields.length > 0 ? fields.slice(0, MAX_FIELD_ERRORS) : ['']).flatMap((field) =>
    each.map((message) => ({ field, message: withoutValue(message, sent.value) })),
  );
}

function messageOf(sent: Wire<SentFieldError> | null): string | null {
  return filledText(sent?.message ?? sent?.errorMessage ?? sent?.description ?? sent?.error);
}

/** A shorter value may just as well be part of a word. */
const SHORTEST_VALUE = 3;

function withoutValue(message: string, value: unknown): string {
  const sent = text(value)?.trim() ?? '';
  return sent.length < SHORTEST_VALUE ? message : message.replaceAll(sent, '…');
}

function readByField(sent: object): FieldError[] {
  return Object.entries(sent).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((entry) => {
      const message = filledText(entry) ?? messageOf(objectAs(entry));
      return message === null ? [] : [{ field, message }];
    }),
  );
}
