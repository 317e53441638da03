import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { oneTimeCode } from '../../schema/one-time-code.js';
import { phoneNumber } from '../../schema/phone-number.js';
import { DateTime, UUID } from '../../schema/scalars.js';

const ID = '7D0F1C5E-2B7A-4C3E-9A51-0C2D3E4F5A6B';

describe('a UUID', () => {
  it('is lower-case on the way in and out', () => {
    expect(UUID.parseValue(ID)).toBe(ID.toLowerCase());
    expect(UUID.parseLiteral(parseValue(`"${ID}"`))).toBe(ID.toLowerCase());
    expect(UUID.serialize(ID)).toBe(ID.toLowerCase());
    expect(UUID.parseValue(`{${ID}}`)).toBe(ID.toLowerCase());
  });

  it.each(['', 'x', ID.slice(1), `${ID}0`, `${ID}}`, `{${ID}}}`, `{${ID}`, 5, null])('is not %j', (value) => {
    expect(() => UUID.parseValue(value)).toThrow();
    expect(() => UUID.serialize(value)).toThrow();
  });
});

it('What people paste loses its invisible marks, and has plain hyphens', () => {
  const dashes = ID.replaceAll('-', '\u2011');
  expect(UUID.parseValue(`\u200f${dashes}\u200e `)).toBe(ID.toLowerCase());
  expect(UUID.parseLiteral(parseValue(`"\u2066${dashes}\u2069"`))).toBe(ID.toLowerCase());
  expect(DateTime.parseValue('\ufeff2026\u201311\u201323T12:00:00Z\u200b')).toEqual(
    new Date('2026-11-23T12:00:00Z'),
  );
  const marks = [0x200b, 0x200e, 0x200f, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0xfeff].map((code) =>
    String.fromCharCode(code),
  );
  for (const mark of marks) {
    expect(oneTimeCode(`12${mark}3456`)).toBe('123456');
    expect(phoneNumber(`${mark}+20\u20101000000001`)).toBe('+201000000001');
  }
});

it.each(['123 456', '123-456', '123\u2013456', ' 123456', '١٢٣ ٤٥٦'])('%j is a code', (text) => {
  expect(oneTimeCode(text)).toBe('123456');
});

it.each([
  ['00201000000001', null, '+201000000001'],
  ['٠٠٢٠١٠٠٠٠٠٠٠٠١', null, '+201000000001'],
  ['01000000001', 'EG', '+201000000001'],
  ['0100 000 0001', 'EG', '+201000000001'],
  ['01000000001', null, null],
  ['0212345678', 'EG', null],
  ['010000000012', 'EG', null],
  ['29901011234567', 'EG', null],
] as const)('the phone number %j, with the default country %j, is %j', (text, country, number) => {
  expect(phoneNumber(text, country)).toBe(number);
});

describe('a DateTime', () => {
  it('is ISO text in UTC on the way out', () => {
    expect(DateTime.serialize(new Date('2026-11-23T14:00:00+02:00'))).toBe('2026-11-23T12:00:00.000Z');
    expect(DateTime.serialize('2026-11-23T14:00:00+02:00')).toBe('2026-11-23T12:00:00.000Z');
    expect(DateTime.serialize('2026-11-23T12:00:00.000Z')).toBe('2026-11-23T12:00:00.000Z');
    expect(() => DateTime.serialize(new Date(Number.NaN))).toThrow();
  });

  it('may come with any offset', () => {
    expect(DateTime.parseValue('2026-11-23T14:00:00+02:00')).toEqual(new Date('2026-11-23T12:00:00Z'));
    expect(DateTime.parseLiteral(parseValue('"2026-11-23T12:00:00Z"'))).toEqual(
      new Date('2026-11-23T12:00:00Z'),
    );
  });

  it.each([
    ['2026-11-23T12:00Z', '2026-11-23T12:00:00Z'],
    ['2026-11-23t14:00+02:00', '2026-11-23T12:00:00Z'],
    ['2026-11-23T12:00:00.123456789Z', '2026-11-23T12:00:00.123Z'],
  ])('may come as other languages write it: %j', (text, moment) => {
    expect(DateTime.parseValue(text)).toEqual(new Date(moment));
    expect(DateTime.parseLiteral(parseValue(`"${text}"`))).toEqual(new Date(moment));
  });

  it.each([
    ...['2026-11-23', '23.11.2026', '2026-13-01T00:00:00Z', '2026-11-23T25:00Z', '2026-11-23 12:00Z'],
    ...['2026-11-23T12:00', '2026-11-23T12:00:00', '2026-11-23T12Z', 1_700_000_000, null],
  ])('is not %j', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow();
  });
});
