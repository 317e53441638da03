import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type LinkRight, linkHash, readLinkHash } from '../../../sandbox/src/rules/link-hash.js';

const KEY = randomBytes(32);
const EXPIRY = new Date('2026-11-23T12:30:00Z');
const BEFORE = new Date('2026-11-23T12:29:59Z');
const right: LinkRight = {
  purpose: 'sign',
  requestId: '81f404b3-d7dc-4f08-b4fe-934853c86282',
  customerId: 7,
  expiresAt: EXPIRY,
};

describe('a link’s hash', () => {
  it('tells whose right it is until it expires', () => {
    const hash = linkHash(KEY, right);
    expect(readLinkHash(KEY, right, hash, BEFORE)).toEqual({ customerId: 7 });
    expect(readLinkHash(KEY, right, hash, EXPIRY)).toBe('expired');
  });

  it('is nothing for another request, another purpose or another key', () => {
    const hash = linkHash(KEY, right);
    expect(readLinkHash(KEY, { ...right, requestId: 'another' }, hash, BEFORE)).toBeNull();
    expect(readLinkHash(KEY, { ...right, purpose: 'file' }, hash, BEFORE)).toBeNull();
    expect(readLinkHash(randomBytes(32), right, hash, BEFORE)).toBeNull();
  });

  it('is nothing once any byte of it is changed', () => {
    const hash = Buffer.from(linkHash(KEY, right), 'base64url');
    fc.assert(
      fc.property(fc.nat(hash.length - 1), fc.integer({ min: 1, max: 255 }), (place, difference) => {
        const changed = Buffer.from(hash);
        changed[place] = (changed[place] ?? 0) ^ difference;
        expect(readLinkHash(KEY, right, changed.toString('base64url'), BEFORE)).toBeNull();
      }),
    );
  });

  it('is nothing where it is not even one', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readLinkHash(KEY, right, text, BEFORE)).toBeNull();
      }),
    );
  });

  it('has one spelling', () => {
    expect(readLinkHash(KEY, right, `${linkHash(KEY, right)}=`, BEFORE)).toBeNull();
  });
});
