import { expect, it } from '@jest/globals';
import { faultOf, joinAndSign, NoGraphQL, signContract } from '../../client/src/index.js';
import { SENTENCES } from '../../client/src/sentences.js';

const nobody = () => Promise.reject(new Error('Nobody is asked.'));
const REACHED_NOBODY = {
  execute: () => Promise.reject(new TypeError('fetch failed')),
  requestId: '5b1c3f0a-9d1e-4b7a-8a3c-000000000001',
  locate: () => ({ latitude: 30, longitude: 31 }),
  onLivenessRequired: nobody,
  onOtp: nobody,
  onPayment: nobody,
  environment: { pause: async () => {} },
};
const joining = {
  ...REACHED_NOBODY,
  deviceId: 'a-phone',
  onPhone: async () => ({ phoneNumber: '+201000000001' }),
  ...{ onCode: nobody, onEmail: nobody, onPassword: nobody, onLogIn: nobody, onSession: nobody },
  ...{ onIdSide: nobody, onFace: nobody, onProduct: nobody, onForm: nobody },
};

it.each(['en', 'ar'] as const)(
  'The client’s own sentences come in %s, as its host says',
  async (language) => {
    const fault = { code: 'NETWORK', message: SENTENCES.notReached[language] };
    expect(await signContract({ ...REACHED_NOBODY, language })).toMatchObject({ fault });
    expect(await joinAndSign({ ...joining, language })).toMatchObject({ fault });
  },
);

it.each([
  ['a proxy', 502, 'NETWORK'],
  ['another server', 404, 'WRONG_ADDRESS'],
])(
  'What %s answers is told to customers in their words, and to developers with its status',
  (_who, status, code) => {
    for (const thrown of [
      new NoGraphQL('https://gateway.example.com/graphql', status),
      { statusCode: status },
    ])
      expect(faultOf(thrown)).toEqual({
        code,
        message: SENTENCES.notReached.en,
        hint: expect.stringContaining(`HTTP ${status}`),
      });
  },
);

it('Each has plain Arabic beside its English', () => {
  const words = Object.values(SENTENCES).map(({ ar }) => ar);
  expect(words.filter((ar) => !/^[\p{Script_Extensions=Arabic}\p{P}\s]+$/u.test(ar))).toEqual([]);
});
