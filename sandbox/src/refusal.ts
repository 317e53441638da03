import type { RefusalCode } from './error-codes.js';
import type { FieldError } from './rules/field-error.js';

/** The sandbox says no: a value that steps answer, since what led to it (a counted try) is to be kept. */
export class Refusal {
  constructor(
    readonly code: RefusalCode,
    readonly more: { fieldErrors?: FieldError[]; data?: unknown } = {},
  ) {}
}
