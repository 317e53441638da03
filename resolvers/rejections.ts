import { Rejection } from '../schema/rejection.js';
import type * as vlens from '../src/vlens/answer.js';
import { asType } from './as-type.js';

/** The result of a step: made from its value, or a Rejection if Vlens refused. */
export function resultOf<T, Result>(
  answer: vlens.Answer<T>,
  toResult: (value: T) => Result,
): Result | Rejection {
  return answer.kind === 'rejection' ? toRejection(answer) : toResult(answer.value);
}

/** The rejection in the schema's form. */
export function toRejection({
  message,
  errorCode,
  reason,
  fieldErrors,
  retryAfterSeconds,
}: vlens.Rejection): Rejection {
  const inSeconds = retryAfterSeconds === undefined ? null : Math.ceil(retryAfterSeconds);
  return asType(Rejection, { message, errorCode, reason, fieldErrors, retryAfterSeconds: inSeconds });
}
