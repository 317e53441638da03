import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { TokenVerifier } from './admissions.js';

/** How Vlens's tokens can be verified: its key in itself, or a file of keys. */
export interface TokenKeySettings {
  /** A public key in PEM, or the secret of HS256 and its like. */
  key: string | null;
  jwksFile: string | null;
}

/** Vlens's clock and ours need not agree. */
const CLOCK_TOLERANCE_SECONDS = 60;
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const CURVE_ALGORITHMS = ['ES256', 'ES384', 'ES512', 'EdDSA'];

/**
 * Verifies the signature and the times of a token, so that invented and expired ones cost no call. That it is genuine gives no
 * permission: Vlens decides what its bearer may do. Null where no key is set.
 * @throws where the key or the file can't be read
 */
export function openTokenVerifier({ key, jwksFile }: TokenKeySettings): TokenVerifier | null {
  if (jwksFile !== null) {
    const keys = createLocalJWKSet(JSON.parse(readFileSync(jwksFile, 'utf8')) as JSONWebKeySet);
    return verifierWith(keys, [...RSA_ALGORITHMS, ...CURVE_ALGORITHMS]);
  }
  if (key === null) return null;
  if (!key.includes('-----BEGIN')) {
    const secret = new TextEncoder().encode(key);
    return verifierWith(async () => secret, SECRET_ALGORITHMS);
  }
  // Node's own key: it fits each algorithm of its kind, and a token can choose no other kind.
  const publicKey = createPublicKey(key);
  const algorithms = publicKey.asymmetricKeyType === 'rsa' ? RSA_ALGORITHMS : CURVE_ALGORITHMS;
  return verifierWith(async () => publicKey, algorithms);
}

function verifierWith(keys: JWTVerifyGetKey, algorithms: string[]): TokenVerifier {
  return {
    async verify(token) {
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
        });
        const seconds =
          payload.exp === undefined ? Number.POSITIVE_INFINITY : payload.exp - Date.now() / 1000;
        return { forMs: (seconds + CLOCK_TOLERANCE_SECONDS) * 1000 };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}
