import { hkdfSync } from 'node:crypto';

/** One key per use, all from the database's own secret: none of them opens what another closed. */
export interface Secrets {
  sessionToken: Buffer;
  oneTimeCode: Buffer;
  link: Buffer;
  oauthIssuer: Buffer;
}

const KEY_BYTES = 32;

/** @param secret 32 random bytes as base64url. */
export function deriveSecrets(secret: string): Secrets {
  const key = (use: string) =>
    Buffer.from(hkdfSync('sha256', Buffer.from(secret, 'base64url'), '', use, KEY_BYTES));
  return {
    sessionToken: key('session token'),
    oneTimeCode: key('one-time code'),
    link: key('link'),
    oauthIssuer: key('oauth issuer'),
  };
}
