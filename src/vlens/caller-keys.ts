import { hash, randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** Names a caller without revealing who it is: a keyed hash of the caller's token. */
export type CallerKey = string & { readonly [brand]: 'CallerKey' };

/** Turns tokens into keys that may be held on to: the hash's own key never leaves this object. */
export class CallerKeys {
  private readonly secret: string;
  private readonly anonymous: CallerKey;

  /** @param secret a random one for this process, unless others must make the same keys */
  constructor(secret: Buffer = randomBytes(32)) {
    this.secret = secret.toString('base64url');
    this.anonymous = this.hash('');
  }

  /** The key of the caller with this token; all callers without one share one key. */
  of(token: string | null): CallerKey {
    return token === null ? this.anonymous : this.hash(`token ${token}`);
  }

  /** The key of a block of addresses, for callers whom Vlens never accepted. */
  ofAddress(block: string): CallerKey {
    return this.hash(`address ${block}`);
  }

  /** The key of the person that a call without a token is about. */
  ofPerson(person: string): CallerKey {
    return this.hash(`person ${person}`);
  }

  /** In one call, for an HMAC costs several times as much; the secret has one length, and nobody who might lengthen a key sees one. */
  private hash(text: string): CallerKey {
    return hash('sha256', `${this.secret} ${text}`, 'base64url') as CallerKey;
  }
}
