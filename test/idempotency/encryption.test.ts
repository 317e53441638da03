import { describe, expect, it } from '@jest/globals';
import { Encryption } from '../../src/idempotency/encryption.js';

const SECRET = 'a secret of thirty-two characters or more';
const encryption = new Encryption(SECRET);
const id = encryption.recordId('token', 'key');

describe('What is remembered', () => {
  it('comes back as it was, dates and all', () => {
    const value = { at: new Date(0), list: [1, null, undefined], text: 'عقد' };
    expect(new Encryption(SECRET).decrypt(id, encryption.encrypt(id, value))).toEqual(value);
  });

  it('can’t be read, nor told from another by its length alone', () => {
    const ciphertext = Buffer.from(encryption.encrypt(id, { otp: '123456' })).toString('latin1');
    expect(ciphertext).not.toContain('123456');
    expect(encryption.encrypt(id, 'same')).not.toEqual(encryption.encrypt(id, 'same'));
  });

  it('keeps its own bytes in memory, and not those that node:buffer shares out with them', () => {
    const ciphertext = encryption.encrypt(id, { kind: 'accepted' });
    expect(ciphertext.buffer.byteLength).toBe(ciphertext.byteLength);
  });

  it('does not open for another record, under another secret, or when changed', () => {
    const ciphertext = encryption.encrypt(id, 'value');
    expect(() => encryption.decrypt(encryption.recordId('another', 'key'), ciphertext)).toThrow();
    expect(() => new Encryption(`${SECRET}!`).decrypt(id, ciphertext)).toThrow();
    const changed = Uint8Array.from(ciphertext);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => encryption.decrypt(id, changed)).toThrow();
  });

  it('is named by caller and key, and told apart by step and input whatever the order of fields', () => {
    expect(encryption.recordId('token', 'key')).toBe(id);
    expect(encryption.recordId(null, 'key')).not.toBe(id);
    const print = encryption.fingerprint('login', { a: 1, b: { c: 2, d: new Date(0) } });
    expect(encryption.fingerprint('login', { b: { d: new Date(0), c: 2 }, a: 1 })).toBe(print);
    expect(encryption.fingerprint('login', { a: 1, b: { c: 2, d: new Date(1) } })).not.toBe(print);
    const filledIn = (geoLocation: string) =>
      encryption.fingerprint('createBusinessRequest', {
        fields: { geoLocation },
        geoLocation: { latitude: 1 },
      });
    expect(filledIn('Cairo')).not.toBe(filledIn('Giza'));
    expect(encryption.fingerprint('stepRequestOtp', { a: 1, b: { c: 2, d: new Date(0) } })).not.toBe(print);
  });
});
