import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { count } from '../../src/vlens/messages/numbers.js';
import { inLanguage, MESSAGES, type Message, type Said } from '../../src/vlens/messages/words.js';
import { envelope, REQUEST_ID, refusal, requestIdOf } from '../support/builders.js';
import { TRANSACTION_ID, verification } from '../support/fake-customer-answers.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held, requestsInFlight } from '../support/held.js';
import { aJpeg } from '../support/pictures.js';
import type { QueryOptions, TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '10000' } });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const MOMENT = { geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const ELIGIBLE = { isEligible: true };
const NO_REASON = MESSAGES.refusedWithoutReason;
const asks = (language: string | null): QueryOptions => ({
  token: `customer-${randomUUID()}`,
  headers: language === null ? {} : { 'accept-language': language },
});

async function validate(asked: QueryOptions, more: object = {}) {
  const { body } = await gateway.query<{ validateActivationOtp: { message: string } }>(
    `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
      ... on ActivationOtpValidated { message } ... on Problem { message } } }`,
    { input: { ...MOMENT, requestId: REQUEST_ID, otpRequestId: randomUUID(), otpCode: '123456', ...more } },
    asked,
  );
  const error = body.errors?.[0];
  return { message: body.data?.validateActivationOtp?.message ?? error?.message, error: error?.extensions };
}

describe('A sentence of the gateway’s own', () => {
  it.each([
    [null, NO_REASON.en],
    ['ar', NO_REASON.ar],
    ['ar-EG;q=0.9', NO_REASON.ar],
    ['AR-eg, en;q=0.5', NO_REASON.ar],
    ['en-GB, ar;q=0.8', NO_REASON.en],
    ['ar;q=0.2, en;q=0.7', NO_REASON.en],
    ['ar;q=0, *', NO_REASON.en],
    ['fr-FR, ar;q=0.1', NO_REASON.ar],
    ['fr', NO_REASON.en],
    [';;q=,=, ,', NO_REASON.en],
  ])('is in the language of Accept-Language %s', async (language, message) => {
    upstream.answer('stepValidateOtp', { body: refusal(3, '') });
    expect((await validate(asks(language))).message).toBe(message);
  });

  it('is a refusal’s, the gateway’s own limits’ and a success’s alike, with the digits of its reader', async () => {
    upstream.answer('stepValidateOtp', { body: envelope(null) });
    expect((await validate(asks('ar'))).message).toBe(MESSAGES.codeIsRight.ar);
    upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
    const otpRequestId = randomUUID();
    for (let guess = 0; guess < 10; guess += 1) await validate(asks('ar'), { otpRequestId });
    expect((await validate(asks('ar'), { otpRequestId })).message).toBe(MESSAGES.codeTriedTooOften.ar);
  });

  it('is an error’s, whose code stays as it is', async () => {
    upstream.answer('stepValidateOtp', { status: 401, body: '' });
    expect(await validate(asks('ar'))).toMatchObject({
      message: MESSAGES.tokenNotAccepted.ar,
      error: { code: 'UNAUTHENTICATED' },
    });
    upstream.answer('stepValidateOtp', { status: 429, headers: { 'retry-after': '7' }, body: '' });
    expect(await validate(asks('ar'))).toMatchObject({
      message: expect.stringContaining('بعد ٧ ثوانٍ'),
      error: { code: 'RATE_LIMITED', retryAfterSeconds: 7 },
    });
  });

  it.each(['en', 'ar'] as const)(
    'is that of input which is not valid, field by field, in %s; the rule stays for developers',
    async (language) => {
      expect(await validate(asks(language), { otpCode: 'x' })).toMatchObject({
        message: MESSAGES.enterCode[language],
        error: {
          code: 'BAD_USER_INPUT',
          hint: 'Not valid: input.otpCode. See extensions.fieldErrors.',
          fieldErrors: [
            {
              field: 'input.otpCode',
              message: MESSAGES.enterCode[language],
              hint: 'otpCode must be the 4 to 8 digits that were sent.',
            },
          ],
        },
      });
      const several = await validate(asks(language), {
        otpCode: 'x',
        userDeviceUtcTime: '1970-01-01T00:00:00Z',
      });
      expect(JSON.stringify(several.error?.fieldErrors)).toContain(MESSAGES.clockIsWrong[language]);
      expect(several.message).toContain(language === 'en' ? '(and 1 more)' : 'عددها ١');
      // What a resolver finds across fields, and what is no customer's doing.
      const { body } = await gateway.query(
        'mutation ($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) { __typename } }',
        { input: MOMENT },
        asks(language),
      );
      expect(body.errors?.[0]).toMatchObject({
        message: MESSAGES.inputOfApp[language],
        extensions: { fieldErrors: [{ field: 'input.requestId', hint: expect.stringMatching(/^Name the/) }] },
      });
      const mistaken = await validate(asks(language), { otpCode: 123_456 });
      const rule = expect.stringContaining('input.otpCode');
      expect(mistaken).toMatchObject(
        language === 'en' ? { message: rule } : { message: MESSAGES.inputOfApp.ar, error: { hint: rule } },
      );
    },
  );

  it('is each check’s of an identity verification, with how many more there are', async () => {
    const services = {
      validations: { validation_errors: [{ field: 'idNumber', value: 'x', errors: [{ code: 3001 }] }] },
      liveness: false,
    };
    const body = verification({ idFrontData: { transaction_id: TRANSACTION_ID } }, services);
    upstream.answer('verifyIdFront', { body });
    const answer = await gateway.query<{ verifyIdFront: unknown }>(
      `mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) {
        ... on IdentityCheckFailed { message checks { field code message } } } }`,
      { input: { image: aJpeg().toString('base64') } },
      asks('ar'),
    );
    expect(answer.body.data?.verifyIdFront).toEqual({
      message: `${MESSAGES.check3001.ar} (وملاحظات أخرى، عددها ١)`,
      checks: [
        { field: 'idNumber', code: 3001, message: MESSAGES.check3001.ar },
        { field: 'liveness', code: null, message: MESSAGES.noLivingFace.ar },
      ],
    });
  });

  it('is that of a contract’s download', async () => {
    const ask = (language: string) =>
      fetch(`${gateway.url}/contracts/none.pdf`, { headers: { 'accept-language': language } });
    expect(await (await ask('ar')).json()).toMatchObject({
      error: { message: MESSAGES.contractAddressWrong.ar },
    });
    expect(await (await ask('en')).json()).toMatchObject({
      error: {
        message: MESSAGES.contractAddressWrong.en,
        hint: expect.stringContaining('/contracts/{requestId}.pdf?securityHash='),
      },
    });
  });

  it('is that of an address where nothing is, and of a body that can’t be read', async () => {
    const ask = async (path: string, language: string, init: RequestInit = {}) => {
      const headers = { 'accept-language': language, 'content-type': 'application/json' };
      const answer = await (await fetch(gateway.url + path, { ...init, headers })).json();
      return JSON.stringify(answer);
    };
    expect(await ask('/sing', 'ar')).toContain(MESSAGES.nothingHere.ar);
    expect(await ask('/sing', 'en')).toContain('There is nothing here');
    const unreadable = { method: 'POST', body: '{' };
    expect(await ask('/graphql', 'ar', unreadable)).toContain(MESSAGES.inputOfApp.ar);
    expect(await ask('/graphql', 'en', unreadable)).toContain('send a JSON body');
  });
});

describe('A sentence of Vlens’s', () => {
  it('goes out as it came, no matter who reads it', async () => {
    for (const said of ['Wait for approval.', 'الطلب قيد المراجعة', NO_REASON.en]) {
      upstream.answer('stepValidateOtp', { body: refusal(3, said) });
      for (const language of ['en', 'ar']) expect((await validate(asks(language))).message).toBe(said);
    }
  });
});

describe('An answer that is given again', () => {
  it.each([
    ['a refusal', { body: refusal(3, '') }, NO_REASON],
    ['an unknown outcome', { cut: 'headers' as const }, null],
  ])(
    'under an idempotency key is in the language of the one who asks now: %s',
    async (_name, script, said) => {
      upstream.answer('stepValidateOtp', script);
      const more = { idempotencyKey: randomUUID(), otpRequestId: 'o-1' };
      const { token } = asks(null);
      const told = async (language: string) =>
        (await validate({ token, headers: { 'accept-language': language } }, more)).message ?? '';
      const inArabic = await told('ar');
      const inEnglish = await told('en');
      expect(inArabic).toBe(
        said?.ar ?? MESSAGES.unknownAfterLoss.ar.replace('{next}', MESSAGES.lookAtRequest.ar),
      );
      expect(inEnglish).toBe(
        said?.en ?? MESSAGES.unknownAfterLoss.en.replace('{next}', MESSAGES.lookAtRequest.en),
      );
      expect(await told('ar')).toBe(inArabic);
      expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
    },
  );

  it('to two tabs that share a read, and to a poll that others have asked before, too', async () => {
    const { token } = asks(null);
    const read = async (language: string) => {
      const { body } = await gateway.query(
        '{ eligibility { isEligible } }',
        {},
        {
          token,
          headers: { 'accept-language': language },
        },
      );
      return body.errors?.[0]?.message ?? body.data;
    };
    const [released, release] = held();
    upstream.answer(
      'checkEligibility',
      { until: released, body: refusal(3, '') },
      { body: envelope(ELIGIBLE) },
    );
    const both = Promise.all([read('ar'), read('en')]);
    await until(async () => (await requestsInFlight(gateway)) >= 2);
    release();
    expect(await both).toEqual([MESSAGES.readRefused.ar, MESSAGES.readRefused.en]);
    expect(upstream.calls('checkEligibility')).toHaveLength(1);
    for (const language of ['ar', 'en', 'ar', 'en'])
      expect(await read(language)).toEqual({ eligibility: { isEligible: true } });
    expect(upstream.calls('checkEligibility')).toHaveLength(2);
  });

  it('by GET says that it varies with the language, for who keeps it by its tag', async () => {
    const get = (headers: Record<string, string>) =>
      fetch(`${gateway.url}/graphql?query={__typename}`, {
        headers: { authorization: 'Bearer customer', 'accept-language': 'ar', ...headers },
      });
    const first = await get({});
    const again = await get({ 'if-none-match': first.headers.get('etag') ?? '' });
    expect([first.status, again.status]).toEqual([200, 304]);
    for (const { headers } of [first, again]) expect(headers.get('vary')).toMatch(/(^|, )Accept-Language$/);
  });

  it('over a stream, too', async () => {
    const told = async (language: string) => {
      const query = `subscription { businessRequestStatusChanged(requestId: "${requestIdOf(99)}") { requestId } }`;
      const response = await fetch(`${gateway.url}/graphql/stream`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer customer-of-streams',
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'accept-language': language,
        },
        body: JSON.stringify({ query }),
      });
      return response.text();
    };
    expect(await told('ar')).toContain(MESSAGES.requestNotReadable.ar);
    expect(await told('en')).toContain(MESSAGES.requestNotReadable.en);
  });
});

