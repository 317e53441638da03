import { createHmac, randomBytes } from 'node:crypto';

declare const brand: unique symbol;
/** Who asks, without telling who it is: a keyed hash of the caller's token. */
export type CallerKey = string & { readonly [brand]: 'CallerKey' };

/** Turns tokens into keys that may be held on to: the hash's own key never leaves this object. */
export class CallerKeys {
  private readonly anonymous: CallerKey;

  /** @param secret a random one for this process, unless others must make the same keys */
  constructor(private readonly secret: Buffer = randomBytes(32)) {
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

  /** The key of whom a call without a token is about. */
  ofPerson(person: string): CallerKey {
    return this.hash(`person ${person}`);
  }

  private hash(text: string): CallerKey {
    return createHmac('sha256', this.secret).update(text).digest('base64url') as CallerKey;
  }
}
