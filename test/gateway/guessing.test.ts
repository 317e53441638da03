import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

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
) => {
  const { body } = await gateway.query(
    `mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Rejection { reason } } }`,
    { input: { geoLocation: MOMENT.geoLocation, phoneNumber, password: randomUUID(), deviceId } },
    { headers },
  );
  return body.data?.login ?? body.errors?.[0]?.extensions;
};
const TOO_MANY = { __typename: 'Rejection', reason: 'TOO_MANY_ATTEMPTS' };

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
    const spellings = [id, id.toUpperCase(), id.replaceAll('-', ''), `{${id}}`, ` ${id} `];
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
      await logIn('+20 123 456 7890');
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
    for (let number = 0; number < 12; number += 1) {
      expect(await logIn('+201234567890')).toMatchObject({ outcome: 'UNKNOWN' });
    }
    upstream.answer('login', { body: refusal(4, 'Invalid user name or password') });
    expect(await logIn('+201234567890')).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
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
    expect(asked()).toBeLessThanOrEqual(20);
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