describe('The table of sentences', () => {
  const all = Object.entries<Message>(MESSAGES);
  const parameters = (text: string): string[] => text.match(/\{\w+\}/g) ?? [];

  it('has plain Arabic for each, with no word of the interface and the same parameters', () => {
    const odd = all.filter(([, { en, ar }]) => {
      const words = ar.replace(/\{\w+\}/g, '');
      return (
        !/^[\p{Script_Extensions=Arabic}\p{P}\s]*$/u.test(words) ||
        /[0-9]/.test(words) ||
        parameters(ar).some((name) => !parameters(en).includes(name))
      );
    });
    expect(odd).toEqual([]);
  });

  it.each([
    [1, 'دقيقة واحدة'],
    [2, 'دقيقتين'],
    [5, '٥ دقائق'],
    [15, '١٥ دقيقة'],
    [100, '١٠٠ دقيقة'],
    [1234, '١٢٣٤ دقيقة'],
  ])('counts %d minutes as Arabic does', (minutes, words) => {
    expect(count('minutes', minutes, 'ar')).toBe(words);
  });

  it('leaves in English what a newer replica has kept', () => {
    const said = { message: 'New.', sentence: { key: 'newer', params: {} } } as unknown as Said;
    expect(inLanguage('ar', said)).toBe('New.');
  });
});

