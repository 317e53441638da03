import type { components } from '../../openapi/vlens.js';
import type { CodeSent } from '../customer-types.js';
import { invalidResponse } from '../faults.js';
import { filledText, integer } from './values.js';
import { objectAs, type Wire } from './wire.js';

/** The answers to the steps of a registration and of a lost password. Codes in them, where Vlens sends any, are not read. */
export type WireStep = components['schemas']['RegistrationStep'];

/** @throws VlensFault where there is nothing to confirm the code with. */
export function readPhoneCodeSent(data: unknown): CodeSent {
  return sentCode(phoneCode(objectAs<WireStep>(data)));
}

/** @throws VlensFault where there is nothing to confirm the code with. */
export function readEmailCodeSent(data: unknown): CodeSent {
  return sentCode(emailCode(objectAs<WireStep>(data)));
}

/**
 * A code for a lost password, which goes to the e-mail address, or by SMS to somebody without one: which of the two it was is
 * part of the id, since it is confirmed at another place.
 * @throws VlensFault where there is nothing to confirm the code with.
 */
export function readResetCodeSent(data: unknown): CodeSent {
  const sent = objectAs<WireStep>(data);
  const byEmail = emailCode(sent);
  if (byEmail) return byEmail;
  const { codeRequestId, expiresInSeconds } = sentCode(phoneCode(sent));
  return { codeRequestId: BY_PHONE + codeRequestId, expiresInSeconds };
}

const BY_PHONE = 'phone:';

/** Where a code for a lost password is confirmed, and the id as Vlens knows it. */
export function resetChannel(codeRequestId: string): { by: 'phone' | 'email'; id: string } {
  return codeRequestId.startsWith(BY_PHONE)
    ? { by: 'phone', id: codeRequestId.slice(BY_PHONE.length) }
    : { by: 'email', id: codeRequestId };
}

function phoneCode(sent: Wire<WireStep> | null): CodeSent | null {
  const codeRequestId = filledText(sent?.phoneNumberOtpRequestId);
  return codeRequestId === null
    ? null
    : { codeRequestId, expiresInSeconds: integer(sent?.phoneOtpExpireInSeconds) };
}

function emailCode(sent: Wire<WireStep> | null): CodeSent | null {
  const codeRequestId = filledText(sent?.emailOtpRequestId);
  return codeRequestId === null
    ? null
    : { codeRequestId, expiresInSeconds: integer(sent?.emailOtpExpireInSeconds) };
}

function sentCode(sent: CodeSent | null): CodeSent {
  if (sent === null) throw invalidResponse();
  return sent;
}
