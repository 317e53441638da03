import { once } from 'node:events';
import { METHODS, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestServer } from '../support/server.js';
import { WEBHOOK_SECRET } from '../support/webhook.js';
import { aServer } from './a-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await aServer('type Query { q: String }', {}, undefined, { WEBHOOK_SECRET });
});
afterAll(() => server.close());

/** With methods and without headers that `fetch` does not send. */
async function ask(method: string, path: string, headers: Record<string, string> = {}, body = '') {
  const sent = request(`${server.url}${path}`, { method, headers, agent: false }).end(body);
  const [answer] = await once(sent, 'response');
  const text = (await answer.setEncoding('utf8').toArray()).join('');
  return { status: answer.statusCode, allow: answer.headers.allow, headers: answer.headers, text };
}

const CONTRACT = '/contracts/7d0f1c5e-2b7a-4c3e-9a51-0c2d3e4f5a6b.pdf?securityHash=h';
/** RFC 10008; Node 20 can't parse it. */
const QUERY = METHODS.includes('QUERY') ? ['QUERY'] : [];
const NONE = [
  ['/graphql', 'GET, POST', ['HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', ...QUERY]],
  ['/graphql/stream', 'GET, POST', ['HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE', ...QUERY]],
  ['/health/live', 'HEAD, GET', ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']],
  ['/metrics', 'HEAD, GET', ['POST', 'DELETE']],
  ['/sign', 'HEAD, GET', ['POST', 'DELETE', ...QUERY]],
  [CONTRACT, 'HEAD, GET', ['POST', 'PUT', 'PATCH', 'DELETE', 'TRACE']],
  ['/webhooks/vlens', 'POST', ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'TRACE']],
] as const;
const sorted = (allow: string) => allow.split(', ').sort().join(', ');

describe('A method that a path does not have', () => {
  it.each(NONE.flatMap(([path, allow, methods]) => methods.map((method) => [method, path, allow] as const)))(
    '%s %s is answered with 405 and what there is',
    async (method, path, allow) => {
      const answer = await ask(method, path);
      expect(answer.status).toBe(405);
      expect(sorted(answer.allow ?? '')).toBe(sorted(allow));
    },
  );

  it.each([
    ['text/plain', 'x'],
    ['application/xml', '<a/>'],
    ['application/json', '{"query":"{ q }"}'],
    ['application/json', '{'],
  ])('is answered so whatever body comes with it: %s %s', async (type, body) => {
    for (const path of ['/graphql', '/graphql/stream', '/sign', CONTRACT]) {
      const answer = await ask('PATCH', path, { 'content-type': type }, body);
      expect([path, answer.status]).toEqual([path, 405]);
    }
  });

  it('is told of in the form of the path, with the id of the request', async () => {
    const said = { message: expect.stringContaining('Allow') };
    expect(JSON.parse((await ask('PUT', '/graphql')).text)).toMatchObject({
      errors: [{ ...said, extensions: { code: 'BAD_REQUEST', requestId: expect.any(String) } }],
    });
    expect(JSON.parse((await ask('PUT', '/sign')).text)).toMatchObject({
      error: { ...said, code: 'BAD_REQUEST', requestId: expect.any(String) },
    });
  });

  it('is not told of where there is nothing, or nobody may know that there is something', async () => {
    for (const path of ['/nothing', '/graphql/nothing', '/webhooks/vlens/guessed'])
      for (const method of ['PUT', 'TRACE', 'OPTIONS', 'DELETE'])
        expect(await ask(method, path)).toMatchObject({ status: 404, allow: undefined });
  });
});

describe('OPTIONS', () => {
  it.each(NONE.map(([path, allow]) => [path, allow] as const))(
    'of %s says which methods there are',
    async (path, allow) => {
      const answer = await ask('OPTIONS', path);
      expect(answer).toMatchObject({ status: 204, text: '' });
      expect(sorted(answer.allow ?? '')).toBe(sorted(allow));
    },
  );

  it('as a preflight is answered as before', async () => {
    const answer = await ask('OPTIONS', '/graphql', {
      origin: 'http://localhost:3000',
      'access-control-request-method': 'POST',
    });
    expect(answer).toMatchObject({
      status: 204,
      headers: { 'access-control-allow-origin': 'http://localhost:3000' },
    });
  });
});