describe('Where Vlens hears which language the customer reads', () => {
  it('it gets one of two words, and a read in one language is no answer in the other', async () => {
    const other = await startTestGateway({
      vlensUrl: upstream.url,
      env: { CACHE_MAX_AGE_MS: '10000', VLENS_ACCEPT_LANGUAGE: 'true' },
    });
    try {
      const token = `customer-${randomUUID()}`;
      const read = (header: string) =>
        other.query('{ productTypes { name } }', {}, { token, headers: { 'accept-language': header } });
      for (const header of ['ar-EG, en;q=0.5', 'en', 'ar', 'fr']) await read(header);
      const heard = upstream.calls().map(({ headers }) => headers['accept-language']);
      expect(heard).toEqual(['ar', 'en']);
    } finally {
      await other.close();
    }
  });

  it('and nothing at all where the operator has not asked for it', async () => {
    await gateway.query('{ productTypes { name } }', {}, asks('ar'));
    expect(upstream.calls().map(({ headers }) => headers['accept-language'])).toEqual([undefined]);
  });
});

it('No sentence for customers names what only a developer knows: headers, settings, fields, operations', () => {
  const technical = /`|\b[A-Z]+_[A-Z_]+\b|\b[a-z]+[A-Z]\w*\b|\bextensions\b|Authorization|\btoken\b/;
  const named = Object.entries(MESSAGES).flatMap(([key, { en }]) => {
    const [word] = technical.exec(en.replace(/\{\w+\}/g, '')) ?? [];
    return word === undefined ? [] : [`${key}: ${word}`];
  });
  expect(named).toEqual([]);
});
