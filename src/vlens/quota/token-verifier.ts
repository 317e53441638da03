import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import {
  createLocalJWKSet,
  errors,
  type JSONWebKeySet,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { TokenVerifier } from './admissions.js';

/** How to verify Vlens's tokens: by one key, or by a file of keys. */
export interface TokenKeySettings {
  /** A public key in PEM, or the secret of HS256, HS384 or HS512. */
  key: string | null;
  jwksFile: string | null;
}

/** Vlens's clock and ours may differ. */
const CLOCK_TOLERANCE_SECONDS = 60;
const SECRET_ALGORITHMS = ['HS256', 'HS384', 'HS512'];
const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];
const CURVE_ALGORITHMS: Record<string, string> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};
/** The name until 2025, and the name in RFC 9864. */
const EDWARDS_ALGORITHMS = ['EdDSA', 'Ed25519'];
/** `jose` accepts no shorter keys (RFC 7518, section 3.3). */
const LEAST_RSA_BITS = 2048;

/**
 * Verifies the signature and the times of a token, so that invented and expired tokens cost no call. A genuine token gives no permission:
 * Vlens decides what its bearer may do. Null if no key is set.
 * @throws if the key or the file can't be read
 */
export function openTokenVerifier(
  { key, jwksFile }: TokenKeySettings,
  onProblem?: OnKeyProblem,
): TokenVerifier | null {
  if (jwksFile !== null) {
    const file = new KeyFile(jwksFile, onProblem);
    const algorithms = [...RSA_ALGORITHMS, ...Object.values(CURVE_ALGORITHMS), ...EDWARDS_ALGORITHMS];
    const verifier = verifierWith(file.keyOf, algorithms, (why) => file.readAgain(why));
    return { ...verifier, problem: () => file.problemNow() };
  }
  if (key === null) return null;
  if (!key.includes('-----BEGIN')) {
    const secret = new TextEncoder().encode(key);
    return verifierWith(async () => secret, SECRET_ALGORITHMS);
  }
  // The algorithms come from the parsed key, so that a token cannot choose one that does not fit the key.
  const publicKey = createPublicKey(key);
  const algorithms = algorithmsOf(publicKey);
  if (algorithms.length === 0) throw new UnusableKey();
  return verifierWith(async () => publicKey, algorithms);
}

/** A key that can verify no token: the gateway would refuse every customer. */
export class UnusableKey extends Error {
  override readonly name = 'UnusableKey';
}

/** The algorithms of tokens that this key verifies; empty if there are none. */
function algorithmsOf({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): string[] {
  if (type === 'rsa') return (details?.modulusLength ?? 0) >= LEAST_RSA_BITS ? RSA_ALGORITHMS : [];
  if (type === 'ed25519') return EDWARDS_ALGORITHMS;
  const ofCurve = type === 'ec' && CURVE_ALGORITHMS[details?.namedCurve ?? ''];
  return ofCurve ? [ofCurve] : [];
}

/**
 * Whether a key of the file can verify tokens. A key that can't be read would cause an error each time a token names it. A key that is
 * marked for another purpose verifies nothing (RFC 7517, section 4). A private key does not belong in the file.
 */
function isUsable(key: JWK): boolean {
  const { d, use = 'sig', key_ops: operations = ['verify'], alg } = key;
  if (d !== undefined || use !== 'sig' || !operations.includes('verify')) return false;
  try {
    const algorithms = algorithmsOf(createPublicKey({ key: key as JsonWebKey, format: 'jwk' }));
    return alg === undefined ? algorithms.length > 0 : algorithms.includes(alg);
  } catch {
    return false;
  }
}

/** How often the file's time is checked at most, since anybody can trigger a check with invented tokens. */
const CHECK_AGAIN_AFTER_MS = 1000;

type Reason = 'unknownKey' | 'anyToken';

/** Called with the reason when the file can no longer be read, and with null when it can be read again. */
export type OnKeyProblem = (problem: string | null) => void;

/** The keys of a file. A changed file is read again, since Vlens may change its signing keys at any time. */
class KeyFile {
  private keys: JWTVerifyGetKey;
  private modifiedAt: number;
  /** When the file was last checked, for tokens with an unknown key and for all tokens. */
  private readonly checkedAt = { unknownKey: Number.NEGATIVE_INFINITY, anyToken: Number.NEGATIVE_INFINITY };

  private problem: string | null = null;

  constructor(
    private readonly path: string,
    private readonly onProblem?: OnKeyProblem,
  ) {
    this.modifiedAt = statSync(path).mtimeMs;
    this.keys = this.read();
  }

  readonly keyOf: JWTVerifyGetKey = (header, token) => this.keys(header, token);

  /** A problem that the operator should mend. Checks the file, so that the problem shows even if no token arrives. */
  problemNow(): string | null {
    this.readAgain('anyToken');
    return this.problem;
  }

  /** Whether the file has new keys. If the file can't be read, the known keys stay in use and the problem is reported. */
  readAgain(why: Reason): boolean {
    const now = performance.now();
    if (now - this.checkedAt[why] < CHECK_AGAIN_AFTER_MS) return false;
    this.checkedAt[why] = now;
    try {
      const modifiedAt = statSync(this.path).mtimeMs;
      const isChanged = modifiedAt !== this.modifiedAt;
      if (isChanged) this.keys = this.read();
      this.modifiedAt = modifiedAt;
      this.say(null);
      return isChanged;
    } catch (error) {
      this.say(whyUnreadable(error));
      return false;
    }
  }

  private say(why: string | null): void {
    const problem =
      why &&
      `VLENS_TOKEN_JWKS_FILE can’t be read any more: ${why}. Tokens are verified with the keys read before; mend the file`;
    if (problem === this.problem) return;
    this.problem = problem;
    this.onProblem?.(problem);
  }

  private read(): JWTVerifyGetKey {
    const { keys } = JSON.parse(readFileSync(this.path, 'utf8')) as JSONWebKeySet;
    const usable = keys.filter(isUsable);
    if (usable.length === 0) throw new UnusableKey();
    return createLocalJWKSet({ keys: usable });
  }
}

function whyUnreadable(error: unknown): string {
  if (error instanceof UnusableKey) return 'it holds no key that tokens can be verified with';
  return (error as NodeJS.ErrnoException).code ?? 'it is no JSON Web Key Set';
}

function verifierWith(
  keys: JWTVerifyGetKey,
  algorithms: string[],
  readAgain: (why: Reason) => boolean = () => false,
): TokenVerifier {
  const options = { algorithms, clockTolerance: CLOCK_TOLERANCE_SECONDS };
  const payloadOf = async (token: string): Promise<JWTPayload> => {
    try {
      return (await jwtVerify(token, keys, options)).payload;
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys) return withOneOf(error, token);
      if (isOfOtherKey(error) && readAgain('unknownKey')) return payloadOf(token);
      throw error;
    }
  };
  /** If old and new keys have no `kid`, the token does not say which key signed it, so each is tried. */
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
    if (readAgain('unknownKey')) return payloadOf(token);
    throw new errors.JWSSignatureVerificationFailed();
  };
  return {
    async verify(token) {
      // A key that was removed from the file must verify no more tokens.
      readAgain('anyToken');
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
