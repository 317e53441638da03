import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_WAITING_ON_CONNECTION } from '../../src/server/pipelining.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { LOSES_WHAT_FOLLOWS } from '../support/upgrades.js';
import { aServer } from './a-server.js';

const SDL =
  'type Query { slow: String, hello: String } type Mutation { step: String } type Subscription { changes: String }';
const MAX_BYTES = 1_000_000;
const JSON_BODY = 'content-type: application/json\r\n';
const STEP = post('{"query":"mutation { step }"}');
const GET = get('/graphql?query=%7Bhello%7D');

let server: TestServer;
/** Steps and slow queries in flight. */
let held: (() => void)[];
let asked: string[];
let sockets: Socket[];
beforeEach(async () => {
  held = [];
  asked = [];
  sockets = [];
  const hold = (what: string) => () => {
    asked.push(what);
    return new Promise<string>((resolve) => held.push(() => resolve(`${what} done`)));
  };
  const resolvers = {
    step: hold('step'),
    slow: hold('slow'),
    hello: () => 'Hello',
    async *changes() {
      asked.push('changes');
      await new Promise<void>((resolve) => held.push(resolve));
      yield { changes: 'none' };
    },
  };
  const overrides = { maxReceivedBytes: MAX_BYTES };
  server = await aServer(SDL, resolvers as never, undefined, { MAX_IN_FLIGHT_REQUESTS: '200' }, overrides);
});
afterEach(async () => {
  release();
  for (const socket of sockets) socket.destroy();
  await server.close();
});

function head(more: string, path = '/graphql', method = 'POST'): string {
  return `${method} ${path} HTTP/1.1\r\nhost: x\r\nx-requested-with: x\r\n${more}\r\n`;
}
function get(path: string, more = ''): string {
  return head(more, path, 'GET');
}
function post(body: string, more = '', path?: string): string {
  return head(`${JSON_BODY}${more}content-length: ${body.length}\r\n`, path) + body;
}
function release(): void {
  for (const go of held.splice(0)) go();
}

class Client {
  heard = '';
  private readonly socket = connect(Number(new URL(server.url).port), '127.0.0.1');

  constructor() {
    sockets.push(this.socket);
    this.socket.setNoDelay(true).on('error', () => {});
    this.socket.on('data', (bytes) => (this.heard += String(bytes)));
  }

  send(text: string): this {
    this.socket.write(text);
    return this;
  }

  endSending(): void {
    this.socket.end();
  }

  get isClosed(): boolean {
    return this.socket.destroyed;
  }

  /** The status of each answer, and what it says. */
  get answers(): string[] {
    return this.heard.match(/HTTP\/1\.1 \d+|step done|slow done|"Hello"|can’t be read as HTTP/g) ?? [];
  }
}

/** A client whose step is in flight. */
async function inFlight(): Promise<Client> {
  const client = new Client().send(STEP);
  await until(() => asked.includes('step'));
  return client;
}

/** The gateway has had time for what came before: it answers what others ask. */
async function othersAreAnswered(): Promise<void> {
  for (let times = 0; times < 20; times += 1)
    expect((await server.query('{ hello }')).body.data).toEqual({ hello: 'Hello' });
}

const STEP_FIRST = ['HTTP/1.1 200', 'step done'];
const THEN_400 = ['HTTP/1.1 400', 'can’t be read as HTTP'];

