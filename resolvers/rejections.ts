import { Rejection } from '../schema/rejection.js';
import type * as vlens from '../src/vlens/answer.js';
import { asType } from './as-type.js';

/** As the schema has it. */
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
