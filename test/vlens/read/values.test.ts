import { describe, expect, it } from '@jest/globals';
import { flag, integer, text, uuid } from '../../../src/vlens/read/values.js';

describe('A value that Vlens sent', () => {
  it.each([
    ['5000', '5000'],
    [5000, '5000'],
    [12.5, '12.5'],
    [true, 'true'],
    ['', ''],
    [null, null],
    [undefined, null],
    [{ a: 1 }, null],
    [['a'], null],
  ])('%j as text is %j', (sent, read) => {
    expect(text(sent)).toBe(read);
  });

  it.each([
    [414, 414],
    ['414', 414],
    [' -3 ', -3],
    ['401.0', 401],
    [2_147_483_647, 2_147_483_647],
    [2_147_483_648, null],
    ['9999999999', null],
    [1.5, null],
    ['1.5', null],
    ['4 14', null],
    ['', null],
    [true, null],
    [null, null],
  ])('%j as a number is %j', (sent, read) => {
    expect(integer(sent)).toBe(read);
  });

  it.each([
    [true, true],
    ['true', true],
    ['True', true],
    [1, true],
    ['1', true],
    [false, false],
    ['FALSE', false],
    [0, false],
    ['yes', null],
    [2, null],
    [null, null],
  ])('%j as a yes or no is %j', (sent, read) => {
    expect(flag(sent)).toBe(read);
  });

  it.each([
    ['81F404B3-D7DC-4F08-B4FE-934853C86282', '81f404b3-d7dc-4f08-b4fe-934853c86282'],
    ['{81f404b3-d7dc-4f08-b4fe-934853c86282}', '81f404b3-d7dc-4f08-b4fe-934853c86282'],
    ['81f404b3d7dc4f08b4fe934853c86282', '81f404b3-d7dc-4f08-b4fe-934853c86282'],
    ['00000000-0000-0000-0000-000000000000', null],
    ['81f404b3-d7dc', null],
    [17, null],
  ])('%j as an id is %j', (sent, read) => {
    expect(uuid(sent)).toBe(read);
  });
});
