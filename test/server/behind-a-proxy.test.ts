import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import { type Forwarded, proxyMistake } from '../../src/server/proxy-watch.js';
import type { TestServer } from '../support/server.js';
import { aServer } from './a-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await aServer(
    'type Query { publicUrl: String }',
    { publicUrl: (_root, _args, { publicUrl }) => publicUrl },
    undefined,
    { TRUST_PROXY: '1', METRICS: 'true' },
  );
});
afterAll(() => server.close());

/** All that is answered to these bytes, as text. */
async function raw(request: string): Promise<string> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  let answer = '';
  socket.on('data', (bytes) => (answer += String(bytes)));
  socket.write(request);
  await once(socket, 'close');
  return answer;
}

const bodyOf = (answer: string) => JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));

describe('A gateway behind a proxy', () => {
  it.each(['/health/ready', '/health/live', '/metrics'])(
    'answers a probe over HTTP/1.0 that names no host: %s',
    async (path) => {
      expect(await raw(`GET ${path} HTTP/1.0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  it('still wants a host where links are made of it', async () => {
    const answer = await raw('GET /graphql?query={publicUrl} HTTP/1.0\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('makes no link of a client’s X-Forwarded-Host', async () => {
    const headers = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const { body } = await server.query('{ publicUrl }', {}, { headers });
    expect(body).toEqual({ data: { publicUrl: server.url.replace('http://', 'https://') } });
  });

  it('does not look at it otherwise either: what is no host refuses nothing', async () => {
    const { status } = await server.query(
      '{ publicUrl }',
      {},
      { headers: { 'x-forwarded-host': 'no host' } },
    );
    expect(status).toBe(200);
  });

  it.each([
    ['Upgrade', 'Connection: upgrade\r\n'],
    ['Connection', 'Upgrade: websocket\r\n'],
    ['Upgrade and its Connection', 'Connection: close\r\n'],
  ])('says to a WebSocket what is missing where the proxy dropped %s', async (_, left) => {
    const key = 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n';
    const answer = await raw(`GET /graphql HTTP/1.0\r\nHost: x\r\n${left}${key}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(bodyOf(answer)).toMatchObject({
      errors: [
        { message: expect.stringContaining('dropped by a proxy'), extensions: { code: 'BAD_REQUEST' } },
      ],
    });
  });

  it('takes the WebSocket of one that passes both on', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.terminate();
  });

  it.each([
    ['431', `GET /graphql HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${'x'.repeat(20_000)}\r\n\r\n`],
    ['400', 'G@T /graphql HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('refuses what it can’t read in the form of its errors: %s', async (status, request) => {
    const answer = await raw(request);
    expect(answer).toMatch(
      new RegExp(`^HTTP/1\\.1 ${status} [\\s\\S]*\r\ncontent-type: application/graphql-response\\+json`),
    );
    const { errors } = bodyOf(answer);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/\.$/),
        extensions: { code: 'BAD_REQUEST', requestId: /x-request-id: (\S+)/.exec(answer)?.[1] },
      },
    ]);
  });
});

describe('What requests tell of TRUST_PROXY', () => {
  const [proxy, cdn, client] = ['10.0.0.1', '10.0.0.2', '41.0.0.1'];
  it.each<[string, Forwarded, string | null]>([
    [
      'nothing, where none is trusted and none is there',
      { trustProxy: false, named: [], chain: [client] },
      null,
    ],
    ['that it is not set', { trustProxy: false, named: [client], chain: [proxy] }, 'TRUST_PROXY is not set'],
    [
      'nothing, where one of one is trusted',
      { trustProxy: 1, named: [client], chain: [proxy, client] },
      null,
    ],
    [
      'nothing, where a client writes the header too',
      { trustProxy: 1, named: ['1.1.1.1', client], chain: [proxy, client] },
      null,
    ],
    ['that it is too much', { trustProxy: 2, named: [client], chain: [proxy, client] }, 'fewer proxies'],
    ['that it is too little', { trustProxy: 1, named: [client, cdn], chain: [proxy, cdn] }, 'more proxies'],
    [
      'that it names another proxy',
      { trustProxy: ['192.168.0.0/16'], named: [client], chain: [proxy] },
      'does not name',
    ],
    ['nothing of a health check', { trustProxy: 1, named: [], chain: [proxy] }, null],
  ])('%s', (_, forwarded, mistake) => {
    expect(proxyMistake(forwarded)).toEqual(mistake && expect.stringContaining(mistake));
  });

  it('is said once, and names no address', async () => {
    const unset = await aServer('type Query { a: String }', { a: () => 'a' });
    const headers = { 'x-forwarded-for': client };
    for (let asked = 0; asked < 3; asked += 1) await unset.query('{ a }', {}, { headers });
    const said = unset.logs.filter(({ msg }) => msg === 'behind a proxy');
    expect(said).toEqual([
      expect.objectContaining({ problem: expect.stringContaining('set TRUST_PROXY=1 for one proxy') }),
    ]);
    expect(JSON.stringify(said)).not.toContain(client);
    await unset.close();
  });
});
