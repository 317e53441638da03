import { afterEach, describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import type { Rejection, RejectionReason } from '../../src/vlens/answer.js';
import { ReadRefused, VlensFault } from '../../src/vlens/faults.js';
import type { TestServer } from '../support/server.js';
import { aServer, type Resolvers } from './a-server.js';

const SDL = `
  type Query { broken(input: Place): String fine: String date: DateTime first(count: Int! = 20): Int }
  input Place { latitude: Float }
`;

let server: TestServer;
afterEach(() => server.close());

/** What a client sees where a resolver throws. */
async function errorOf(error: unknown, document = '{ broken fine }', resolvers: Resolvers = {}) {
  const broken = () => {
    throw error;
  };
  server = await aServer(SDL, { broken, fine: () => 'fine', ...resolvers });
  return server.query(document);
}

describe('a fault', () => {
  it.each([
    'UNAUTHENTICATED',
    'FORBIDDEN',
    'UPSTREAM_TIMEOUT',
    'UPSTREAM_UNAVAILABLE',
    'UPSTREAM_INVALID_RESPONSE',
  ] as const)('%s is told with its sentence, beside the data that is there', async (code) => {
    const answer = await errorOf(new VlensFault(code, 'A sentence of ours.', { cause: new Error('MARKED') }));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      data: { broken: null, fine: 'fine' },
      errors: [
        {
          message: 'A sentence of ours.',
          path: ['broken'],
          locations: [{ line: 1, column: 3 }],
          extensions: { code, requestId: answer.headers.get('x-request-id') },
        },
      ],
    });
  });

  it('RATE_LIMITED says when to come back', async () => {
    const { body } = await errorOf(
      new VlensFault('RATE_LIMITED', 'Too many calls.', { retryAfterSeconds: 7 }),
    );
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 7 });
  });
});

describe('a read that Vlens refuses', () => {
  const refusal = (reason: RejectionReason): Rejection => ({
    kind: 'rejection',
    reason,
    errorCode: 4711,
    message: 'MARKED sentence of Vlens',
    fieldErrors: [{ field: 'x', message: 'MARKED' }],
    paymentUrl: null,
  });

  it.each<[RejectionReason, string]>([
    ['INVALID_INPUT', 'BAD_USER_INPUT'],
    ['INVALID_CREDENTIALS', 'UNAUTHENTICATED'],
    ['NOT_APPROVED', 'FORBIDDEN'],
    ['OTHER', 'FORBIDDEN'],
  ])('for %s is told as %s with its reason, in our words', async (reason, code) => {
    const answer = await errorOf(new ReadRefused(refusal(reason)));
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({ code, reason, errorCode: 4711 });
    expect(answer.text).not.toContain('MARKED');
  });
});

