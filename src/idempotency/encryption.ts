import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { accountOf } from '../vlens/account.js';
import type { RecordId } from './store.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Fields of an input that do not change what the step does. */
const PASSING_FIELDS = new Set(['userDeviceUtcTime', 'geoLocation']);

/** Hashes and encrypts remembered data, with keys derived from one secret. An encrypted answer can be decrypted only in its own record. */
export class Encryption {
  private readonly recordKey: Buffer;
  private readonly inputKey: Buffer;
  private readonly answerKey: Buffer;

  constructor(secret: string | Buffer) {
    const key = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', secret, '', `idempotency ${purpose}`, 32));
    this.recordKey = key('record');
    this.inputKey = key('input');
    this.answerKey = key('answer');
  }

  /** Callers without a token share one scope of idempotency keys; their inputs distinguish them. */
  recordId(token: string | null, idempotencyKey: string): RecordId {
    const caller = token === null ? 'anonymous' : accountOf(token);
    return hmac(this.recordKey, `${idempotencyKey}\n${caller}`) as RecordId;
  }

  /** Distinguishes tokens without storing them. */
  tokenMark(token: string | null): string {
    return token === null ? '' : hmac(this.recordKey, `mark ${token}`);
  }

  /**
   * Two calls of a step with the same input have the same fingerprint. The order of the fields, the device's time and its location do not
   * matter: a phone that repeats a step sends a new time and a new location.
   */
  fingerprint(step: string, input: object): string {
    return hmac(this.inputKey, `${step}\n${canonical(input)}`);
  }

  encrypt(id: RecordId, value: unknown): Uint8Array {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.answerKey, nonce).setAAD(Buffer.from(id));
    const encrypted = [cipher.update(serialize(value)), cipher.final()];
    return ownBytes(Buffer.concat([nonce, cipher.getAuthTag(), ...encrypted]));
  }

  /** Throws if the ciphertext was made for another record or with another secret, or was changed. */
  decrypt(id: RecordId, ciphertext: Uint8Array): unknown {
    const nonce = ciphertext.subarray(0, NONCE_BYTES);
    const tag = ciphertext.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
    const cipher = createDecipheriv(CIPHER, this.answerKey, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(id)).setAuthTag(tag);
    return deserialize(
      Buffer.concat([cipher.update(ciphertext.subarray(NONCE_BYTES + TAG_BYTES)), cipher.final()]),
    );
  }
}

/** Copies bytes. A small Buffer is a slice of a shared 8 kB pool: if it is kept for a day, all 8 kB stay in memory. */
export function ownBytes(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes);
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function canonical(input: object): string {
  // Remove these fields only at the top level: nested form data may have keys of any name.
  const lasting = Object.fromEntries(Object.entries(input).filter(([name]) => !PASSING_FIELDS.has(name)));
  return JSON.stringify(lasting, (_key, value: unknown) => {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}
