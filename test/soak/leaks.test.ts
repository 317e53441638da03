import { expect, it } from '@jest/globals';
import { Secrets } from '../../tools/soak/leaks.js';

const ID = '29901011234567';
const CODE = '123456';
function kindsIn(text: string): string[] {
  const secrets = new Secrets();
  secrets.add('national id', ID);
  secrets.add('OTP', CODE);
  secrets.add('phone number', '+201070000001');
  return [...secrets.foundIn(text).keys()];
}

it.each([
  [`"id":"${ID}"`, 'national id'],
  [`The id is ${ID}.`, 'national id'],
  [`${ID}. It was refused.`, 'national id'],
  [`Your code is ${CODE}.\n`, 'OTP'],
  [`/codes/x.${CODE}?`, 'OTP'],
  ['to +201070000001.', 'phone number'],
])('A secret is found in %p', (text, kind) => {
  expect(kindsIn(text)).toEqual([kind]);
});

it.each([
  ['"durationMs":0.123456'],
  ['"durationMs":123456.5'],
  ['"id":"81f404b3-d7dc-4f08-b4fe-123456789012"'],
  ['"hash":"a123456b"'],
  [`1${ID}`],
])('None is found in %p', (text) => {
  expect(kindsIn(text)).toEqual([]);
});