describe('input that breaks a rule of the schema', () => {
  const invalid = new ArgumentValidationError([
    {
      property: 'geoLocation',
      value: { latitude: 'MARKED' },
      target: { otp: 'MARKED' },
      children: [
        {
          property: 'latitude',
          value: 'MARKED',
          children: [],
          constraints: { max: 'latitude must not be greater than 90' },
        },
      ],
    },
    {
      property: 'fields',
      children: [
        { property: '2', children: [{ property: 'key', constraints: { x: 'key must not be empty' } }] },
      ],
    },
    { property: 'otpCode', value: 'MARKED', constraints: { matches: 'otpCode must be six digits' } },
  ]);

  it('is told field by field, without the values', async () => {
    const answer = await errorOf(invalid, '{ broken(input: { latitude: 1 }) fine }');
    expect(answer.body.errors?.[0]).toMatchObject({
      // For customers; developers have the rest.
      message: 'Some of what was entered is not valid. Look at it again.',
      extensions: {
        hint: expect.stringContaining('input.geoLocation.latitude, input.fields[2].key, input.otpCode'),
        code: 'BAD_USER_INPUT',
        fieldErrors: [
          { field: 'input.geoLocation.latitude', message: 'latitude must not be greater than 90' },
          { field: 'input.fields[2].key', message: 'key must not be empty' },
          { field: 'input.otpCode', message: 'otpCode must be six digits' },
        ],
      },
    });
    expect(answer.text).not.toContain('MARKED');
    expect(JSON.stringify(server.logs)).not.toContain('MARKED');
  });

  it('is told with a resolver’s own sentence where a resolver says so', async () => {
    const fieldErrors = [{ field: 'input.fields', message: 'There is no such key.' }];
    const { body } = await errorOf(
      new GraphQLError('Name each key once.', {
        extensions: { code: 'BAD_USER_INPUT', fieldErrors, other: 'MARKED' },
      }),
    );
    expect(body.errors?.[0]?.message).toBe('Some of what was entered is not valid. Look at it again.');
    expect(body.errors?.[0]?.extensions).toEqual({
      code: 'BAD_USER_INPUT',
      fieldErrors,
      hint: 'Not valid: input.fields. See extensions.fieldErrors.',
      requestId: expect.any(String),
    });
  });

  it('is the client’s mistake also where graphql-js finds it only while executing', async () => {
    server = await aServer(SDL, { first: () => 1 });
    const { body } = await server.query('query ($n: Int = 1) { first(count: $n) }', { n: null });
    expect(body.errors?.[0]).toMatchObject({
      message: 'Argument "count" of non-null type "Int!" must not be null.',
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('anything else', () => {
  it.each<[string, unknown]>([
    ['an exception', new TypeError('MARKED')],
    ['an exception with a cause', new Error('MARKED', { cause: new Error('MARKED too') })],
    ['something thrown that is no error', 'MARKED'],
    [
      'a GraphQL error of an unknown code',
      new GraphQLError('MARKED', { extensions: { code: 'MARKED', more: 'MARKED' } }),
    ],
  ])('%s is told without a word of it, and logged with where it came from', async (_what, error) => {
    const answer = await errorOf(error);
    expect(answer.status).toBe(200);
    expect(answer.body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('Name the number of this operation'),
      path: ['broken'],
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: answer.headers.get('x-request-id') },
    });
    expect(answer.text).not.toMatch(/MARKED|stack|exception/);
    expect(JSON.stringify(server.logs)).not.toContain('MARKED');
    expect(server.logs).toContainEqual(
      expect.objectContaining({
        msg: 'unexpected error in a resolver',
        requestId: answer.headers.get('x-request-id'),
        field: 'broken',
        error: expect.objectContaining({ type: expect.any(String), frames: expect.any(Array) }),
      }),
    );
  });

  it('is logged with the stack’s frames', async () => {
    await errorOf(new TypeError('MARKED'));
    const line = server.logs.find(({ msg }) => msg === 'unexpected error in a resolver');
    expect(JSON.stringify(line?.error)).toMatch(/"type":"TypeError".*graphql-errors\.test/);
  });

  it('is also a value that can’t be told in the schema’s type', async () => {
    const answer = await errorOf(null, '{ date }', { date: () => 'MARKED' });
    expect(answer.body.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(answer.text + JSON.stringify(server.logs)).not.toContain('MARKED');
  });
});

describe('whatever is refused', () => {
  const json = { 'content-type': 'application/json' };
  const post = (body: unknown, headers = {}) => ({
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
  const requests: [string, string, RequestInit][] = [
    ['what can’t be parsed', '', post({ query: '{' })],
    ['what the schema does not know', '', post({ query: '{ unknown }' })],
    ['a fault of a resolver', '', post({ query: '{ broken }' })],
    ['a body without keys', '', post({})],
    ['an array of operations', '', post([{ query: '{ fine }' }])],
    ['variables that are text', '', post({ query: '{ fine }', variables: '{}' })],
    ['variables in a GET that are no JSON', '?query={fine}&variables={', { headers: json }],
    ['what a form may send', '?query={fine}', { headers: { 'content-type': 'text/plain' } }],
    ['an answer in a form that is not spoken', '', post({ query: '{ fine }' }, { accept: 'image/png' })],
    ['a method that is none of ours', '', { ...post({ query: '{ fine }' }), method: 'PUT' }],
  ];

  it('carries the id of its own request, among many at once', async () => {
    const broken = () => Promise.reject(new VlensFault('FORBIDDEN', 'A sentence of ours.'));
    server = await aServer(SDL, { broken, fine: () => 'fine' });
    const { url } = server;
    const answers = await Promise.all(
      [...requests, ...requests].map(async ([what, search, init], index) => {
        const headers = { ...(init.headers as Record<string, string>), 'x-request-id': `request-${index}` };
        const response = await fetch(`${url}/graphql${search}`, { ...init, headers });
        const { errors } = (await response.json()) as { errors: { extensions: { requestId?: string } }[] };
        return [what, errors.map(({ extensions }) => extensions.requestId)];
      }),
    );
    expect(answers).toEqual([...requests, ...requests].map(([what], index) => [what, [`request-${index}`]]));
  });
});
