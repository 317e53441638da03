import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { bytesOfParsed, HeldBytes } from '../../src/server/buffered-bytes.js';
import { bytesInUse } from '../support/memory.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer } from './a-server.js';

const SDL = 'type Query { hello: String } type Mutation { step(text: String): String }';
const MAX_BYTES = 4_000_000;
const MB = 1_000_000;
const STEP = 'mutation ($text: String) { step(text: $text) }';

let server: TestServer;
let waiting: (() => void)[];
beforeEach(async () => {
  waiting = [];
  const step = () => new Promise<string>((resolve) => waiting.push(() => resolve('done')));
  const resolvers = { step, hello: () => 'Hello' };
  server = await aServer(SDL, resolvers, undefined, { TRUST_PROXY: '1' }, { maxReceivedBytes: MAX_BYTES });
});
afterEach(async () => {
  for (const go of waiting.splice(0)) go();
  await server.close();
});

function send(body: object, from = '198.51.100.7', path = '/graphql'): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
    body: JSON.stringify(body),
  });
}

function texts(megabytes: number): string[] {
  return Array.from({ length: megabytes }, (_, number) => `${number}`.padEnd(MB, 'a'));
}

/** Of this many bytes each, in texts or arrays that nothing asks for. */
const JUNK = {
  'undeclared variables': () => ({ variables: { text: 'a', junk: texts(1) } }),
  extensions: () => ({ variables: { text: 'a' }, extensions: { junk: texts(1) } }),
  'names that nobody knows': () => ({ variables: { text: 'a' }, junk: texts(1) }),
};

describe('What an operation takes of the memory', () => {
  it('is twice its text, as it came and as it goes on', () => {
    const text = JSON.stringify({ text: 'a'.repeat(MB) });
    expect(bytesOfParsed(text) / MB).toBeCloseTo(2, 1);
  });

  it.each([
    ['', 'م'],
    [', escaped', '\\u0645'],
  ])('is twice as much where one of its letters is Arabic%s', (_how, letter) => {
    expect(bytesOfParsed(`{"text":"${letter}${'a'.repeat(MB)}"}`) / MB).toBeCloseTo(4, 1);
  });

  it.each([
    ['nested arrays', () => `[${Array.from({ length: 300 }, () => '['.repeat(50) + ']'.repeat(50))}]`],
    ['empty objects', () => `[${Array.from({ length: 15_000 }, () => '{}')}]`],
    [
      'names of which none is like another',
      (part: number) => `[${Array.from({ length: 6000 }, (_, at) => `{"k${part}_${at}":1}`)}]`,
    ],
    [
      'names within names',
      (part: number) =>
        `[${Array.from({ length: 300 }, (_, at) => `${'{"a'.concat(`${part}_${at}":`).repeat(20)}1${'}'.repeat(20)}`)}]`,
    ],
    ['short texts', (part: number) => `[${Array.from({ length: 15_000 }, (_, at) => `"${part}.${at}"`)}]`],
  ])('is no less than what V8 needs for %s', async (_what, make) => {
    const parts = Array.from({ length: 20 }, (_, part) => make(part));
    const counted = parts.reduce((sum, text) => sum + bytesOfParsed(text), 0);
    const before = await bytesInUse();
    const parsed = parts.map((text) => JSON.parse(text) as unknown);
    expect((await bytesInUse()) - before).toBeLessThan(counted);
    expect(parsed).toHaveLength(20);
  });

  it('counts no more values than are parsed, whatever stands in its texts', () => {
    expect(bytesOfParsed(JSON.stringify({ text: ','.repeat(MB) })) / MB).toBeLessThan(5);
  });
});

describe('An operation that waits for its answer', () => {
  it.each(Object.entries(JUNK))('holds on to no %s, and not to its own text', async (_what, junk) => {
    expect((await send({ query: '{ hello }' })).status).toBe(200);
    const body = Buffer.from(JSON.stringify({ query: STEP, ...junk() }));
    const before = await bytesInUse();
    // A client that holds nothing besides what it was given.
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1').setEncoding('utf8');
    let answer = '';
    socket.on('data', (part) => (answer += part));
    socket.write(
      `POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`,
    );
    socket.write(body);
    await until(() => waiting.length === 1);
    expect((await bytesInUse()) - before).toBeLessThan(MB / 2);
    for (const go of waiting.splice(0)) go();
    await until(() => answer.includes('done'));
    socket.destroy();
  });
});

describe('Where there is no more room for what operations take', () => {
  const nested = `[${Array.from({ length: 300 }, () => '['.repeat(50) + ']'.repeat(50))}]`;
  const variables = { text: 'a', junk: JSON.parse(nested) as unknown };

  it.each(['/graphql', '/graphql/stream'])(
    'a small body of very many arrays is refused before it is parsed, and those of others are served: %s',
    async (path) => {
      const taken = [];
      for (let count = 1; count <= 3; count += 1) {
        taken.push(send({ query: STEP, variables }, undefined, path));
        await until(() => waiting.length === count);
      }
      const refused = await send({ query: STEP, variables }, undefined, path);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
      expect(waiting).toHaveLength(3);
      expect((await send({ query: '{ hello }' })).status).toBe(200);
      taken.push(send({ query: STEP, variables }, '192.0.2.1'));
      await until(() => waiting.length === 4);
      for (const go of waiting.splice(0)) go();
      for (const answer of taken) expect(await (await answer).text()).toContain('done');
      const again = send({ query: STEP, variables }, undefined, path);
      await until(() => waiting.length === 1);
      for (const go of waiting.splice(0)) go();
      expect(await (await again).text()).toContain('done');
    },
  );

  it('a message over WebSocket is refused by the same measure', async () => {
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
    });
    const results: unknown[] = [];
    const ask = () =>
      client.subscribe(
        { query: STEP, variables },
        { next: (result) => results.push(result), error: (error) => results.push(error), complete: () => {} },
      );
    for (let count = 1; count <= 3; count += 1) {
      ask();
      await until(() => waiting.length === count);
    }
    ask();
    await until(() => results.length === 1);
    expect(results[0]).toMatchObject([{ extensions: { code: 'RATE_LIMITED' } }]);
    // It is no success in the log and the metrics.
    const told = () => server.logs.filter(({ msg }) => msg === 'stream').map(({ errors }) => errors);
    await until(() => told().length === 1);
    expect(told()).toEqual([['RATE_LIMITED']]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(/^vlens_streams_ended_total\{transport="websocket",outcome="limited"\} 1$/m);
    for (const go of waiting.splice(0)) go();
    await until(() => results.length === 4);
    await client.dispose();
  });

  it('one whose count grows beyond it holds nothing any more', () => {
    const held = new HeldBytes(MAX_BYTES);
    const giveBack = held.take(() => 'one', MAX_BYTES);
    giveBack?.();
    expect(held.take(() => 'one', 3 * MAX_BYTES)).toBeNull();
    expect(held.take(() => 'one', MAX_BYTES)).not.toBeNull();
  });
});
