import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { contractAddress } from '../../../src/vlens/http/contract-hosts.js';
import { isPublicAddress, publicLookup } from '../../../src/vlens/http/public-addresses.js';

const VLENS = 'https://api.vlens.example';
const isFetched = (url: string, baseUrl = VLENS, allowed: string[] | null = null) =>
  contractAddress(url, { baseUrl, allowed }) !== null;

describe('A contract is fetched', () => {
  it.each([
    ['https://files.example.com/c.pdf', VLENS],
    ['https://api.vlens.example/c.pdf', VLENS],
    ['http://127.0.0.1:4001/contracts/1', 'http://127.0.0.1:4001/api'],
    ['https://127.0.0.1:8443/c.pdf', 'http://127.0.0.1:4001'],
    ['https://8.8.8.8/c.pdf', VLENS],
  ])('from %s where Vlens is at %s', (url, baseUrl) => {
    expect(isFetched(url, baseUrl)).toBe(true);
  });

  it('from names that must stand for public addresses, unless they are Vlens’s own', () => {
    expect(contractAddress('https://files.example.com/c', { baseUrl: VLENS, allowed: null })).toEqual({
      url: 'https://files.example.com/c',
      mustBePublic: true,
    });
    expect(contractAddress(`${VLENS}/c`, { baseUrl: VLENS, allowed: [] })).toMatchObject({
      mustBePublic: false,
    });
  });

  it('from the allowed hosts only, where there are such', () => {
    const allowed = ['files.example.com', '*.blob.example'];
    expect(isFetched('https://files.example.com/c', VLENS, allowed)).toBe(true);
    expect(isFetched('https://a.b.blob.example/c', VLENS, allowed)).toBe(true);
    for (const host of [
      'evil.example',
      'files.example.com.evil.example',
      'blob.example',
      'evilblob.example',
    ]) {
      expect(isFetched(`https://${host}/c`, VLENS, allowed)).toBe(false);
    }
  });
});

describe('A contract is never fetched', () => {
  it.each([
    'http://files.example.com/c.pdf',
    'https://user:password@files.example.com/c.pdf',
    'https://127.0.0.1/c.pdf',
    'https://2130706433/c.pdf',
    'https://0x7f.1/c.pdf',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/c.pdf',
    'https://192.168.0.1/c.pdf',
    'https://172.16.0.1/c.pdf',
    'https://100.64.0.1/c.pdf',
    'https://0.0.0.0/c.pdf',
    'https://[::1]/c.pdf',
    'https://[::ffff:127.0.0.1]/c.pdf',
    'https://[fe80::1]/c.pdf',
    'https://[fd00::1]/c.pdf',
  ])('from %s', (url) => {
    expect(isFetched(new URL(url).href)).toBe(false);
  });

  it('from a name that stands for this machine', async () => {
    await expect(promisify(publicLookup)('localhost', {})).rejects.toMatchObject({ code: 'ENOTPUBLIC' });
    await expect(promisify(publicLookup)('localhost', { all: true })).rejects.toMatchObject({
      code: 'ENOTPUBLIC',
    });
  });
});

describe('An address is public', () => {
  it.each([
    ['8.8.8.8', true],
    ['2606:4700:4700::1111', true],
    ['127.0.0.1', false],
    ['::ffff:10.0.0.1', false],
    ['224.0.0.1', false],
    ['not an address', false],
  ])('%s: %s', (address, expected) => {
    expect(isPublicAddress(address)).toBe(expected);
  });
});
