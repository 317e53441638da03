import { errors, jwtVerify, SignJWT } from 'jose';

type OauthProvider = 'Google' | 'Microsoft';

const AUDIENCE = 'vlens-sandbox';
const issuerOf = (provider: OauthProvider) => `https://${provider.toLowerCase()}.sandbox.example`;

/** An id token as a provider gives it to somebody who signed in there; here, to anybody who asks. */
export function makeIdToken(
  key: Buffer,
  claims: {
    provider: OauthProvider;
    email: string;
    isEmailVerified: boolean;
    now: Date;
    lifetimeSeconds: number;
  },
): Promise<string> {
  const issuedAt = Math.floor(claims.now.getTime() / 1000);
  return new SignJWT({ email: claims.email, email_verified: claims.isEmailVerified })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer(issuerOf(claims.provider))
    .setAudience(AUDIENCE)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + claims.lifetimeSeconds)
    .sign(key);
}

/** The e-mail address that an id token is about, lower-case; or why it does not hold. */
export async function readIdToken(
  key: Buffer,
  { provider, idToken, now }: { provider: OauthProvider; idToken: string; now: Date },
): Promise<{ email: string } | { problem: string }> {
  try {
    const { payload } = await jwtVerify(idToken, key, {
      algorithms: ['HS256'],
      issuer: issuerOf(provider),
      audience: AUDIENCE,
      requiredClaims: ['exp', 'email'],
      currentDate: now,
    });
    if (payload.email_verified !== true)
      return { problem: 'The provider has not verified this e-mail address.' };
    return { email: String(payload.email).toLowerCase() };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      return { problem: 'The token has expired; sign in with the provider again.' };
    if (error instanceof errors.JOSEError) {
      return { problem: `This is no id token of ${provider}; sign in with that provider.` };
    }
    throw error;
  }
}