describe('Behind a step in flight', () => {
  it('a body waits, however large it is, and the step is answered before its connection ends', async () => {
    const client = await inFlight();
    client.send(head(`${JSON_BODY}content-length: ${3 * MAX_BYTES}\r\n`)).send('a'.repeat(2 * MAX_BYTES));
    await othersAreAnswered();
    expect(client.isClosed).toBe(false);
    release();
    await until(() => client.isClosed);
    expect(client.answers).toEqual(STEP_FIRST);
    expect(asked).toEqual(['step']);
  });

  it('a body that is taken is read once the step is answered, in however many pieces it comes', async () => {
    const client = await inFlight();
    const body = JSON.stringify({ query: '{ hello }', variables: { text: 'a'.repeat(MAX_BYTES / 2) } });
    client.send(post(body.slice(0, -1)).replace(/content-length: \d+/, `content-length: ${body.length}`));
    await othersAreAnswered();
    release();
    await until(() => client.answers.length === 2);
    client.send(body.slice(-1));
    await until(() => client.answers.length === 4);
    client.send(GET);
    await until(() => client.answers.length === 6);
    expect(client.answers).toEqual([...STEP_FIRST, ...Array(2).fill(['HTTP/1.1 200', '"Hello"']).flat()]);
  });

  it('bodies that others begin have nothing cut', async () => {
    const small = await aServer(
      SDL,
      { step: () => new Promise((resolve) => held.push(() => resolve('step done'))), hello: () => 'Hello' },
      undefined,
      { MAX_IN_FLIGHT_REQUESTS: '3' },
    );
    try {
      const url = server.url;
      server.url = small.url;
      const begun = head(`${JSON_BODY}content-length: 100\r\n`);
      const client = new Client().send(STEP + begun);
      await until(() => held.length === 1);
      const others = Array.from({ length: 10 }, () => new Client().send(begun));
      server.url = url;
      await until(() => others.filter(({ isClosed }) => isClosed).length === 7);
      expect(client.isClosed).toBe(false);
      release();
      await until(() => client.answers.length === 2);
    } finally {
      for (const socket of sockets) socket.destroy();
      await small.close();
    }
  });

  it('more than anybody sends is not looked at, and the rest is answered in its order', async () => {
    const client = await inFlight();
    const counted = MAX_WAITING_ON_CONNECTION - 1;
    client.send(GET.repeat(counted + 5) + STEP);
    await othersAreAnswered();
    expect(client.isClosed).toBe(false);
    release();
    await until(() => client.isClosed);
    expect(client.answers).toEqual([
      ...STEP_FIRST,
      ...Array(counted).fill(['HTTP/1.1 200', '"Hello"']).flat(),
    ]);
    expect(asked).toEqual(['step']);
  });

  it('an event stream and what is sent behind it wait for the step', async () => {
    const accept = 'accept: text/event-stream\r\n';
    const client = await inFlight();
    client.send(get('/graphql/stream?query=subscription%7Bchanges%7D', accept) + GET.repeat(3));
    await until(() => asked.includes('changes'));
    await othersAreAnswered();
    expect(client.isClosed).toBe(false);
    const [step] = held;
    step?.();
    // A subscription is opened again by its client, and holds nothing up.
    await until(() => client.isClosed);
    expect(client.answers.slice(0, 2)).toEqual(STEP_FIRST);
  });

  it('whatever can’t be read is answered after it', async () => {
    const unreadable = [
      'no request at all\r\n\r\n',
      'CONNECT x:1 HTTP/1.1\r\nhost: x\r\n\r\n',
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      'POST /graphql HTTP/1.1\r\nhost: x\r\nno header\r\n\r\n',
      `${head(`${JSON_BODY}transfer-encoding: chunked\r\n`)}no length\r\n`,
      `${STEP.replace(/content-length: \d+/, 'content-length: 29, 29')}`,
    ];
    for (const text of unreadable)
      for (const inOnePiece of [true, false]) {
        asked = [];
        const client = inOnePiece ? new Client().send(STEP + text) : (await inFlight()).send(text);
        await until(() => asked.length > 0);
        await othersAreAnswered();
        expect([text, client.heard, client.isClosed]).toEqual([text, '', false]);
        client.send(STEP);
        await othersAreAnswered();
        release();
        await until(() => client.isClosed);
        expect([text, ...client.answers]).toEqual([text, ...STEP_FIRST, ...THEN_400]);
        expect(asked).toEqual(['step']);
      }
  });

  it('all that came whole is answered before what can’t be read', async () => {
    const client = await inFlight();
    client.send(`${GET}${post('{"query":"{ slow }"}')}${GET}no request\r\n\r\n`);
    await until(() => asked.includes('slow'));
    await othersAreAnswered();
    held.shift()?.();
    await until(() => client.answers.length >= 4);
    await othersAreAnswered();
    expect(client.isClosed).toBe(false);
    release();
    await until(() => client.isClosed);
    const hello = ['HTTP/1.1 200', '"Hello"'];
    expect(client.answers).toEqual([
      ...STEP_FIRST,
      ...hello,
      'HTTP/1.1 200',
      'slow done',
      ...hello,
      ...THEN_400,
    ]);
  });

  it('what its client begins and ends its side within is refused after it', async () => {
    const client = await inFlight();
    client.send('POST /graphql HTTP/1.1\r\nhost').endSending();
    await othersAreAnswered();
    expect(client.heard).toBe('');
    release();
    await until(() => client.isClosed);
    expect(client.answers).toEqual([...STEP_FIRST, ...THEN_400]);
  });

  it('headers that never end are told so after it', async () => {
    const client = await inFlight();
    client.send('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    // The one that began later hears first that it took too long.
    const other = new Client().send('POST /graphql HTTP/1.1\r\nhost: x\r\n');
    await until(() => other.heard.includes('408'));
    await othersAreAnswered();
    expect([client.heard, client.isClosed]).toEqual(['', false]);
    release();
    await until(() => client.isClosed);
    expect(client.answers).toEqual([...STEP_FIRST, 'HTTP/1.1 408']);
  }, 60_000);

  it('who waits for a 100, or expects what nobody knows, is told in turn', async () => {
    const client = await inFlight();
    client.send(head(`${JSON_BODY}expect: 100-continue\r\ncontent-length: 21\r\n`));
    await othersAreAnswered();
    expect(client.heard).toBe('');
    release();
    await until(() => client.answers.length === 3);
    client.send('{"query":"{ hello }"}'.padEnd(21));
    await until(() => client.answers.length === 5);
    client.send(STEP + get('/graphql?query=%7Bhello%7D', 'expect: something\r\n'));
    await until(() => held.length === 1);
    await othersAreAnswered();
    release();
    await until(() => client.answers.length === 8);
    expect(client.answers).toEqual([
      ...STEP_FIRST,
      'HTTP/1.1 100',
      'HTTP/1.1 200',
      '"Hello"',
      ...STEP_FIRST,
      'HTTP/1.1 417',
    ]);
  });

  it('trailers that never end hold nothing up', async () => {
    const chunked = head(`${JSON_BODY}transfer-encoding: chunked\r\n`);
    const client = await inFlight();
    client.send(`${chunked}15\r\n{"query":"{ hello }"}\r\n0\r\ntrailer: x\r\n`);
    await othersAreAnswered();
    release();
    await until(() => client.answers.length === 2);
    client.send('\r\n');
    await until(() => client.answers.length === 4);
    expect(client.answers).toEqual([...STEP_FIRST, 'HTTP/1.1 200', '"Hello"']);
  });

  it('an offer of HTTP/2 is answered in turn, and none is answered with what is for another', async () => {
    const client = await inFlight();
    const offer = post('{"query":"{ hello }"}', 'connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\n');
    client.send(`${offer}${STEP}`);
    await othersAreAnswered();
    client.send(post('{"query":"{ slow }"}'));
    await othersAreAnswered();
    release();
    if (LOSES_WHAT_FOLLOWS) {
      await until(() => client.isClosed);
      expect(client.answers).toEqual([...STEP_FIRST, 'HTTP/1.1 200', '"Hello"']);
      expect(client.heard.toLowerCase()).toContain('connection: close');
    } else {
      await until(() => {
        release();
        return client.answers.length === 8;
      });
      expect(client.answers).toEqual([
        ...STEP_FIRST,
        'HTTP/1.1 200',
        '"Hello"',
        ...STEP_FIRST,
        'HTTP/1.1 200',
        'slow done',
      ]);
    }
  });
});

it('A step that is sent as an event stream is answered before what is sent behind it has its connection end', async () => {
  const client = new Client();
  client.send(
    post('{"query":"mutation { step }"}', 'accept: text/event-stream\r\n', '/graphql/stream') + GET.repeat(5),
  );
  await until(() => asked.includes('step'));
  await othersAreAnswered();
  expect(client.isClosed).toBe(false);
  release();
  await until(() => client.isClosed);
  expect(client.answers).toEqual(['HTTP/1.1 200', 'step done', 'HTTP/1.1 200', '"Hello"']);
});
