import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
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

describe('What goes through the gateway', () => {
  const part = (name: string) => createHash('sha512').update(name).digest('base64url');
  const picture = (name: string) => {
    const bytes = Array.from({ length: 1000 }, (_, at) =>
      createHash('sha512').update(`${name} ${at}`).digest(),
    );
    return Buffer.concat(bytes).toString('base64');
  };
  const [header, image, face] = [btoa('{"alg":"HS256","typ":"JWT"}'), picture('card'), picture('face')];
  const jwt = `${header}.${part('payload')}${part('more')}.${part('signature').slice(0, 43)}`;
  const [refreshToken, securityHash] = [part('refresh'), part('hash').slice(0, 40)];
  const all = () => {
    const secrets = new Secrets();
    secrets.addSent({ input: { image, deviceId: 'soak-phone-1', scan: { face1: face }, side: 'FRONT' } });
    secrets.addSent({
      fields: [
        { key: 'fullName', value: 'Ahmed Mohamed Elsoaky' },
        { key: 'income', value: '5000' },
      ],
    });
    secrets.addAnswered({ __typename: 'Session', accessToken: jwt, refreshToken });
    secrets.addAnswered({ __typename: 'SigningLink', securityHash, url: 'https://x' });
    secrets.addAnswered(null);
    return secrets;
  };
  const half = Math.ceil(jwt.length / 2);

  it.each<[string, string, string]>([
    ['a picture', image, 'picture'],
    ['the beginning of a picture', image.slice(0, 100), 'picture'],
    ['the end of a picture', image.slice(-100), 'picture'],
    ['some of a picture', image.slice(31_001, 33_100), 'picture'],
    ['a picture further down', face.slice(5000, 7100), 'picture'],
    ['a token', jwt, 'token'],
    ['the first half of a token', jwt.slice(0, half), 'token'],
    ['the last half of a token', jwt.slice(-half), 'token'],
    ['the signature of a token', jwt.split('.')[2] ?? '', 'token'],
    ['the claims of a token', jwt.split('.')[1] ?? '', 'token'],
    ['a device id', 'soak-phone-1', 'device id'],
    ['a value of a form', 'Ahmed Mohamed Elsoaky', 'form value'],
    ['a refresh token', refreshToken, 'refresh token'],
    ['half of a refresh token', refreshToken.slice(0, refreshToken.length / 2), 'refresh token'],
    ['the hash of a signing link', securityHash, 'signing link hash'],
  ])('is found again: %s', (_what, leak, kind) => {
    const line = (text: string) => `{"level":30,"msg":"an operation","text":"${text}"}\n`;
    expect([
      ...all()
        .foundIn(line('') + line(leak) + line(''))
        .keys(),
    ]).toEqual([kind]);
  });

  it.each([
    ['what all tokens begin with', header],
    ['a number of a form', '5000'],
    ['what an input is called', 'FRONT, fullName, SigningLink'],
    [
      'ids and hashes of others',
      `${part('other')} 81f404b3-d7dc-4f08-b4fe-123456789012 ${picture('other').slice(0, 5000)}`,
    ],
  ])('is not found in %s', (_what, text) => {
    expect([...all().foundIn(text)]).toEqual([]);
  });
});
