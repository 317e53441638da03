import type { components } from '../../openapi/vlens.js';
import type { CodeSent } from '../customer-types.js';
import { invalidResponse } from '../faults.js';
import { filledText, integer } from './values.js';
import { objectAs, type Wire } from './wire.js';

/** The answers of the steps of registration and password reset. Vlens may send the codes themselves; they are not read. */
export type WireStep = components['schemas']['RegistrationStep'];

/** @throws VlensFault if there is no id to confirm the code with */
export function readPhoneCodeSent(data: unknown): CodeSent {
  return sentCode(phoneCode(objectAs<WireStep>(data)));
}

/** @throws VlensFault if there is no id to confirm the code with */
export function readEmailCodeSent(data: unknown): CodeSent {
  return sentCode(emailCode(objectAs<WireStep>(data)));
}

/**
 * A password reset code. Vlens sends it to the e-mail address, or by SMS if the user has none. The two are confirmed at different
 * endpoints, so the id says which one it was.
 * @throws VlensFault if there is no id to confirm the code with
 */
export function readResetCodeSent(data: unknown): CodeSent {
  const sent = objectAs<WireStep>(data);
  const byEmail = emailCode(sent);
  if (byEmail) return byEmail;
  const { codeRequestId, expiresInSeconds } = sentCode(phoneCode(sent));
  return { codeRequestId: BY_PHONE + codeRequestId, expiresInSeconds };
}

const BY_PHONE = 'phone:';

/** The endpoint that confirms a password reset code, and the id for Vlens. */
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
