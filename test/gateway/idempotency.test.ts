import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aFormField, envelope, REQUEST_ID, refusal, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held, requestsInFlight } from '../support/held.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const MOMENT = { geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const VALIDATION = { ...MOMENT, requestId: REQUEST_ID, otpRequestId: 'o-1', otpCode: '123456' };
const VALIDATE = `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
  __typename ... on ActivationOtpValidated { message } ... on Rejection { reason } } }`;
const validate = (idempotencyKey: string | null, more: object = {}, token = 'user-token') =>
  gateway.query(VALIDATE, { input: { ...VALIDATION, ...more, idempotencyKey } }, { token });
/** A token as Vlens makes them: whose it is can be read, and nobody here can verify it. */
const tokenOf = (sub: string, iat: number, as: 'text' | 'number' = 'text') =>
  ['{"alg":"HS256"}', `{"sub":${as === 'text' ? JSON.stringify(sub) : sub},"iat":${iat}}`, 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');
const sent = () => upstream.calls('stepValidateOtp').length;

describe('A step whose client ends its side of the connection, or resets it, before it is answered', () => {
  it.each(['ends', 'resets'])('goes on, and is found by its key: %s', async (how) => {
    const [released, release] = held();
    upstream.answer(
      'stepValidateOtp',
      { until: released, body: envelope('First.') },
      { body: envelope('No.') },
    );
    const key = randomUUID();
    const body = JSON.stringify({
      query: VALIDATE,
      variables: { input: { ...VALIDATION, idempotencyKey: key } },
    });
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => {});
    socket.write(
      'POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: Bearer user-token\r\ncontent-type: application/json\r\n' +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    await upstream.called('stepValidateOtp');
    if (how === 'ends') socket.end().resume();
    else socket.resetAndDestroy();
    await until(() => socket.destroyed);
    await until(async () => (await requestsInFlight(gateway)) === 0);
    release();
    expect((await validate(key)).body.data).toEqual({
      validateActivationOtp: { __typename: 'ActivationOtpValidated', message: 'First.' },
    });
    expect(sent()).toBe(1);
  });
});

describe('The same idempotency key with the same input', () => {
  it('gives the first answer again, and Vlens is asked once', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Second.') });
    const key = randomUUID();
    const first = await validate(key);
    const second = await validate(key.toUpperCase());
    expect(first.body.data).toEqual({
      validateActivationOtp: { __typename: 'ActivationOtpValidated', message: 'First.' },
    });
    expect(second.body).toEqual(first.body);
    expect(sent()).toBe(1);
  });

  it('does so while the first is still under way, for as many as ask', async () => {
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('First.') });
    const key = randomUUID();
    const asked = Array.from({ length: 20 }, () => validate(key));
    await until(async () => (await requestsInFlight(gateway)) >= asked.length);
    release();
    const answers = await Promise.all(asked);
    for (const { body } of answers) expect(body).toEqual(answers[0]?.body);
    expect(sent()).toBe(1);
  });

  it('does so for a phone that repeats the step with a new time and place', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Second.') });
    const key = randomUUID();
    const first = await validate(key);
    const again = await validate(key, {
      geoLocation: { latitude: 31, longitude: 31 },
      userDeviceUtcTime: '2026-11-23T12:05:00Z',
    });
    expect(again.body).toEqual(first.body);
    expect(sent()).toBe(1);
  });

  it('does not where the tokens tell an empty subject: it is nobody’s account', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Second.') });
    const key = randomUUID();
    await validate(key, {}, tokenOf('', 1));
    expect((await validate(key, {}, tokenOf('', 2))).body.data).toMatchObject({
      validateActivationOtp: { message: 'Second.' },
    });
    expect(sent()).toBe(2);
  });

  it('does not where the subjects are numbers that JavaScript can’t tell apart', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Second.') });
    const key = randomUUID();
    await validate(key, {}, tokenOf('9007199254740992', 1, 'number'));
    expect((await validate(key, {}, tokenOf('9007199254740993', 1, 'number'))).body.data).toMatchObject({
      validateActivationOtp: { message: 'Second.' },
    });
  });

  it('does so for a step that needs no token, whichever token comes with it: a refresh is sent once', async () => {
    const session = (name: string) => ({ body: envelope({ accessToken: name, newRefreshToken: name }) });
    upstream.answer('refreshToken', session('first'), session('second'));
    const input = { refreshToken: 'r-1', idempotencyKey: randomUUID() };
    const mutation = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) {
      ... on Session { accessToken } ... on Rejection { reason } } }`;
    const callers = [{ token: tokenOf('7', 1) }, {}, { token: tokenOf('7', 2) }, { token: 'opaque' }];
    for (const caller of callers)
      expect((await gateway.query(mutation, { input }, caller)).body.data).toEqual({
        refreshSession: { accessToken: 'first' },
      });
    expect(upstream.calls('refreshToken')).toHaveLength(1);
    // No token was shown to Vlens for it.
    expect(upstream.calls()).toHaveLength(1);
  });

  it('does so after a new login to the same account', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Second.') });
    const key = randomUUID();
    const first = await validate(key, {}, tokenOf('7', 1));
    expect((await validate(key, {}, tokenOf('7', 2))).body).toEqual(first.body);
    expect(sent()).toBe(1);
    await validate(key, {}, tokenOf('8', 1));
    expect(sent()).toBe(2);
  });

  it('does so for an operator’s new login, whose token may not read requests', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') });
    upstream.answer('listBusinessRequestIds', { status: 403 });
    upstream.answer('adminLogin', { body: envelope({ accessToken: tokenOf('operator', 2) }) });
    const key = randomUUID();
    const first = await validate(key, {}, tokenOf('operator', 1));
    await gateway.query('mutation ($input: AdminLoginInput!) { adminLogin(input: $input) { __typename } }', {
      input: { tenancyName: 'tenant', userNameOrEmailAddress: 'operator', password: 'secret' },
    });
    expect((await validate(key, {}, tokenOf('operator', 2))).body).toEqual(first.body);
    expect(sent()).toBe(1);
  });

  it('tells nothing to a token of the same account that Vlens does not accept', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') });
    const key = randomUUID();
    await validate(key, {}, tokenOf('7', 1));
    upstream.answer('listBusinessRequestIds', { status: 401 });
    const { body } = await validate(key, {}, tokenOf('7', 3));
    expect(JSON.stringify(body)).not.toContain('First.');
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(sent()).toBe(1);
  });

  it('tells nothing to it either where Vlens’s no is a code in an answer, not a status', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') });
    const key = randomUUID();
    await validate(key, {}, tokenOf('7', 1));
    upstream.answer('listBusinessRequestIds', { body: refusal(17, 'The token is not valid') });
    const { body } = await validate(key, {}, tokenOf('7', 4));
    expect(JSON.stringify(body)).not.toContain('First.');
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(sent()).toBe(1);
  });

  it('tells a token that Vlens does not accept not even that the key was used', async () => {
    const strangerHears = async (iat: number) => {
      upstream.answer('listBusinessRequestIds', { status: 401 });
      const { body } = await validate(key, { otpCode: '654321' }, tokenOf('7', iat));
      return body.errors?.[0]?.extensions.code;
    };
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('First.') });
    const key = randomUUID();
    const first = validate(key, {}, tokenOf('7', 5));
    await upstream.called('stepValidateOtp');
    const whileInFlight = await strangerHears(6);
    release();
    await first;
    expect([whileInFlight, await strangerHears(7)]).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED']);
    expect(sent()).toBe(1);
  });

  it.each([429, 503])(
    'never sounds as if nothing was sent, where Vlens answers %i to the question whose a new token is',
    async (status) => {
      upstream.answer('stepValidateOtp', { body: envelope('First.') });
      const key = randomUUID();
      await validate(key, {}, tokenOf(`${status}`, 1));
      upstream.answer('listBusinessRequestIds', { status });
      const { body } = await validate(key, {}, tokenOf(`${status}`, 2));
      expect(JSON.stringify(body)).not.toContain('First.');
      expect(body.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
      expect(sent()).toBe(1);
    },
  );

  it('gives a refusal again too', async () => {
    upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') }, { body: envelope('Second.') });
    const key = randomUUID();
    await validate(key);
    expect((await validate(key)).body.data).toEqual({
      validateActivationOtp: { __typename: 'Rejection', reason: 'OTP_INCORRECT' },
    });
    expect(sent()).toBe(1);
  });

  it('keeps an unknown outcome unknown: the step is never sent again', async () => {
    upstream.answer('stepValidateOtp', { cut: 'headers' }, { body: envelope('Second.') });
    const key = randomUUID();
    for (const { body } of [await validate(key), await validate(key)]) {
      expect(body.errors?.[0]?.extensions).toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        outcome: 'UNKNOWN',
      });
    }
    expect(sent()).toBe(1);
  });

  it('may be sent again after Vlens turned it away unlooked at', async () => {
    upstream.answer('stepValidateOtp', { status: 401 }, { body: envelope('Second.') });
    const key = randomUUID();
    const refused = await validate(key, {}, tokenOf('9', 1));
    expect(refused.body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    // The refused token is not asked about again; a new login is.
    expect((await validate(key, {}, tokenOf('9', 2))).body.data).toMatchObject({
      validateActivationOtp: { message: 'Second.' },
    });
  });

  it('may be sent again after too many tries kept it from Vlens', async () => {
    upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
    const otpRequestId = randomUUID();
    for (let number = 0; number < 10; number += 1) await validate(null, { otpRequestId }, `caller-${number}`);
    const key = randomUUID();
    expect((await validate(key, { otpRequestId })).body.data).toMatchObject({
      validateActivationOtp: { reason: 'TOO_MANY_ATTEMPTS' },
    });
    expect((await validate(key)).body.data).toMatchObject({
      validateActivationOtp: { reason: 'OTP_INCORRECT' },
    });
  });

  it('gives Vlens’s own “too many attempts” again, as any of its answers', async () => {
    upstream.answer(
      'stepValidateOtp',
      { body: refusal(4, 'Too many attempts') },
      { body: envelope('Second.') },
    );
    const key = randomUUID();
    for (const { body } of [await validate(key), await validate(key)]) {
      expect(body.data).toMatchObject({ validateActivationOtp: { reason: 'TOO_MANY_ATTEMPTS' } });
    }
    expect(sent()).toBe(1);
  });

  it('goes on when the client that began has left', async () => {
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('First.') });
    const key = randomUUID();
    const leaving = new AbortController();
    const left = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
      body: JSON.stringify({
        query:
          'mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) { __typename } }',
        variables: { input: { ...VALIDATION, idempotencyKey: key } },
      }),
      signal: leaving.signal,
    }).catch(() => undefined);
    await upstream.called('stepValidateOtp');
    leaving.abort();
    await left;
    release();
    expect((await validate(key)).body.data).toMatchObject({ validateActivationOtp: { message: 'First.' } });
    expect(sent()).toBe(1);
  });
});

describe('A request whose form can’t be read before it is created', () => {
  const CREATE = `mutation ($input: CreateBusinessRequestInput!) { createBusinessRequest(input: $input) {
    __typename ... on BusinessRequestCreated { businessRequest { id } } } }`;
  const UNREADABLE = { status: 403 };
  const formWith = (key: string) => ({
    body: envelope({ id: 101, name: 'Application', requestsFields: [aFormField({ key })] }),
  });
  const create = (idempotencyKey: string | null, token: string) =>
    gateway.query(
      CREATE,
      {
        input: {
          ...MOMENT,
          productTypeId: 414,
          fields: [{ key: 'monthlyIncome', value: '5000' }],
          idempotencyKey,
        },
      },
      { token },
    );
  const created = () => upstream.calls('createBusinessRequest').length;

  it('is told to the next one who sends its key, though the form has become readable and lacks its fields', async () => {
    upstream.answer('getFormFields', UNREADABLE, formWith('employer'));
    const key = randomUUID();
    const first = await create(key, 'creator-1');
    expect(first.body.data).toEqual({
      createBusinessRequest: {
        __typename: 'BusinessRequestCreated',
        businessRequest: { id: expect.any(String) },
      },
    });
    expect((await create(key, 'creator-1')).body).toEqual(first.body);
    expect(created()).toBe(1);
    // The form does lack them.
    const { body } = await create(randomUUID(), 'creator-1');
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(created()).toBe(1);
  });

  it('is told so too while it is still under way', async () => {
    const [released, release] = held();
    upstream.answer('getFormFields', UNREADABLE, formWith('employer'));
    upstream.answer('createBusinessRequest', { until: released, body: envelope({ id: REQUEST_ID }) });
    const key = randomUUID();
    const first = create(key, 'creator-2');
    await upstream.called('createBusinessRequest');
    const second = create(key, 'creator-2');
    await until(async () => (await requestsInFlight(gateway)) >= 2);
    release();
    expect((await second).body).toEqual((await first).body);
    expect((await second).body.data).toMatchObject({
      createBusinessRequest: { __typename: 'BusinessRequestCreated' },
    });
    expect(created()).toBe(1);
  });

  it('may be sent again under the key with which it was refused: nothing was sent', async () => {
    // Each caller reads the form for itself.
    upstream.answer('getFormFields', formWith('employer'), formWith('monthlyIncome'));
    const key = randomUUID();
    const [one, another] = ['1', '2'].map((iat) => tokenOf('creator-3', Number(iat))) as [string, string];
    const refused = await create(key, one);
    expect(refused.body.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      fieldErrors: [{ field: 'input.fields[0].key' }],
    });
    expect(created()).toBe(0);
    expect((await create(key, another)).body.data).toMatchObject({
      createBusinessRequest: { __typename: 'BusinessRequestCreated' },
    });
    expect(created()).toBe(1);
  });
});

describe('An idempotency key', () => {
  it.each<[string, object]>([
    ['another code', { otpCode: '654321' }],
    ['another request', { requestId: requestIdOf(2) }],
  ])('with %s is refused with BAD_USER_INPUT', async (_, change) => {
    const key = randomUUID();
    await validate(key);
    const { body } = await validate(key, change);
    expect(body.errors?.[0]).toMatchObject({
      message: 'This was sent before with other data. Begin again.',
      extensions: { code: 'BAD_USER_INPUT', hint: expect.stringContaining('take a new key') },
    });
    expect(sent()).toBe(1);
  });

  it('of a caller without a token is refused so with another input while the first is in flight', async () => {
    const [released, release] = held();
    upstream.answer('stepVerifyEmail', { until: released, body: envelope({ requestId: 'e-1' }) });
    const key = randomUUID();
    const send = (email: string) =>
      gateway.query(
        'mutation ($input: SendEmailCodeInput!) { sendEmailCode(input: $input) { __typename } }',
        {
          input: { email, idempotencyKey: key },
        },
      );
    const first = send('mona@example.com');
    await upstream.called('stepVerifyEmail');
    const { body } = await send('omar@example.com');
    release();
    await first;
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(upstream.calls('stepVerifyEmail')).toHaveLength(1);
  });

  it('is refused for another step', async () => {
    const key = randomUUID();
    await validate(key);
    const { body } = await gateway.query(
      'mutation ($input: ConfirmPaymentInput!) { confirmPayment(input: $input) { __typename } }',
      { input: { ...MOMENT, requestId: REQUEST_ID, idempotencyKey: key } },
      { token: 'user-token' },
    );
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(upstream.calls('stepValidatePayment')).toEqual([]);
  });

  it('is each caller’s own', async () => {
    const key = randomUUID();
    await validate(key, {}, 'one');
    await validate(key, { otpCode: '654321' }, 'another');
    expect(sent()).toBe(2);
  });

  it('that is no UUID is refused', async () => {
    const { body } = await validate('not-a-uuid');
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('Without a key', () => {
  it('nothing is remembered', async () => {
    await validate(null);
    await validate(null);
    expect(sent()).toBe(2);
  });
});
