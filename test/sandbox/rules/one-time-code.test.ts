import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { systemRandom } from '../../../sandbox/src/random.js';
import { codeEnd, codeHash, isSameHash } from '../../../sandbox/src/rules/one-time-code.js';

const KEY = randomBytes(32);
const open = { usedAt: null, replacedAt: null, expiresAt: '2026-11-23T12:05:00.000Z', triesLeft: 1 };
const at = (time: string) => new Date(`2026-11-23T${time}Z`);

describe('a one-time code', () => {
  it('has six digits, leading zeros included', () => {
    const codes = Array.from({ length: 2000 }, () => systemRandom.code());
    for (const code of codes) expect(code).toMatch(/^\d{6}$/);
    expect(codes.some((code) => code.startsWith('0'))).toBe(true);
  });

  it('is open until the moment of its expiry', () => {
    expect(codeEnd(open, at('12:04:59.999'))).toBeNull();
    expect(codeEnd(open, at('12:05:00.000'))).toBe('OTP_EXPIRED');
  });

  it('tells the most final of its ends', () => {
    const now = at('13:00:00');
    expect(codeEnd({ ...open, triesLeft: 0 }, at('12:00:00'))).toBe('OTP_TRIES_USED_UP');
    expect(codeEnd({ ...open, replacedAt: 'then' }, now)).toBe('OTP_REPLACED');
    expect(codeEnd({ ...open, replacedAt: 'then', usedAt: 'then' }, now)).toBe('OTP_USED');
  });

  it('has another hash under another key and for another code’s id', () => {
    const hash = codeHash(KEY, 'one', '123456');
    expect(isSameHash(codeHash(KEY, 'one', '123456'), hash)).toBe(true);
    expect(isSameHash(codeHash(KEY, 'two', '123456'), hash)).toBe(false);
    expect(isSameHash(codeHash(randomBytes(32), 'one', '123456'), hash)).toBe(false);
    expect(isSameHash(codeHash(KEY, 'one', '123457'), hash)).toBe(false);
    expect(isSameHash('', hash)).toBe(false);
    expect(hash).not.toContain('123456');
  });
});
