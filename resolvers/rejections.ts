import { Rejection } from '../schema/rejection.js';
import type * as vlens from '../src/vlens/answer.js';
import { instance } from './instance.js';

export function toRejection({ message, errorCode, reason, fieldErrors }: vlens.Rejection): Rejection {
  return instance(Rejection, { message, errorCode, reason, fieldErrors });
}
