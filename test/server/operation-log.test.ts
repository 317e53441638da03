import { afterEach, describe, expect, it } from '@jest/globals';
import type { UpstreamCall, VlensCaller } from '../../src/vlens/caller.js';
import { VlensFault } from '../../src/vlens/faults.js';
import type { TestServer } from '../support/server.js';
import { aServer, vlensWith } from './a-server.js';

const SDL =
  'type Query { ask(secret: String): String fail: String } type Mutation { act(secret: String): String }';

/** Counts as two calls of one endpoint and one of another. */
const calling = ({ observer }: VlensCaller) => ({
  listProductTypes: async () => {
    const call = (endpoint: string): UpstreamCall => ({
      endpoint,
      durationMs: 3,
      waitedMs: 0,
      outcome: 'accepted',
      code: 'OK',
    });
    for (const endpoint of ['CurrentListIds', 'CurrentListIds', 'GetAllRequestTypes'])
      observer.call(call(endpoint));
    return { kind: 'accepted' as const, value: [] };
  },
});

/** Each resolver takes 7 ms, and nothing else takes any time. */
let now = 0;
const took = <Answer>(answer: Answer): Answer => {
  now += 7;
  return answer;
};

let server: TestServer;
afterEach(() => server.close());

async function aLoggingServer() {
  server = await aServer(
    SDL,
    {
      ask: async (_root, _args, { vlens }) => {
        await vlens.listProductTypes({});
        return took('answer');
      },
      act: () => took('done'),
      fail: () => {
        took(null);
        throw new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.');
      },
    },
    vlensWith(calling),
    {},
    { clock: { monotonicNow: () => now } },
  );
}

const operations = () => server.logs.filter(({ msg }) => msg === 'operation');

describe('the log of operations', () => {
  it('has one line for each, with its name, kind, duration, upstream calls and request id', async () => {
    await aLoggingServer();
    const { headers } = await server.query('query Products { ask }');
    expect(operations()).toEqual([
      {
        level: 30,
        time: expect.stringMatching(/Z$/),
        msg: 'operation',
        requestId: headers.get('x-request-id'),
        operation: 'Products',
        kind: 'query',
        durationMs: 7,
        upstream: {
          calls: 3,
          shared: 0,
          cached: 0,
          waitedMs: 0,
          endpoints: { CurrentListIds: 2, GetAllRequestTypes: 1 },
        },
        errors: [],
      },
    ]);
  });

  it('counts each operation’s own calls where several are under way', async () => {
    await aLoggingServer();
    await Promise.all([1, 2, 3].map(() => server.query('query Products { ask }')));
    expect(operations().map(({ upstream }) => upstream)).toEqual(
      Array(3).fill({
        calls: 3,
        shared: 0,
        cached: 0,
        waitedMs: 0,
        endpoints: { CurrentListIds: 2, GetAllRequestTypes: 1 },
      }),
    );
  });

  it('names the codes that an operation ended with, once each', async () => {
    await aLoggingServer();
    await server.query('{ a: fail b: fail }');
    await server.query('{ nothing }');
    await server.query('{ ask');
    expect(operations().map(({ errors }) => errors)).toEqual([
      ['UPSTREAM_TIMEOUT'],
      ['GRAPHQL_VALIDATION_FAILED'],
      ['GRAPHQL_PARSE_FAILED'],
    ]);
  });

  it('is at warn where an operation failed, and at info where its client is what is wrong', async () => {
    await aLoggingServer();
    for (const document of ['{ fail }', '{ nothing }', '{ ask }']) await server.query(document);
    expect(operations().map(({ level }) => level)).toEqual([40, 30, 30]);
  });

  it('keeps a name out that is longer than a name is', async () => {
    await aLoggingServer();
    await server.query(`mutation M${'x'.repeat(64)} { act }`);
    expect(operations()).toEqual([expect.objectContaining({ operation: null, kind: 'mutation' })]);
  });

  it('holds nothing that the caller said', async () => {
    await aLoggingServer();
    const document = 'mutation Act($s: String) { act(secret: $s) MARKED: act(secret: "MARKED") }';
    await server.query(document, { s: 'MARKED' }, { token: 'MARKED', headers: { 'x-device': 'MARKED' } });
    const address = `${server.url}/graphql?query=${encodeURIComponent('{ ask(secret: "MARKED") }')}`;
    await fetch(address, { headers: { 'apollo-require-preflight': '1', 'user-agent': 'MARKED' } });
    expect(operations()).toHaveLength(2);
    expect(JSON.stringify(server.logs)).not.toContain('MARKED');
  });
});
