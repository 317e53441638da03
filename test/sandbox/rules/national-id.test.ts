import { describe, expect, it } from '@jest/globals';
import { isOfFullAge, makeNationalId, readNationalId } from '../../../sandbox/src/rules/national-id.js';

const NOW = new Date('2026-11-28T12:00:00Z');
const WOMAN = { dateOfBirth: '1990-05-01', governorate: '88', gender: 'female' } as const;
const BOY = { dateOfBirth: '2010-02-28', governorate: '01', gender: 'male' } as const;

describe('An Egyptian national id', () => {
  it('says when and where somebody was born, and whether it was a man', () => {
    expect(readNationalId(makeNationalId(WOMAN, 12), NOW)).toEqual(WOMAN);
    expect(readNationalId(makeNationalId(BOY, 4999), NOW)).toEqual(BOY);
  });

  it('is never refused for its last digit, which has no official rule', () => {
    const made = makeNationalId(WOMAN, 12);
    const others = [...'0123456789'].map((digit) => made.slice(0, 13) + digit);
    for (const other of others) expect(readNationalId(other, NOW)).toEqual(WOMAN);
  });

  // Weights 2 7 6 5 4 3 2 7 6 5 4 3 2 of the thirteen digits; what their sum leaves over by 11 decides.
  it.each([
    [0, { dateOfBirth: '1977-06-18', governorate: '21', gender: 'male' }, 1017, '27706182120351'],
    [1, { dateOfBirth: '1963-04-04', governorate: '16', gender: 'male' }, 1003, '26304041620070'],
    [8, { dateOfBirth: '1961-06-14', governorate: '02', gender: 'male' }, 41, '26106140200833'],
  ] as const)('is made with a last digit of its own, where %i is left over', (_, birth, serial, number) => {
    expect(makeNationalId(birth, serial)).toBe(number);
  });

  it.each([
    ['too short', '2900501880012', 3001],
    ['not of digits alone', '2900501880012X', 3001],
    ['of a century that it knows none of', '19005018800124', 3001],
    ['of a day that never was', '29002308800124', 3002],
    ['of a birth in the future', '32611290100124', 3002],
    ['of no governorate', '29005018900124', 3003],
    ['named as a property that every object has', '2900501__00124', 3001],
  ])('is refused where it is %s', (_, number, code) => {
    expect(readNationalId(number, NOW)).toBe(code);
  });

  it('makes somebody of full age on their twenty-first birthday', () => {
    expect(isOfFullAge('2005-11-28', NOW)).toBe(true);
    expect(isOfFullAge('2005-11-29', NOW)).toBe(false);
  });

  it.each([
    ['2007-02-28', '2028-02-29', true],
    ['2007-03-01', '2028-02-29', false],
    ['2007-03-01', '2028-03-01', true],
    ['2004-02-29', '2025-02-28', false],
    ['2004-02-29', '2025-03-01', true],
  ])('of %s is one of full age on %s: %p', (dateOfBirth, day, is) => {
    expect(isOfFullAge(dateOfBirth, new Date(`${day}T12:00:00Z`))).toBe(is);
  });
});
