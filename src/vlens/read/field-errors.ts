import type { FieldError } from '../answer.js';
import { filledText } from './values.js';
import { listOf, objectAs, type Wire } from './wire.js';

/** The names under which a field and its message are known to come; the shape is not published (openapi.yaml). */
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
}

/**
 * Field errors out of `error_descriptions` or a framework's list, in any of these forms: a string, a list of
 * strings, a list of objects that name a field and a message, an object from field to message or messages. A message
 * of no field has an empty field.
 */
export function readFieldErrors(value: unknown): FieldError[] {
  if (Array.isArray(value)) return value.flatMap(readEntry);
  const message = filledText(value);
  if (message !== null) return [{ field: '', message }];
  const sent = objectAs<SentFieldError>(value);
  if (!sent) return [];
  const described = readDescribed(sent);
  return described.length > 0 ? described : readByField(sent);
}

function readEntry(entry: unknown): FieldError[] {
  return Array.isArray(entry) ? [] : readFieldErrors(entry);
}

function readDescribed(sent: Wire<SentFieldError>): FieldError[] {
  const message = filledText(sent.message ?? sent.errorMessage ?? sent.description ?? sent.error);
  if (message === null) return [];
  const one = filledText(
    sent.field ?? sent.fieldName ?? sent.key ?? sent.name ?? sent.property ?? sent.member,
  );
  const members = listOf(sent.members).flatMap((member) => filledText(member) ?? []);
  const fields = one === null ? members : [one];
  return (fields.length > 0 ? fields : ['']).map((field) => ({ field, message }));
}

function readByField(sent: object): FieldError[] {
  return Object.entries(sent).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap((entry) => {
      const message = filledText(entry);
      return message === null ? [] : [{ field, message }];
    }),
  );
}
