import { createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
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
    const file = new KeyFile(jwksFile);
    return verifierWith(file.keyOf, [...RSA_ALGORITHMS, ...CURVE_ALGORITHMS], () => file.readAgain());
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

/** Of the file's time: anybody who invents tokens has it looked at no more often. */
const LOOK_AGAIN_AFTER_MS = 1000;

/** The keys of a file, which is read again when it has changed: Vlens may sign with new keys from one minute to the next. */
class KeyFile {
  private keys: JWTVerifyGetKey;
  private modifiedAt: number;
  private lookedAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly path: string) {
    this.modifiedAt = statSync(path).mtimeMs;
    this.keys = this.read();
  }

  readonly keyOf: JWTVerifyGetKey = (header, token) => this.keys(header, token);

  /** Whether there are other keys now. A file that can't be read leaves the ones that are known. */
  readAgain(): boolean {
    const now = performance.now();
    if (now - this.lookedAt < LOOK_AGAIN_AFTER_MS) return false;
    this.lookedAt = now;
    try {
      const modifiedAt = statSync(this.path).mtimeMs;
      if (modifiedAt === this.modifiedAt) return false;
      this.keys = this.read();
      this.modifiedAt = modifiedAt;
      return true;
    } catch {
      return false;
    }
  }

  private read(): JWTVerifyGetKey {
    return createLocalJWKSet(JSON.parse(readFileSync(this.path, 'utf8')) as JSONWebKeySet);
  }
}

function verifierWith(
  keys: JWTVerifyGetKey,
  algorithms: string[],
  readAgain: () => boolean = () => false,
): TokenVerifier {
  const options = { algorithms, clockTolerance: CLOCK_TOLERANCE_SECONDS };
  const payloadOf = async (token: string): Promise<JWTPayload> => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return withOneOf(error, token);
      if (isOfOtherKey(error) && readAgain()) return payloadOf(token);
      throw error;
    }
  };
  /** Where old and new keys have no `kid`, the token says not which it is. */
  const withOneOf = async (
    candidates: errors.JWKSMultipleMatchingKeys,
    token: string,
  ): Promise<JWTPayload> => {
    for await (const key of candidates) {
      try {
        return (await jwtVerify(token, key, options)).payload;
      } catch (error) {
        if (!isOfOtherKey(error)) throw error;
      }
    }
    if (readAgain()) return payloadOf(token);
    throw new errors.JWSSignatureVerificationFailed();
  };
  return {
    async verify(token) {
      try {
        const { exp } = await payloadOf(token);
        const seconds = exp === undefined ? Number.POSITIVE_INFINITY : exp - Date.now() / 1000;
        return { forMs: (seconds + CLOCK_TOLERANCE_SECONDS) * 1000 };
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

function isOfOtherKey(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWSSignatureVerificationFailed;
}
