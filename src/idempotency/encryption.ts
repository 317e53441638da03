import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { accountOf } from './account.js';
import type { RecordId } from './store.js';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Fields of an input that say nothing about what is asked for. */
const PASSING_FIELDS = new Set(['userDeviceUtcTime', 'geoLocation']);

/** Hashes and encrypts what is remembered, under keys made of one secret; a ciphertext answer opens in its own record only. */
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

  /** Callers without a token share one scope of keys; their inputs distinguish them. */
  recordId(token: string | null, idempotencyKey: string): RecordId {
    const caller = token === null ? 'anonymous' : accountOf(token);
    return hmac(this.recordKey, `${idempotencyKey}\n${caller}`) as RecordId;
  }

  /** Distinguishes tokens without storing them. */
  tokenMark(token: string | null): string {
    return token === null ? '' : hmac(this.recordKey, `mark ${token}`);
  }

  /**
   * The same for the same step with the same input, whatever the order of its fields, when it was sent and from where: a
   * phone that repeats a step has a new time and a new place.
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

  /** Throws where it was encrypted for another record, under another secret, or was changed. */
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

/** A small Buffer is a slice of 8 kB that node:buffer shares out: kept for a day, it would keep all of them. */
export function ownBytes(bytes: Buffer): Uint8Array {
  return new Uint8Array(bytes);
}

function hmac(key: Buffer, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

function canonical(input: object): string {
  // Of the input itself alone: the keys of a form may have any names.
  const lasting = Object.fromEntries(Object.entries(input).filter(([name]) => !PASSING_FIELDS.has(name)));
  return JSON.stringify(lasting, (_key, value: unknown) => {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  });
}
