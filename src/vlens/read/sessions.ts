import type { components } from '../../openapi/vlens.js';
import { invalidResponse } from '../faults.js';
import type { Session } from '../types.js';
import { readPerson } from './people.js';
import { filledText, flag, integer, uuid } from './values.js';
import { objectAs } from './wire.js';

/** The answer of logins, registrations and refreshes, which use different names. */
type WireSession = components['schemas']['SignIn'] & { newRefreshToken?: string; expiresInSeconds?: number };

/** @throws VlensFault if there is no access token */
export function readSession(data: unknown): Session {
  const sent = objectAs<WireSession>(data);
  const accessToken = filledText(sent?.accessToken);
  if (!sent || accessToken === null) throw invalidResponse();
  return {
    kind: 'session',
    accessToken,
    // A refresh sends two refresh tokens; the new one has "new" in its name (vlens.yaml, RefreshToken).
    refreshToken: filledText(sent.newRefreshToken) ?? filledText(sent.refreshToken),
    expiresInSeconds: integer(sent.expireInSeconds) ?? integer(sent.expiresInSeconds),
    transactionId: uuid(sent.transactionId),
    isDigitalIdentityVerified: flag(sent.isDigitalIdentityVerified),
    hasPendingRequest: flag(sent.hasPendingRequest),
    user: readPerson(sent.user),
  };
}
