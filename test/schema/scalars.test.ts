import { describe, expect, it } from '@jest/globals';
import { parseValue } from 'graphql';
import { DateTime, UUID } from '../../schema/scalars.js';

const ID = '7D0F1C5E-2B7A-4C3E-9A51-0C2D3E4F5A6B';

describe('a UUID', () => {
  it('is lower-case on the way in and out', () => {
    expect(UUID.parseValue(ID)).toBe(ID.toLowerCase());
    expect(UUID.parseLiteral(parseValue(`"${ID}"`))).toBe(ID.toLowerCase());
    expect(UUID.serialize(ID)).toBe(ID.toLowerCase());
  });

  it.each(['', 'x', ID.slice(1), `${ID}0`, 5, null])('is not %j', (value) => {
    expect(() => UUID.parseValue(value)).toThrow();
    expect(() => UUID.serialize(value)).toThrow();
  });
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

  it.each(['2026-11-23', '23.11.2026', '2026-13-01T00:00:00Z', 1_700_000_000, null])('is not %j', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow();
  });
});
