import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
const gateways: Record<string, TestServer> = {};
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  for (const [name, env] of Object.entries({
    subgraph: { FEDERATION: 'true' },
    strict: { FEDERATION: 'true', FEDERATION_ERRORS_AS_200: 'false' },
    alone: {},
  }))
    gateways[name] = await startTestGateway({ vlensUrl: upstream.url, env });
});
afterAll(async () => {
  for (const gateway of Object.values(gateways)) await gateway.close();
  await upstream.close();
});

/** As @apollo/gateway sends it. */
const BY_A_ROUTER = { accept: 'application/graphql-response+json, application/json', 'user-agent': 'router' };

describe('What is wrong with a request of a router', () => {
  const mistakes: [string, string, Record<string, unknown>, string][] = [
    ['a field that there is not', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a document that can’t be read', '{', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a variable', 'query ($id: UUID!) { businessRequest(id: $id) { status } }', {}, 'BAD_USER_INPUT'],
    [
      'a list that is too long',
      'query ($a: [UUID!]!) { businessRequestsByIds(ids: $a) { id } }',
      { a: Array(501).fill('a') },
      'BAD_USER_INPUT',
    ],
  ];

  it.each(mistakes)('is answered 200 as JSON, with its code: %s', async (_, document, variables, code) => {
    const { status, headers, body } = await (gateways.subgraph as TestServer).query(document, variables, {
      headers: BY_A_ROUTER,
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(body.errors?.[0]?.extensions.code).toBe(code);
  });

  it.each(['strict', 'alone'])('is answered 400 where so set, or where no router is: %s', async (name) => {
    for (const [, document, variables] of mistakes) {
      const { status } = await (gateways[name] as TestServer).query(document, variables, {
        headers: BY_A_ROUTER,
      });
      expect(status).toBe(400);
    }
  });

  it('keeps its status where a form of another site can send it', async () => {
    const { url } = gateways.subgraph as TestServer;
    expect((await fetch(`${url}/graphql?query={__typename}`)).status).toBe(400);
  });
});

describe('What one operation may ask for once', () => {
  const LOGIN = `mutation ($input: LoginInput!) { login(input: $input) { __typename } }`;
  const input = {
    phoneNumber: '+201000000001',
    password: 'a guess',
    deviceId: 'd',
    geoLocation: { latitude: 30, longitude: 31 },
  };
  const traceparent = (trace: string, parent: string) => `00-${trace.repeat(32)}-${parent.repeat(16)}-01`;
  const logIn = async (
    headers: Record<string, string>,
    {
      gateway = 'subgraph',
      idempotencyKey,
      token,
    }: { gateway?: string; idempotencyKey?: unknown; token?: string } = {},
  ) => {
    const options = { headers, ...(token && { token }) };
    const variables = { input: { ...input, ...(idempotencyKey === undefined ? {} : { idempotencyKey }) } };
    const { body } = await (gateways[gateway] as TestServer).query(LOGIN, variables, options);
    return body.errors?.[0]?.message ?? 'answered';
  };
  const ONCE = 'One operation may ask for login once: send each in an operation of its own.';

  it('is asked for once by all requests that a router makes of it, by the request id', async () => {
    const headers = { 'x-request-id': 'of-one-operation' };
    expect(await logIn(headers)).toBe('answered');
    const calls = upstream.calls('login').length;
    expect(await logIn(headers)).toBe(ONCE);
    expect(upstream.calls('login')).toHaveLength(calls);
    expect(await logIn({ 'x-request-id': 'of-another-one' })).toBe('answered');
  });

  it('or by the trace, where there is no request id', async () => {
    expect(await logIn({ traceparent: traceparent('a', '1') })).toBe('answered');
    expect(await logIn({ traceparent: traceparent('a', '2') })).toBe(ONCE);
    const headers = { 'x-request-id': 'which-goes-before' };
    expect(await logIn({ ...headers, traceparent: traceparent('a', '3') })).toBe('answered');
    expect(await logIn({ traceparent: traceparent('b', '1') })).toBe('answered');
  });

  it('may be sent again under its idempotency key', async () => {
    const headers = { 'x-request-id': 'sent-once-again' };
    const idempotencyKey = '6f1c3f0e-6f0c-4c4e-9a63-0b1c6b0f7a11';
    expect(await logIn(headers, { idempotencyKey })).toBe('answered');
    expect(await logIn(headers, { idempotencyKey })).toBe('answered');
    const written = LOGIN.replace('($input: LoginInput!)', '($key: UUID)').replace(
      '$input',
      `{ phoneNumber: "+201000000001", password: "p", deviceId: "d", geoLocation: { latitude: 30, longitude: 31 }, idempotencyKey: $key }`,
    );
    const { body } = await (gateways.subgraph as TestServer).query(
      written,
      { key: idempotencyKey },
      { headers },
    );
    expect(body.errors?.[0]?.message).not.toBe(ONCE);
    expect(await logIn(headers)).toBe(ONCE);
  });

  it.each([
    ['a text without end', 'x'.repeat(1_000_000)],
    ['something else', { a: [1, 2, 3] }],
  ])('is kept with no key that can be none: %s', async (name, idempotencyKey) => {
    const headers = { 'x-request-id': `with-${name.replaceAll(' ', '-')}` };
    expect(await logIn(headers, { idempotencyKey })).not.toBe(ONCE);
    // It would be sent again under its key if that were kept, for a minute and for each of ten thousand ids.
    expect(await logIn(headers, { idempotencyKey: structuredClone(idempotencyKey) })).toBe(ONCE);
  });

  it('is counted for each caller apart, and nowhere but behind a router', async () => {
    const headers = { 'x-request-id': 'which-several-chose' };
    for (const token of ['mine', 'yours']) expect(await logIn(headers, { token })).toBe('answered');
    for (let time = 0; time < 2; time += 1)
      expect(await logIn({ 'x-request-id': 'of-no-router' }, { gateway: 'alone' })).toBe('answered');
  });

  it('is a query’s field as well', async () => {
    const { body } = await (gateways.alone as TestServer).query(
      '{ a: accountExists(phoneNumber: "+201000000001") b: accountExists(phoneNumber: "+201000000002") }',
    );
    expect(body.errors?.[0]?.message).toBe(ONCE.replace('login', 'accountExists'));
  });
});
