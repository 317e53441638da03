import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { type FakeAnswer, FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
  upstream.answer('login', { body: refusal(4, 'Invalid user name or password') });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});
const start = async (env: Record<string, string> = {}) => {
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
};

const MOMENT = { geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const guess = async (otpRequestId: string, token = 'user-token', number = 1) => {
  const { body } = await gateway.query(
    `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) { __typename
      ... on Rejection { reason errorCode } } }`,
    { input: { ...MOMENT, requestId: REQUEST_ID, otpRequestId, otpCode: String(number).padStart(6, '0') } },
    { token },
  );
  return body.data?.validateActivationOtp ?? body.errors?.[0]?.extensions;
};
const logIn = async (
  phoneNumber: string,
  headers: Record<string, string> = {},
  deviceId: string = randomUUID(),
  more: object = {},
) => {
  const { body } = await gateway.query(
    `mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Rejection { reason } } }`,
    { input: { geoLocation: MOMENT.geoLocation, phoneNumber, password: randomUUID(), deviceId, ...more } },
    { headers },
  );
  return body.data?.login ?? body.errors?.[0]?.extensions;
};
const TOO_MANY = { __typename: 'Rejection', reason: 'TOO_MANY_ATTEMPTS' };

describe('Anybody who knows the idempotency key of a login', () => {
  const KEY = randomUUID();
  const repeatWith = async (password: string, address: number) => {
    const { body } = await gateway.query(
      `mutation ($input: LoginInput!) { login(input: $input) { __typename } }`,
      {
        input: {
          geoLocation: MOMENT.geoLocation,
          phoneNumber: '+201234567890',
          password,
          deviceId: 'the-owners-phone',
          idempotencyKey: KEY,
        },
      },
      { headers: { 'x-forwarded-for': `203.0.113.${address}` } },
    );
    return body.data?.login ?? body.errors?.[0]?.extensions;
  };
  beforeEach(async () => {
    upstream.answer('login', { body: envelope({ accessToken: 'a-token' }) });
    await start({ TRUST_PROXY: '1' });
    expect(await repeatWith('the right one', 1)).toEqual({ __typename: 'Session' });
  });

  it('has ten guesses at its password, and is told neither yes nor no after that', async () => {
    for (let number = 0; number < 10; number += 1)
      expect(await repeatWith(`guess ${number}`, 2)).toMatchObject({ code: 'BAD_USER_INPUT' });
    const told = { outcome: 'UNKNOWN', retryAfterSeconds: expect.any(Number) };
    expect(await repeatWith('another guess', 2)).toMatchObject(told);
    expect(await repeatWith('the right one', 2)).toMatchObject(told);
  });

  it('keeps its owner from the answer neither there nor from many addresses', async () => {
    for (let number = 0; number < 70; number += 1) await repeatWith(`guess ${number}`, 2 + (number % 7));
    for (let number = 0; number < 5; number += 1)
      expect(await repeatWith('the right one', 1)).toEqual({ __typename: 'Session' });
    expect(upstream.calls('login')).toHaveLength(1);
  });

  it('is counted by nothing where many wait for one login', async () => {
    const waiting = Array.from({ length: 30 }, () => repeatWith('the right one', 1));
    for (const told of await Promise.all(waiting)) expect(told).toEqual({ __typename: 'Session' });
  });
});

describe('Anybody who guesses an activation OTP', () => {
  it('gets TOO_MANY_ATTEMPTS after ten wrong codes, and Vlens is not asked again', async () => {
    await start();
    for (let number = 0; number < 10; number += 1) {
      expect(await guess('o-1', `caller-${number}`)).toMatchObject({ reason: 'OTP_INCORRECT' });
    }
    expect(await guess('o-1', 'another-caller')).toEqual({ ...TOO_MANY, errorCode: null });
    expect(upstream.calls('stepValidateOtp')).toHaveLength(10);
  });

  it('gains nothing by trying many at once', async () => {
    await start();
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, number) => guess('o-1', 'user-token', number)),
    );
    expect(answers).toContainEqual({ ...TOO_MANY, errorCode: null });
    expect(upstream.calls('stepValidateOtp')).toHaveLength(10);
  });

  it('nor by writing the id in another way', async () => {
    await start();
    const id = randomUUID();
    const bytes = (id.slice(19).replace('-', '').match(/../g) ?? []).map((byte) => `0x${byte}`);
    const inNumbers = (zeros: string) =>
      `{0x${zeros}${id.slice(0, 8)},0x${id.slice(9, 13)},0x${id.slice(14, 18)},{${bytes.join()}}}`;
    const spellings = [id, id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, ` ${id} `, `${id}\u00ad`];
    spellings.push(inNumbers(''), inNumbers('0'), inNumbers('00'));
    for (let number = 0; number < 20; number += 1) {
      await guess(spellings[number % spellings.length] ?? id, `caller-${number}`);
    }
    expect(upstream.calls('stepValidateOtp')).toHaveLength(10);
  });

  it('nor by new OTPs and new logins: thirty wrong codes for one request are the end', async () => {
    await start();
    for (let number = 0; number < 40; number += 1) await guess(`o-${number}`, `caller-${number}`);
    expect(upstream.calls('stepValidateOtp')).toHaveLength(30);
  });

  it('locks nobody out of a request that is not theirs', async () => {
    await start();
    upstream.answer('stepValidateOtp', { body: refusal(9, 'Request not found') });
    for (let number = 0; number < 40; number += 1) await guess(`o-${number}`, `caller-${number}`);
    upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
    expect(await guess('the-owners', 'the-owner')).toMatchObject({ reason: 'OTP_INCORRECT' });
  });

  it('takes no try of a code from its owner with tokens that Vlens refuses', async () => {
    await start();
    upstream.answer('stepValidateOtp', { status: 401 });
    for (let number = 0; number < 12; number += 1) await guess('the-owners', `invented-${number}`);
    upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
    expect(await guess('the-owners', 'the-owner')).toMatchObject({ reason: 'OTP_INCORRECT' });
  });

  describe('with invented tokens', () => {
    const ofOwner = async () => {
      const { body } = await gateway.query(
        '{ businessRequests(first: 1) { totalCount } }',
        {},
        { token: 'the-owner' },
      );
      expect(body.errors).toBeUndefined();
      return guess('the-owners', 'the-owner');
    };
    /** What Vlens answers to the owner; to all others it answers what is given. */
    const toOthers = (answer: FakeAnswer) =>
      upstream.answer('stepValidateOtp', ({ headers }) =>
        headers.authorization === 'Bearer the-owner' ? { body: refusal(3, 'Invalid OTP') } : answer,
      );

    it('takes no try of a request from its signer while they are on their way', async () => {
      await start();
      let answer = () => {};
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      toOthers({ status: 401, until: answered });
      const guesses = Array.from({ length: 40 }, (_, number) =>
        guess(`made-up-${number}`, `invented-${number}`),
      );
      await until(() => upstream.calls('stepValidateOtp').length === 30);
      expect(await ofOwner()).toMatchObject({ reason: 'OTP_INCORRECT' });
      answer();
      await Promise.all(guesses);
    });

    it('nor by answers that are lost, or that are none of Vlens', async () => {
      await start();
      for (const answer of [{ cut: 'headers' } as const, { body: '<h1>Blocked</h1>' }]) {
        toOthers(answer);
        for (let number = 0; number < 20; number += 1) await guess('the-owners', `invented-${number}`);
      }
      expect(await ofOwner()).toMatchObject({ reason: 'OTP_INCORRECT' });
    });

    it('has no more tries at a code that has had its ten', async () => {
      await start();
      await ofOwner();
      for (let number = 0; number < 9; number += 1) await guess('the-owners', 'the-owner');
      expect(await guess('the-owners', 'invented')).toMatchObject(TOO_MANY);
      expect(upstream.calls('stepValidateOtp')).toHaveLength(10);
    });
  });

  describe('that Vlens answers with a code of 401', () => {
    // Without `data` it is the same in every dialect.
    const REFUSED = { body: { error_code: 401, error_message: 'Unauthorized' } };
    /** Vlens accepts the token at a read. */
    const accepted = async (token: string) => {
      const { body } = await gateway.query(
        '{ businessRequests(first: 1) { nodes { status } } }',
        {},
        { token },
      );
      expect(body.errors).toBeUndefined();
      return token;
    };

    it.each([
      ['in an answer', REFUSED],
      ['as its status', { status: 401 }],
    ])(
      '%s gets TOO_MANY_ATTEMPTS after ten, with ever new tokens that Vlens has accepted',
      async (_where, answer) => {
        await start();
        upstream.answer('stepValidateOtp', answer);
        for (let number = 0; number < 10; number += 1)
          expect(await guess('o-1', await accepted(`caller-${number}`))).toMatchObject({
            code: 'UNAUTHENTICATED',
          });
        expect(await guess('o-1', await accepted('another-caller'))).toMatchObject(TOO_MANY);
        expect(upstream.calls('stepValidateOtp')).toHaveLength(10);
      },
    );

    it('has thirty of them at one request', async () => {
      await start();
      upstream.answer('stepValidateOtp', REFUSED);
      for (let number = 0; number < 40; number += 1)
        await guess(`o-${number}`, await accepted(`caller-${number}`));
      expect(upstream.calls('stepValidateOtp')).toHaveLength(30);
    });

    it('has ten of them with tokens that Vlens has never accepted, which lock out nobody whom it has accepted', async () => {
      await start();
      await accepted('the-owner');
      upstream.answer('stepValidateOtp', REFUSED);
      for (let number = 0; number < 20; number += 1) await guess('o-1', `invented-${number}`);
      expect(upstream.calls('stepValidateOtp')).toHaveLength(10);
      upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
      expect(await guess('o-1', 'the-owner')).toMatchObject({ reason: 'OTP_INCORRECT' });
    });
  });

  it('nor by new OTPs: thirty wrong codes of one caller are the end', async () => {
    await start();
    for (let number = 0; number < 40; number += 1) await guess(`o-${number}`);
    expect(upstream.calls('stepValidateOtp')).toHaveLength(30);
  });

  it('may go on when the codes were right', async () => {
    await start();
    upstream.answer('stepValidateOtp', { body: { data: 'ok', error_code: 0 } });
    for (let number = 0; number < 15; number += 1) {
      expect(await guess('o-1')).toEqual({ __typename: 'ActivationOtpValidated' });
    }
  });

  it('loses no try by a call that never reached Vlens', async () => {
    await start();
    upstream.answer('stepValidateOtp', { status: 429, headers: { 'retry-after': '0' } });
    for (let number = 0; number < 15; number += 1)
      expect(await guess('o-1')).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('Anybody who guesses a password', () => {
  it('gets TOO_MANY_ATTEMPTS for that phone number, however it is written, and not for another', async () => {
    await start();
    for (let number = 0; number < 5; number += 1) {
      expect(await logIn('+201234567890')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
      await logIn(number % 2 ? '+20 123 456 7890' : '+20 (0)123 456 7890');
    }
    expect(await logIn('+20-1234567890')).toEqual(TOO_MANY);
    expect(await logIn('+201234567891')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(upstream.calls('login')).toHaveLength(11);
  });

  it('locks nobody out elsewhere: the phone’s owner logs in from another address', async () => {
    await start({ TRUST_PROXY: '1' });
    const from = (address: string) => logIn('+201234567890', { 'x-forwarded-for': address });
    for (let number = 0; number < 12; number += 1) await from('2001:db8:1:2::1');
    expect(await from('2001:db8:1:2:ffff::9')).toEqual(TOO_MANY);
    expect(await from('203.0.113.7:4711')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(upstream.calls('login')).toHaveLength(11);
  });

  it('nor at any address a device that has logged in before; a new one has three attempts from a new address', async () => {
    await start({ TRUST_PROXY: '1' });
    const from = (number: number, deviceId?: string) =>
      logIn('+201234567890', { 'x-forwarded-for': `203.0.113.${number}` }, deviceId);
    upstream.answer('login', { body: { data: { accessToken: 'a-token' }, error_code: null } });
    expect(await from(1, 'the-owners-phone')).toMatchObject({ __typename: 'Session' });
    upstream.answer('login', { body: refusal(4, 'Invalid user name or password') });
    for (let number = 0; number < 60; number += 1) await from(number % 5);
    for (let number = 0; number < 3; number += 1)
      expect(await from(200, 'another-phone')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(await from(200, 'another-phone')).toEqual(TOO_MANY);
    expect(await from(200, 'the-owners-phone')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
  });

  it('gains no tries of the code by new devices, though Vlens asks each of them for one', async () => {
    await start({ TRUST_PROXY: '1' });
    upstream.answer('login', ({ body }) =>
      (body as { phoneNumberOtp?: string }).phoneNumberOtp === undefined
        ? { body: envelope({ phoneNumberOtpRequestId: randomUUID(), accessToken: null }) }
        : { body: refusal(3, 'Invalid OTP') },
    );
    const told = [];
    for (let device = 0; device < 4; device += 1) {
      const input = {
        geoLocation: MOMENT.geoLocation,
        phoneNumber: '+201234567890',
        password: 'the right one',
        deviceId: `device-${device}`,
      };
      const tryWith = async (code: object) => {
        const { body } = await gateway.query(
          `mutation ($input: LoginInput!) { login(input: $input) { __typename
            ... on LoginOtpRequired { otpRequestId } ... on Rejection { reason } } }`,
          { input: { ...input, ...code } },
          { headers: { 'x-forwarded-for': '203.0.113.1' } },
        );
        return body.data?.login as { otpRequestId?: string; reason?: string };
      };
      const { otpRequestId } = await tryWith({});
      for (let number = 0; number < 9; number += 1)
        told.push((await tryWith({ otpRequestId: otpRequestId ?? 'o-1', otpCode: `10000${number}` })).reason);
    }
    expect(told.filter((reason) => reason === 'OTP_INCORRECT')).toHaveLength(10);
    expect(told.at(-1)).toBe('TOO_MANY_ATTEMPTS');
  });

  it.each([
    ['a yes', (data: object) => ({ body: envelope(data) })],
    ['a no', (data: object) => ({ body: { ...refusal(3, 'Invalid OTP'), data } })],
  ])(
    'gains no tries of the code where Vlens answers each with another code, by %s',
    async (_what, answer) => {
      await start({ TRUST_PROXY: '1' });
      upstream.answer('login', () => answer({ phoneNumberOtpRequestId: randomUUID(), accessToken: null }));
      const told = [];
      let otpRequestId = 'o-1';
      for (let number = 0; number < 20; number += 1) {
        const input = {
          geoLocation: MOMENT.geoLocation,
          phoneNumber: '+201234567890',
          password: 'the right one',
          deviceId: `device-${number}`,
          otpRequestId,
          otpCode: String(number).padStart(6, '0'),
        };
        const { body } = await gateway.query(
          `mutation ($input: LoginInput!) { login(input: $input) { __typename
          ... on LoginOtpRequired { otpRequestId } ... on Rejection { reason } } }`,
          { input },
          { headers: { 'x-forwarded-for': '203.0.113.1' } },
        );
        const login = body.data?.login as { otpRequestId?: string; reason?: string };
        otpRequestId = login.otpRequestId ?? otpRequestId;
        told.push(login.reason);
      }
      expect(upstream.calls('login')).toHaveLength(10);
      expect(told.at(-1)).toBe('TOO_MANY_ATTEMPTS');
    },
  );

  it('has ten codes sent to a phone at one address, and fifty in all; a device that has logged in logs in all the same', async () => {
    await start({ TRUST_PROXY: '1' });
    upstream.answer('login', ({ body }) =>
      (body as { imei?: string }).imei === 'the-owners-phone'
        ? { body: envelope({ accessToken: 'a-token' }) }
        : { body: envelope({ phoneNumberOtpRequestId: randomUUID(), accessToken: null }) },
    );
    const from = (address: number, deviceId?: string) =>
      logIn('+201234567890', { 'x-forwarded-for': `203.0.113.${address}` }, deviceId);
    expect(await from(1, 'the-owners-phone')).toMatchObject({ __typename: 'Session' });
    for (let number = 0; number < 10; number += 1)
      expect(await from(2)).toMatchObject({ __typename: 'LoginOtpRequired' });
    expect(await from(2)).toEqual(TOO_MANY);
    for (let number = 0; number < 60; number += 1) await from(3 + (number % 5));
    expect(upstream.calls('login')).toHaveLength(1 + 50);
    expect(await from(200)).toMatchObject({ __typename: 'LoginOtpRequired' });
    expect(await from(2, 'the-owners-phone')).toMatchObject({ __typename: 'Session' });
  });

  it('has no more codes sent by logins with a wrong code, each of which brings a new one', async () => {
    await start({ TRUST_PROXY: '1' });
    upstream.answer('login', () => ({
      body: envelope({ phoneNumberOtpRequestId: randomUUID(), accessToken: null }),
    }));
    for (let number = 0; number < 110; number += 1)
      await logIn('+201234567890', { 'x-forwarded-for': `203.0.113.${number}` }, 'a-device', {
        otpRequestId: randomUUID(),
        otpCode: '000000',
      });
    expect(upstream.calls('login')).toHaveLength(101);
  });

  it.each([
    ['its connection was cut', { cut: 'body' }],
    ['its connection was cut before that', { cut: 'headers' }],
    ['it was an error of the server', { status: 500 }],
    ['it was unreadable', { body: 'no envelope' }],
  ] as const)(
    'counts a code that Vlens may have sent although the answer was lost: %s',
    async (_why, lost) => {
      await start();
      upstream.answer('login', lost);
      for (let number = 0; number < 4; number += 1)
        expect(await logIn('+201234567890')).toMatchObject({ outcome: 'UNKNOWN' });
      upstream.answer('login', { body: envelope({ phoneNumberOtpRequestId: 'o-1', accessToken: null }) });
      for (let number = 0; number < 6; number += 1)
        expect(await logIn('+201234567890')).toMatchObject({ __typename: 'LoginOtpRequired' });
      expect(await logIn('+201234567890')).toEqual(TOO_MANY);
    },
  );

  it.each([
    ['401', 'UNAUTHENTICATED'],
    ['403', 'FORBIDDEN'],
    ['429', 'RATE_LIMITED'],
  ])('counts none where Vlens certainly sent none: it answered %s', async (status, code) => {
    await start();
    upstream.answer('login', { status: Number(status), headers: { 'retry-after': '0' } });
    for (let number = 0; number < 5; number += 1)
      expect(await logIn('+201234567890')).toMatchObject({ code });
    upstream.answer('login', { body: envelope({ phoneNumberOtpRequestId: 'o-1', accessToken: null }) });
    for (let number = 0; number < 10; number += 1)
      expect(await logIn('+201234567890')).toMatchObject({ __typename: 'LoginOtpRequired' });
    expect(await logIn('+201234567890')).toEqual(TOO_MANY);
  });

  it('keeps nobody from using the last code that was sent', async () => {
    await start({ TRUST_PROXY: '1' });
    let last = '';
    upstream.answer('login', ({ body }) => {
      const { phoneNumberOtp, phoneNumberOtpRequestId } = body as Record<string, string | undefined>;
      if (phoneNumberOtp === '123456' && phoneNumberOtpRequestId === last)
        return { body: envelope({ accessToken: 'a-token' }) };
      last = randomUUID();
      return { body: envelope({ phoneNumberOtpRequestId: last, accessToken: null }) };
    });
    const from = (address: number, deviceId: string, more = {}) =>
      logIn('+201234567890', { 'x-forwarded-for': `203.0.113.${address}` }, deviceId, more);
    const withCode = () => ({ otpRequestId: last, otpCode: '123456' });
    for (let number = 0; number < 10; number += 1) await from(1, 'first');
    expect(await from(1, 'first')).toEqual(TOO_MANY);
    expect(await from(1, 'first', withCode())).toMatchObject({ __typename: 'Session' });
    // Beyond what all addresses have, a new one has two.
    for (let number = 0; number < 50; number += 1) await from(2 + (number % 5), 'a guesser’s');
    for (let number = 0; number < 2; number += 1)
      expect(await from(200, 'second')).toMatchObject({ __typename: 'LoginOtpRequired' });
    expect(await from(200, 'second')).toEqual(TOO_MANY);
    expect(await from(200, 'second', withCode())).toMatchObject({ __typename: 'Session' });
  });

  it('of an operator has fifty tries, however the name is written', async () => {
    await start({ TRUST_PROXY: '1' });
    upstream.answer('adminLogin', { body: refusal(4, 'Login failed') });
    const spellings = ['Operator', 'operator', ' operator', 'ｏperator', 'oper\u200bator', 'operator\u00ad'];
    // As databases compare that pass over accents, and over what is younger than they are.
    spellings.push(
      'opérator',
      'o\u0301p\u0302erator',
      'øperator',
      'operator😀',
      'oper\u{10ffff}ator',
      'operator\u2603',
    );
    const tryFrom = async (address: number, userNameOrEmailAddress: string) => {
      const { body } = await gateway.query(
        `mutation ($input: AdminLoginInput!) { adminLogin(input: $input) { ... on Rejection { reason } } }`,
        { input: { userNameOrEmailAddress, password: 'a guess', tenancyName: 'tenant' } },
        { headers: { 'x-forwarded-for': `203.0.113.${address}` } },
      );
      return (body.data?.adminLogin as { reason?: string } | undefined)?.reason;
    };
    for (let number = 0; number < 6 * spellings.length; number += 1)
      await tryFrom(number % 6, spellings[Math.floor(number / 6) % spellings.length] ?? '');
    expect(upstream.calls('adminLogin')).toHaveLength(50);
  });

  it('is RATE_LIMITED by address when trying one number after the other', async () => {
    await start({ MAX_FAILED_ATTEMPTS_PER_IP: '20' });
    const answers = [];
    for (let number = 0; number < 25; number += 1) answers.push(await logIn(`+2012345678${10 + number}`));
    expect(answers.at(-1)).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) });
    expect(upstream.calls('login')).toHaveLength(20);
  });

  it('can’t make up an address, unless a proxy before the gateway is trusted with it', async () => {
    const tryFrom = (number: number) =>
      logIn(`+2012345678${10 + number}`, { 'x-forwarded-for': `203.0.113.${number}` });
    await start({ MAX_FAILED_ATTEMPTS_PER_IP: '3' });
    for (let number = 0; number < 5; number += 1) await tryFrom(number);
    expect(upstream.calls('login')).toHaveLength(3);
    await gateway.close();
    await start({ MAX_FAILED_ATTEMPTS_PER_IP: '3', TRUST_PROXY: '1' });
    for (let number = 0; number < 5; number += 1) await tryFrom(number);
    expect(upstream.calls('login')).toHaveLength(8);
  });

  it('loses no try by a login whose answer was lost: Vlens down is nobody’s guess', async () => {
    await start();
    upstream.answer('login', { cut: 'body' });
    for (let number = 0; number < 5; number += 1)
      expect(await logIn('+201234567890')).toMatchObject({ outcome: 'UNKNOWN' });
    upstream.answer('login', { body: refusal(4, 'Invalid user name or password') });
    for (let number = 0; number < 10; number += 1)
      expect(await logIn('+201234567890')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
  });

  it('nor by one with the right password to an account that is not confirmed yet', async () => {
    await start();
    upstream.answer('login', { body: envelope({ accessToken: null, isEmailConfirmationRequired: true }) });
    for (let number = 0; number < 12; number += 1)
      expect(await logIn('+201234567890')).toMatchObject({ reason: 'OTHER' });
    expect(upstream.calls('login')).toHaveLength(12);
  });

  it('and uses up no customer’s tries any more when the address has none left', async () => {
    await start({ MAX_FAILED_ATTEMPTS_PER_IP: '3', TRUST_PROXY: '1' });
    const guesser = { 'x-forwarded-for': '203.0.113.1' };
    for (let number = 0; number < 3; number += 1) await logIn(`+2012345678${10 + number}`, guesser);
    for (let number = 0; number < 15; number += 1) {
      expect(await logIn('+201000000009', guesser)).toMatchObject({ code: 'RATE_LIMITED' });
    }
    const customer = { 'x-forwarded-for': '203.0.113.2' };
    expect(await logIn('+201000000009', customer)).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(upstream.calls('login')).toHaveLength(4);
  });
});

describe('Anybody who guesses a newcomer’s code', () => {
  const REGISTER = `mutation ($input: RegisterInput!) { register(input: $input) { ... on Rejection { reason } } }`;
  const CONFIRM_EMAIL = `mutation ($input: ConfirmEmailInput!) { confirmEmail(input: $input) {
    ... on Rejection { reason } } }`;
  const CONFIRM_PHONE = `mutation ($input: ConfirmPhoneInput!) { confirmPhone(input: $input) {
    ... on Rejection { reason } } }`;
  let guesses = 0;
  beforeEach(async () => {
    guesses = 0;
    for (const endpoint of ['register', 'stepVerifyEmail', 'stepVerifyPhone'] as const)
      upstream.answer(endpoint, { body: refusal(3, 'Invalid OTP') });
    await start({ TRUST_PROXY: '1' });
  });
  const ask = async (query: string, input: object) => {
    guesses += 1;
    // Each from an address and with a phone number of its own.
    const headers = { 'x-forwarded-for': `2001:db8:1:${guesses.toString(16)}::1` };
    await gateway.query(query, { input }, { headers });
  };
  const registering = (more: object) => ({
    geoLocation: MOMENT.geoLocation,
    deviceId: 'a device',
    phoneNumber: `+2012345${10_000 + guesses}`,
    password: 'a password',
    ...more,
  });
  const asked = () =>
    (['register', 'stepVerifyEmail', 'stepVerifyPhone'] as const).flatMap((each) => upstream.calls(each))
      .length;

  it('has ten tries of one that came by e-mail, with a registration or without', async () => {
    const email = 'somebody@example.com';
    for (let number = 0; number < 12; number += 1) {
      const code = `10000${number % 10}`;
      await ask(REGISTER, registering({ email, emailCodeRequestId: 'code-1', emailCode: code }));
      await ask(CONFIRM_EMAIL, { email, codeRequestId: 'code-1', code });
    }
    expect(asked()).toBe(10);
  });

  it('and ten of one that came by SMS', async () => {
    for (let number = 0; number < 12; number += 1) {
      const code = `10000${number % 10}`;
      await ask(REGISTER, registering({ phoneCodeRequestId: 'code-1', phoneCode: code }));
      await ask(CONFIRM_PHONE, { phoneNumber: '+201234567890', codeRequestId: 'code-1', code });
    }
    expect(asked()).toBe(10);
  });
});

describe('Anybody who makes up ids of codes that were never sent', () => {
  const OF_PHONE = { phoneNumber: '+201234567890' };
  const OF_EMAIL = { email: 'somebody@example.com' };
  const OF_RESET = { emailOrPhoneNumber: 'somebody@example.com' };
  const OF_REGISTRATION = {
    ...OF_PHONE,
    geoLocation: MOMENT.geoLocation,
    deviceId: 'a device',
    password: 'a password',
  };
  const coded = (codeRequestId: string) => ({ codeRequestId, code: '100000' });
  const ways = [
    {
      send: 'sendPhoneCode(input: $input)',
      ofSending: ['SendPhoneCodeInput', OF_PHONE],
      confirm: 'confirmPhone(input: $input)',
      ofConfirming: ['ConfirmPhoneInput', (id: string) => ({ ...OF_PHONE, ...coded(id) })],
    },
    {
      send: 'sendEmailCode(input: $input)',
      ofSending: ['SendEmailCodeInput', OF_EMAIL],
      confirm: 'confirmEmail(input: $input)',
      ofConfirming: ['ConfirmEmailInput', (id: string) => ({ ...OF_EMAIL, ...coded(id) })],
    },
    {
      send: 'sendPasswordResetCode(input: $input)',
      ofSending: ['SendPasswordResetCodeInput', OF_RESET],
      confirm: 'confirmPasswordResetCode(input: $input)',
      ofConfirming: ['ConfirmPasswordResetCodeInput', (id: string) => ({ ...OF_RESET, ...coded(id) })],
    },
    {
      send: 'sendPhoneCode(input: $input)',
      ofSending: ['SendPhoneCodeInput', OF_PHONE],
      confirm: 'register(input: $input)',
      ofConfirming: [
        'RegisterInput',
        (id: string) => ({ ...OF_REGISTRATION, phoneCodeRequestId: id, phoneCode: '100000' }),
      ],
    },
  ] as const;
  const CONFIRMING = ['register', 'stepVerifyEmail', 'stepVerifyPhone', 'validatePasswordEmailCode'] as const;

  const sendingTo = (network: number, query: string, [type, input]: readonly [string, object]) =>
    gateway.query(
      `mutation ($input: ${type}!) { result: ${query} {
        ${query.startsWith('send') ? '... on CodeSent { codeRequestId }' : ''} ... on Rejection { reason } } }`,
      { input },
      { headers: { 'x-forwarded-for': `2001:db8:1:${network}::1` } },
    );
  const result = async (...asked: Parameters<typeof sendingTo>) =>
    (await sendingTo(...asked)).body.data?.result as { codeRequestId?: string; reason?: string };
  const confirmWith = (way: (typeof ways)[number], id: string, network: number) =>
    result(network, way.confirm, [way.ofConfirming[0], way.ofConfirming[1](id)]);
  const sendOne = async (way: (typeof ways)[number], network: number) => {
    const id = randomUUID();
    const sent = { body: envelope({ phoneNumberOtpRequestId: id, emailOtpRequestId: id }) };
    for (const each of ['stepVerifyEmail', 'stepVerifyPhone', 'sendPasswordResetCode'] as const)
      upstream.answer(each, sent);
    const { codeRequestId, reason } = await result(network, way.send, way.ofSending);
    for (const each of CONFIRMING) upstream.answer(each, { body: refusal(3, 'Invalid OTP') });
    return codeRequestId ?? reason ?? '';
  };
  const UUID = /^[0-9a-f-]{36}$/;

  it.each(ways)('locks nobody out who was sent one: $confirm', async (way) => {
    await start({ TRUST_PROXY: '1' });
    const theOwners = await sendOne(way, 99);
    expect(theOwners).toMatch(UUID);
    for (let number = 0; number < 60; number += 1) await confirmWith(way, randomUUID(), number % 6);
    expect(await confirmWith(way, randomUUID(), 1)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
    for (let number = 0; number < 10; number += 1)
      expect(await confirmWith(way, theOwners, 99)).toMatchObject({ reason: 'OTP_INCORRECT' });
    expect(await confirmWith(way, theOwners, 98)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
  });

  it.each(ways)('nor by asking for codes and guessing them: $confirm', async (way) => {
    await start({ TRUST_PROXY: '1' });
    const theOwners = await sendOne(way, 99);
    for (let network = 0; network < 5; network += 1) {
      const id = await sendOne(way, network);
      for (let number = 0; number < 10; number += 1)
        expect(await confirmWith(way, id, network)).toMatchObject({ reason: 'OTP_INCORRECT' });
    }
    for (let number = 0; number < 3; number += 1)
      expect(await confirmWith(way, theOwners, 99)).toMatchObject({ reason: 'OTP_INCORRECT' });
    expect(await confirmWith(way, theOwners, 99)).toMatchObject({ reason: 'TOO_MANY_ATTEMPTS' });
  });

  it.each(ways)('nor keeps anybody from a code by asking for fifty: $send', async (way) => {
    await start({ TRUST_PROXY: '1' });
    for (let number = 0; number < 50; number += 1) expect(await sendOne(way, number % 5)).toMatch(UUID);
    expect(await sendOne(way, 3)).toBe('TOO_MANY_ATTEMPTS');
    for (let number = 0; number < 2; number += 1) expect(await sendOne(way, 99)).toMatch(UUID);
    expect(await sendOne(way, 99)).toBe('TOO_MANY_ATTEMPTS');
    const sent = [];
    for (let network = 100; network < 160; network += 1) sent.push(await sendOne(way, network));
    expect(sent.filter((each) => UUID.test(each))).toHaveLength(48);
  });
});

describe('Anybody who guesses the hash of a signing link', () => {
  const CONTRACT = `query ($id: UUID!, $hash: String!) {
    contractPdf(requestId: $id, securityHash: $hash) { __typename } }`;
  const EXCHANGE = `mutation ($id: UUID!, $hash: String!) {
    openSigningSession(input: { requestId: $id, securityHash: $hash }) { __typename } }`;
  beforeEach(() => {
    upstream.answer('viewContractPdf', { body: refusal(5, 'The link has expired') });
    upstream.answer('openSigningSession', { body: refusal(5, 'The link has expired') });
  });
  const asked = () => upstream.calls('viewContractPdf').length + upstream.calls('openSigningSession').length;

  it('has twenty guesses at one request, whichever road they take', async () => {
    await start();
    for (let number = 0; number < 30; number += 1) {
      const variables = { id: REQUEST_ID, hash: `guess-${number}` };
      if (number % 3 === 0) await gateway.query(CONTRACT, variables);
      else if (number % 3 === 1) await gateway.query(EXCHANGE, variables);
      else await fetch(`${gateway.url}/contracts/${REQUEST_ID}.pdf?securityHash=guess-${number}`);
    }
    expect(asked()).toBe(20);
    const { status } = await fetch(`${gateway.url}/contracts/${REQUEST_ID}.pdf?securityHash=guess`);
    expect(status).toBe(429);
  });

  it.each([
    ['no such operation', { status: 405 }, 25],
    ['no such path', { status: 404, body: '<h1>Not Found</h1>' }, 25],
    ['no such path, without a word', { status: 404 }, 25],
    ['no such link', { status: 404, body: refusal(404, 'The link was not found') }, 20],
  ])('and none of them where Vlens has %s to exchange it', async (_what, answer, reached) => {
    await start();
    upstream.answer('openSigningSession', answer);
    for (let number = 0; number < 25; number += 1)
      await gateway.query(EXCHANGE, { id: REQUEST_ID, hash: 'the-same-hash-each-time' });
    expect(asked()).toBe(reached);
  });

  it('no more of them with a token of its own invention for each', async () => {
    await start();
    for (let number = 0; number < 70; number += 1)
      await gateway.query(
        CONTRACT,
        { id: REQUEST_ID, hash: `guess-${number}` },
        { token: `invented-${number}` },
      );
    expect(asked()).toBe(20);
  });

  it.each([
    ['cuts the answer', { cut: 'body' as const }],
    ['answers a page of 500', { status: 500, body: '<html>' }],
  ])('loses none of them by a Vlens in trouble, which %s', async (_how, trouble) => {
    await start({ UPSTREAM_RETRY_PERCENT: '0' });
    const contract = async () =>
      (await gateway.query(CONTRACT, { id: REQUEST_ID, hash: 'the-right-hash' })).body;
    upstream.answer('viewContractPdf', trouble);
    for (let number = 0; number < 25; number += 1)
      expect(await contract()).toMatchObject({ errors: [{ extensions: { code: 'UPSTREAM_UNAVAILABLE' } }] });
    upstream.answer('viewContractPdf', { body: envelope('https://vlens.example/contract.pdf') });
    expect(await contract()).toMatchObject({ data: { contractPdf: { __typename: 'ContractPdf' } } });
  });

  it('no more of them in one operation', async () => {
    await start();
    for (let batch = 0; batch < 5; batch += 1) {
      const aliases = Array.from(
        { length: 10 },
        (_, number) =>
          `a${number}: contractPdf(requestId: "${REQUEST_ID}", securityHash: "${batch}-${number}") { __typename }`,
      );
      await gateway.query(`{ ${aliases.join(' ')} }`, {});
    }
    expect(asked()).toBe(20);
  });

  it.each([
    ['a query', () => `${gateway.url}/graphql`],
    ['a download', (hash: string) => `${gateway.url}/contracts/${REQUEST_ID}.pdf?securityHash=${hash}`],
  ])('no more of them by leaving before the answer: %s', async (what, url) => {
    await start();
    upstream.answer('viewContractPdf', { stall: 'headers' });
    const calls = () => upstream.calls('viewContractPdf');
    let isRefused = false;
    for (let left = 0; left < 30 && !isRefused; left += 1) {
      const hash = `guess-${left}`;
      const leaving = new AbortController();
      const query = { query: CONTRACT, variables: { id: REQUEST_ID, hash } };
      const headers = { 'content-type': 'application/json' };
      const post = what === 'a query' ? { method: 'POST', headers, body: JSON.stringify(query) } : {};
      const answered = fetch(url(hash), { ...post, signal: leaving.signal }).then(
        () => {
          isRefused = true;
        },
        () => undefined,
      );
      await until(() => isRefused || calls().length > left);
      leaving.abort();
      await answered;
      await calls()[left]?.closed;
    }
    expect(calls()).toHaveLength(20);
  });

  describe('from everywhere', () => {
    const RIGHT = 'the-right-hash';
    const right = { body: envelope('https://vlens.example/contract.pdf') };
    const wrong = { body: refusal(5, 'The link has expired') };
    beforeEach(async () => {
      upstream.answer('viewContractPdf', ({ query }) => (query.SecurityHash === RIGHT ? right : wrong));
      await start({ TRUST_PROXY: '1' });
    });
    const tryFrom = async (address: number, hash: string, token?: string) => {
      const headers = { 'x-forwarded-for': `2001:db8:1:${address.toString(16)}::1` };
      const { body } = await gateway.query(CONTRACT, { id: REQUEST_ID, hash }, { headers, token });
      return body.data?.contractPdf ?? body.errors?.[0]?.extensions;
    };

    it('has sixty guesses at one request, and locks nobody out who has the link', async () => {
      const pdf = { __typename: 'ContractPdf' };
      expect(await tryFrom(1, RIGHT)).toEqual(pdf);
      for (let number = 0; number < 63; number += 1) await tryFrom(number % 6, `guess-${number}`);
      expect(asked()).toBe(61);
      expect(await tryFrom(3, 'one more')).toMatchObject({ code: 'RATE_LIMITED' });
      // Where everybody guesses, at an address that has not guessed, and with a token.
      expect(await tryFrom(2, RIGHT)).toEqual(pdf);
      expect(await tryFrom(500, RIGHT)).toEqual(pdf);
      expect(await tryFrom(2, 'a hash that was never right here', 'a-token')).not.toMatchObject({
        code: 'RATE_LIMITED',
      });
    });
  });
});
