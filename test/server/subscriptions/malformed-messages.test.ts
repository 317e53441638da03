import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import WebSocket from 'ws';
import type { TestServer } from '../../support/server.js';
import { aServer } from '../a-server.js';

/** pino's level. */
const ERROR = 50;
/** Fewer than a document may have tokens, and more than graphql-js has read on Node's stack before its code is compiled. */
const LEVELS = 4500;

let server: TestServer;
let letGo: () => void = () => {};
beforeAll(async () => {
  const held = new Promise<string>((resolve) => {
    letGo = () => resolve('done');
  });
  server = await aServer('type Query { slow: String, hello: String }', {
    slow: () => held,
    hello: () => 'Hello',
  });
});
beforeEach(() => void server.logs.splice(0));
afterAll(async () => {
  letGo();
  await server.close();
});

const errorLines = () => server.logs.filter(({ level }) => Number(level) >= ERROR);
const subscribe = (id: string, query: string) =>
  JSON.stringify({ id, type: 'subscribe', payload: { query } });
const deep = `{ hello(a: ${'['.repeat(LEVELS)}) }`;

/** How the server ends a connection over which these messages come. */
async function closedBy(...messages: string[]): Promise<{ code: number; reason: string }> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  await once(socket, 'open');
  for (const message of messages) socket.send(message);
  const [code, reason] = await once(socket, 'close');
  return { code, reason: String(reason) };
}

const INIT = '{"type":"connection_init"}';

describe('A document that nests deeper than it can be parsed', () => {
  it('is refused over WebSocket like any other that can’t be read', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send(INIT);
    await once(socket, 'message');
    socket.send(subscribe('1', deep));
    const [told] = await Promise.race([once(socket, 'message'), once(socket, 'close')]);
    socket.close();
    expect(JSON.parse(String(told))).toMatchObject({
      ...{ id: '1', type: 'error' },
      payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
    expect(errorLines()).toEqual([]);
  });

  it('is refused over an event stream, too', async () => {
    const answer = await fetch(`${server.url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: deep }),
    });
    expect(await answer.text()).toMatch(/GRAPHQL_PARSE_FAILED.*event: complete/s);
    expect(errorLines()).toEqual([]);
  });
});

describe('A message that no client sends', () => {
  it.each([
    '{"type":"next","id":"1","payload":{}}',
    '{"type":"error","id":"1","payload":[{"message":"x"}]}',
    '{"type":"connection_ack"}',
    '{"type":"start","id":"1"}',
    '{"type":"__proto__"}',
    '{"type":"subscribe","id":1,"payload":{"query":"{ hello }"}}',
    '{"type":"ping","payload":"x"}',
    ...['[]', '{}', 'null', '{'],
  ])('ends its connection as a mistake of the client, and logs no error: %s', async (message) => {
    expect(await closedBy(message)).toMatchObject({ code: 4400 });
    expect(await closedBy(INIT, message)).toMatchObject({ code: 4400 });
    expect(errorLines()).toEqual([]);
  });

  it.each(['a'.repeat(256), 'ع'.repeat(100), '1'])(
    'begins an operation under the id of another, however long that is: %s',
    async (id) => {
      const { code, reason } = await closedBy(INIT, subscribe(id, '{ slow }'), subscribe(id, '{ slow }'));
      expect(code).toBe(4409);
      // A close frame has no room for more.
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
      expect(errorLines()).toEqual([]);
    },
  );
});
