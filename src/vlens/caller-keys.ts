import { hash, randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** Identifies a caller without revealing who it is: a keyed hash of the caller's token. */
export type CallerKey = string & { readonly [brand]: 'CallerKey' };

/** Turns tokens into keys that are safe to keep. The secret of the hash never leaves this object. */
export class CallerKeys {
  private readonly secret: string;
  private readonly anonymous: CallerKey;

  /** @param secret random for this process, unless other processes must make the same keys */
  constructor(secret: Buffer = randomBytes(32)) {
    this.secret = secret.toString('base64url');
    this.anonymous = this.hash('');
  }

  /** The key of the caller with this token. All callers without a token share one key. */
  of(token: string | null): CallerKey {
    return token === null ? this.anonymous : this.hash(`token ${token}`);
  }

  /** The key of a block of IP addresses, for callers whom Vlens never accepted. */
  ofAddress(block: string): CallerKey {
    return this.hash(`address ${block}`);
  }

  /** The key of the person that a call without a token is about. */
  ofPerson(person: string): CallerKey {
    return this.hash(`person ${person}`);
  }

  /**
   * A single hash call, because an HMAC costs several times as much. Length extension is no danger: the secret has a fixed length, and
   * nobody outside sees a key.
   */
  private hash(text: string): CallerKey {
    return hash('sha256', `${this.secret} ${text}`, 'base64url') as CallerKey;
  }
}
