import { once } from 'node:events';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { readAnswer, type TestServer } from '../support/server.js';
import { aServer } from './a-server.js';

const PRODUCTION = {
  NODE_ENV: 'production',
  VLENS_API_URL: 'http://127.0.0.1:9',
  VLENS_API_KEY: 'key',
};
const HELLO = [
  'type Query { hello(name: String): String } type Mutation { change: String }',
  { hello: () => 'hi' },
] as const;

let server: TestServer;
afterEach(() => server.close());

const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('GraphQL over HTTP', () => {
  it.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('answers who accepts %s with %s', async (accept, contentType) => {
    server = await aServer(...HELLO);
    const { status, headers, body } = await server.query('{ hello }', {}, { headers: { accept } });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe(contentType);
    expect(body).toEqual({ data: { hello: 'hi' } });
  });

  it.each([
    'text/event-stream',
    'text/html',
    'application/json; odata=verbose',
    'application/json;q=0',
    '*/*;q=0',
    'nothing',
  ])('executes nothing for who does not accept JSON: %s', async (accept) => {
    const changes: string[] = [];
    server = await aServer(HELLO[0], { ...HELLO[1], change: () => String(changes.push('one')) });
    const { status, body } = await server.query('mutation { change }', {}, { headers: { accept } });
    expect(status).toBe(406);
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('nothing was executed'),
      extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) },
    });
    expect(changes).toEqual([]);
  });

  it('answers a query by GET where the header shows that no foreign page sent it', async () => {
    server = await aServer(...HELLO);
    const address = `${server.url}/graphql?query=${encodeURIComponent('{ hello }')}`;
    const answer = await readAnswer(await fetch(address, { headers: { 'apollo-require-preflight': '1' } }));
    expect(answer.body.data).toEqual({ hello: 'hi' });
    const blocked = await readAnswer(await fetch(address));
    expect(blocked.status).toBe(400);
    expect(blocked.body.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it.each(['/graphql', '/graphql/stream'])(
    'takes a further question mark in an address for a part of its query: %s',
    async (path) => {
      server = await aServer(HELLO[0], { hello: (_root, { name }) => `Hello ${name}` });
      const address = `${server.url}${path}?query={hello(name:%22who?%22)}&operationName=`;
      const headers = {
        'apollo-require-preflight': '1',
        accept: path === '/graphql' ? '*/*' : 'text/event-stream',
      };
      expect(await (await fetch(address, { headers })).text()).toContain('"hello":"Hello who?"');
    },
  );

  it.each(['query', 'operationName', 'variables'])(
    'takes no address with %s in it twice',
    async (parameter) => {
      server = await aServer(...HELLO);
      const twice = `${parameter}={hello}&${parameter}={hello}`;
      for (const path of ['/graphql', '/graphql/stream']) {
        const headers = { 'apollo-require-preflight': '1', accept: 'text/event-stream, application/json' };
        const response = await fetch(`${server.url}${path}?query={hello}&${twice}`, { headers });
        expect(response.status).toBe(400);
        expect(await response.json()).toMatchObject({
          errors: [{ message: expect.stringContaining(parameter), extensions: { code: 'BAD_REQUEST' } }],
        });
      }
    },
  );

  it.each([
    ['does not parse', '{ hello'],
    ['is not valid', '{ goodbye }'],
  ])('has no data where nothing was executed, over a stream too: what %s', async (_what, query) => {
    server = await aServer(...HELLO);
    const response = await fetch(`${server.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const told = /^data: (\{.*)$/m.exec(await response.text())?.[1] ?? '';
    expect(JSON.parse(told)).toHaveProperty('errors');
    expect(JSON.parse(told)).not.toHaveProperty('data');
  });

  it('takes no mutation by GET', async () => {
    server = await aServer(...HELLO);
    const address = `${server.url}/graphql?query=${encodeURIComponent('mutation { change }')}`;
    const response = await fetch(address, { headers: { 'apollo-require-preflight': '1' } });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('blocks what a form on a foreign page could send', async () => {
    server = await aServer(...HELLO);
    const response = await post(JSON.stringify({ query: 'mutation { change }' }), {
      'content-type': 'text/plain',
    });
    expect(response.status).toBe(400);
  });

  it.each<[string, string, number]>([
    ['no JSON', '{"query": "MARKED', 400],
    ['no query', '{"variables": {}}', 400],
    ['a batch', '[{"query":"{ hello }"}]', 400],
    ['a document that does not parse', '{"query":"{ hello"}', 400],
    ['a field that does not exist', '{"query":"{ goodbye }"}', 400],
    [
      'variables of the wrong type',
      '{"query":"query ($n: String) { hello(name: $n) }","variables":{"n":1}}',
      400,
    ],
    ['an operation that does not exist', '{"query":"{ hello }","operationName":"MARKED"}', 400],
  ])('answers %s with errors that carry a code and the request id', async (_what, body, status) => {
    server = await aServer(...HELLO);
    const answer = await readAnswer(await post(body));
    expect(answer.status).toBe(status);
    expect(answer.body.data ?? null).toBeNull();
    expect(answer.body.errors).toEqual([
      expect.objectContaining({
        message: expect.any(String),
        extensions: {
          code: expect.stringMatching(/^[A-Z_]+$/),
          requestId: answer.headers.get('x-request-id'),
        },
      }),
    ]);
    expect(answer.text).not.toMatch(/MARKED|stack|node_modules/);
  });

  it('takes four pictures of 500 KB, and answers more than 4 MB with a GraphQL error', async () => {
    server = await aServer(...HELLO);
    const ask = (length: number) =>
      post(
        JSON.stringify({
          query: 'query ($n: String) { hello(name: $n) }',
          variables: { n: 'x'.repeat(length) },
        }),
      );
    expect((await ask(4 * Math.ceil((500 * 1024 * 4) / 3))).status).toBe(200);
    const tooLarge = await readAnswer(await ask(4 * 1024 * 1024));
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.body.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
    expect(tooLarge.body.errors?.[0]?.extensions?.hint).toContain('4 MB');
  });

  it.each(['PUT', 'DELETE'])('answers %s with 405', async (method) => {
    server = await aServer(...HELLO);
    const response = await fetch(`${server.url}/graphql`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(405);
  });

  it('answers a content type that it does not know with 415', async () => {
    server = await aServer(...HELLO);
    const answer = await readAnswer(await post('<a/>', { 'content-type': 'application/xml' }));
    expect(answer.status).toBe(415);
    expect(answer.body.errors?.[0]?.extensions.code).toBe('BAD_REQUEST');
  });

  it('lets no cache keep an answer', async () => {
    server = await aServer(...HELLO);
    expect((await server.query('{ hello }')).headers.get('cache-control')).toBe('no-store');
  });
});

describe('the request id', () => {
  it('is the caller’s own where it is well-formed', async () => {
    server = await aServer(...HELLO);
    const { headers } = await server.query(
      '{ hello }',
      {},
      { headers: { 'x-request-id': 'trace-0123.4_5' } },
    );
    expect(headers.get('x-request-id')).toBe('trace-0123.4_5');
    expect(server.logs).toContainEqual(
      expect.objectContaining({ msg: 'operation', requestId: 'trace-0123.4_5' }),
    );
  });

  it.each(['short', 'x'.repeat(65), 'with space 123', '{"json":true}'])(
    'is a new UUID instead of %s',
    async (given) => {
      server = await aServer(...HELLO);
      const { headers } = await server.query('{ hello }', {}, { headers: { 'x-request-id': given } });
      expect(headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    },
  );
});

describe('a browser', () => {
  const openPage = () => fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } });
  const preflight = (origin: string) =>
    fetch(`${server.url}/graphql`, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });

  it('finds Apollo Sandbox in development, with a sample, no telemetry, and a policy that lets it start', async () => {
    server = await aServer(...HELLO);
    const page = await openPage();
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('EmbeddedSandbox');
    expect(html).toContain('query Sample');
    expect(html).toContain('"runTelemetry":false');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toMatch(
      /script-src [^;]*'unsafe-inline'[^;]*https:\/\/embeddable-sandbox\.cdn\.apollographql\.com/,
    );
    expect(policy).toMatch(/frame-src https:\/\/sandbox\.embed\.apollographql\.com/);
  });

  it('finds no page in production, and may load nothing', async () => {
    server = await aServer(...HELLO, undefined, PRODUCTION);
    const page = await openPage();
    expect(await page.text()).not.toContain('<html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('may call from the origins of the settings only', async () => {
    server = await aServer(...HELLO, undefined, { CORS_ORIGINS: 'https://app.example.com' });
    expect((await preflight('https://app.example.com')).headers.get('access-control-allow-origin')).toBe(
      'https://app.example.com',
    );
    expect(
      (await preflight('https://other.example.com')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });

  it('shows a page of such an origin what it polls and waits by', async () => {
    server = await aServer(...HELLO);
    const headers = { origin: 'https://studio.apollographql.com', 'apollo-require-preflight': '1' };
    const response = await fetch(`${server.url}/graphql?query={hello}`, { headers });
    expect(response.headers.get('etag')).toEqual(expect.any(String));
    const exposed = response.headers.get('access-control-expose-headers')?.toLowerCase().split(/, */);
    expect(exposed).toEqual(expect.arrayContaining(['etag', 'retry-after', 'x-request-id']));
  });

  it('may call from no other origin in production where none is set', async () => {
    server = await aServer(...HELLO, undefined, PRODUCTION);
    expect(
      (await preflight('https://studio.apollographql.com')).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });
});

describe('the schema', () => {
  it('can be read in development, and not in production', async () => {
    server = await aServer(...HELLO);
    expect((await server.query('{ __schema { queryType { name } } }')).status).toBe(200);
    await server.close();
    server = await aServer(...HELLO, undefined, PRODUCTION);
    const answer = await server.query('{ __schema { queryType { name } } }');
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('is not given away by suggestions in production', async () => {
    server = await aServer(...HELLO, undefined, PRODUCTION);
    expect((await server.query('{ hallo }')).text).not.toContain('hello');
  });
});

describe('the operator', () => {
  it('sees that the gateway lives and is ready', async () => {
    server = await aServer(...HELLO);
    expect(await (await fetch(`${server.url}/health/live`)).json()).toEqual({ status: 'live' });
    const ready = await fetch(`${server.url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', upstream: { breaker: 'closed' } },
    ]);
  });

  it('finds an error in one form where there is nothing', async () => {
    server = await aServer(...HELLO);
    const response = await fetch(`${server.url}/nothing?MARKED`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: {
        code: 'NOT_FOUND',
        message: expect.any(String),
        requestId: response.headers.get('x-request-id'),
      },
    });
  });

  it.each<[string, string, string]>([
    ['a Host that is none', '/graphql', 'MARKED host'],
    ['a path that is none', '/%ZZMARKED', 'localhost'],
  ])('finds the client’s mistake told as one, and not repeated: %s', async (_what, path, host) => {
    server = await aServer(...HELLO);
    const asked = request({ port: new URL(server.url).port, host: '127.0.0.1', path, headers: { host } });
    const [response] = await once(asked.end(), 'response');
    const body = await text(response);
    expect(response.statusCode).toBe(400);
    expect(body).toContain('"BAD_REQUEST"');
    expect(body + JSON.stringify(server.logs)).not.toContain('MARKED');
  });
});
