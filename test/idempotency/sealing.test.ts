import { describe, expect, it } from '@jest/globals';
import { Sealing } from '../../src/idempotency/sealing.js';

const SECRET = 'a secret of thirty-two characters or more';
const sealing = new Sealing(SECRET);
const id = sealing.recordId('token', 'key');

describe('What is remembered', () => {
  it('comes back as it was, dates and all', () => {
    const value = { at: new Date(0), list: [1, null, undefined], text: 'عقد' };
    expect(new Sealing(SECRET).open(id, sealing.seal(id, value))).toEqual(value);
  });

  it('can’t be read, nor told from another by its length alone', () => {
    const sealed = Buffer.from(sealing.seal(id, { otp: '123456' })).toString('latin1');
    expect(sealed).not.toContain('123456');
    expect(sealing.seal(id, 'same')).not.toEqual(sealing.seal(id, 'same'));
  });

  it('does not open for another record, under another secret, or when changed', () => {
    const sealed = sealing.seal(id, 'value');
    expect(() => sealing.open(sealing.recordId('another', 'key'), sealed)).toThrow();
    expect(() => new Sealing(`${SECRET}!`).open(id, sealed)).toThrow();
    const changed = Uint8Array.from(sealed);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
    expect(() => sealing.open(id, changed)).toThrow();
  });

  it('is named by caller and key, and told apart by step and input whatever the order of fields', () => {
    expect(sealing.recordId('token', 'key')).toBe(id);
    expect(sealing.recordId(null, 'key')).not.toBe(id);
    const print = sealing.fingerprint('login', { a: 1, b: { c: 2, d: new Date(0) } });
    expect(sealing.fingerprint('login', { b: { d: new Date(0), c: 2 }, a: 1 })).toBe(print);
    expect(sealing.fingerprint('login', { a: 1, b: { c: 2, d: new Date(1) } })).not.toBe(print);
    expect(sealing.fingerprint('stepRequestOtp', { a: 1, b: { c: 2, d: new Date(0) } })).not.toBe(print);
  });
});
