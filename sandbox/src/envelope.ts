import { REFUSALS } from './error-codes.js';
import { Refusal } from './refusal.js';
import type { FieldError } from './rules/field-error.js';

/** The one shape of every answer under `/api` (`vlens.yaml`, Envelope). */
export interface Envelope<T> {
  data: T;
  error_code: number | null;
  error_message: string | null;
  error_descriptions?: FieldError[];
}

export interface PagedEnvelope<T> extends Envelope<T[]> {
  totalCount: number;
  returnedCount: number;
}

/** What a step came to, in its envelope. */
export function envelope<T>(outcome: T | Refusal): Envelope<T> | Envelope<unknown> {
  if (!(outcome instanceof Refusal)) return { data: outcome, error_code: null, error_message: null };
  const [code, message] = REFUSALS[outcome.code];
  const { fieldErrors, data = null } = outcome.more;
  return {
    data,
    error_code: code,
    error_message: message,
    ...(fieldErrors ? { error_descriptions: fieldErrors } : {}),
  };
}

export function pagedEnvelope<T>(items: T[], totalCount: number): PagedEnvelope<T> {
  return { data: items, error_code: null, error_message: null, totalCount, returnedCount: items.length };
}

/** A call that reached no step: the HTTP status is the code. */
export function faultEnvelope(status: number, message: string): Envelope<null> {
  return { data: null, error_code: status, error_message: message };
}
