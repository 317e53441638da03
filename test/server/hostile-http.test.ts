import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { exceededBy } from '../../src/json-text.js';
import type { TestServer } from '../support/server.js';
import { aServer } from './a-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await aServer('type Query { echo(text: String): String }', {
    echo: (_root, { text }) => text as string,
  });
});
afterAll(() => server.close());

const post = (body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

/** What the server answers to bytes that no HTTP client would send, until it lets go of them. */
async function raw(...parts: (string | number)[]): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').on('error', () => undefined);
  let answer = '';
  socket.on('data', (bytes) => (answer += String(bytes)));
  const closed = new Promise((resolve) => socket.once('close', resolve));
  for (const part of parts) {
    if (typeof part === 'string') socket.write(part);
    else await new Promise((resolve) => setTimeout(resolve, part));
  }
  await closed;
  return answer;
}

describe('A header that is parsed', () => {
  it.each(['accept', 'accept-language', 'content-encoding', 'content-type', 'x-forwarded-for'])(
    'is refused unparsed where %s is very long',
    async (name) => {
      const response = await post('{"query":"{ echo }"}', { [name]: 'application/json'.padEnd(1001, 'x') });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining(name), extensions: { code: 'BAD_REQUEST' } }],
      });
    },
  );
});

describe('A body', () => {
  it('that nests deeper than any input is refused unparsed', async () => {
    const deep = `{"query":"{ echo }","variables":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    const response = await post(deep);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('may hold brackets in its strings', async () => {
    const text = '[{"\\'.repeat(1000);
    const response = await post(
      JSON.stringify({ query: 'query ($text: String) { echo(text: $text) }', variables: { text } }),
    );
    expect(await response.json()).toMatchObject({ data: { echo: text } });
  });

  it.each(['gzip', 'deflate', 'br', 'gzip, gzip'])('compressed with %s is refused unread', async (coding) => {
    const bomb = gzipSync(Buffer.alloc(10_000_000, ' '));
    const response = await post(bomb, { 'content-encoding': coding });
    expect(response.status).toBe(415);
    expect(response.headers.get('accept-encoding')).toBe('identity');
    expect(await response.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('compressed') }],
    });
  });

  it('larger than 4 MB is refused', async () => {
    const response = await post(
      JSON.stringify({ query: `{ echo(text: "${'x'.repeat(4 * 1024 * 1024)}") }` }),
    );
    expect(response.status).toBe(413);
  });

  it.each([
    '{"query":"{ echo }","__proto__":{"polluted":true}}',
    '{"query":"{ echo }","variables":{"__proto__":{"polluted":true}}}',
    '{"query":"{ echo }","variables":{"constructor":{"prototype":{"polluted":true}}}}',
  ])('that reaches for prototypes does no harm: %s', async (body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('with several operations in an array is refused', async () => {
    const response = await post(JSON.stringify([{ query: '{ echo }' }, { query: '{ echo }' }]));
    expect(response.status).toBe(400);
  });
});

describe('A client', () => {
  it('that sends headers without end is refused', async () => {
    const answer = await raw(
      `GET /graphql HTTP/1.1\r\nhost: x\r\n${'x-filler: 1234567890\r\n'.repeat(2000)}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
  });

  it('that sends its headers drop by drop is let go, and told that nothing was taken', async () => {
    const answer = await raw('POST /graphql HTTP/1.1\r\nhost: x\r\n', 500, 'x-slow: 1\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('\r\nretry-after: 1\r\n');
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }],
    });
  }, 120_000);

  it('that chooses a malformed request id gets one of ours', async () => {
    for (const id of ['short', 'x'.repeat(65), 'with spaces in it', '<script>alert(1)</script>']) {
      const response = await post('{"query":"{ echo }"}', { 'x-request-id': id });
      expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('that can only send simple requests from a browser is refused (CSRF)', async () => {
    const form = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      body: new URLSearchParams({ query: '{ echo }' }),
    });
    expect(form.status).toBe(415);
    const get = await fetch(`${server.url}/graphql?query={echo}`, {
      headers: { accept: 'application/json' },
    });
    expect(get.status).toBe(400);
  });

  it('gets security headers with every answer', async () => {
    const { headers } = await post('{"query":"{ echo }"}');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('A JSON text', () => {
  it.each<[string, ReturnType<typeof exceededBy>]>([
    ['1', null],
    ['{"a":[1,2]}', null],
    ['{"a":[{"b":1}]}', 'depth'],
    ['"[[["', null],
    ['["\\"[", "\\\\", [1]]', null],
    ['["\\"[", "\\\\", [[1]]]', 'depth'],
    ['["[', null],
    ['[1,2,3,4,5,6]', 'values'],
    ['[",,,,,,,,,,"]', null],
  ])('%j is within 2 levels and 6 values but for: %s', (text, exceeded) => {
    expect(exceededBy(text, { depth: 2, values: 6 })).toBe(exceeded);
  });
});
