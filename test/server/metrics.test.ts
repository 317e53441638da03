import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { outcomeOf } from '../../src/metrics/operations.js';
import { problemName } from '../../src/metrics/problems.js';
import { SharedStateHealth } from '../../src/redis/redis-health.js';
import { kindsIn, operationLabel } from '../../src/server/operation-label.js';
import { REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aServer, vlensWith } from './a-server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  const env = { UPSTREAM_RATE_PER_SECOND: '100', UPSTREAM_RATE_PER_MINUTE: '5000', CACHE_MAX_AGE_MS: '0' };
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

/** The value of a series by its name and labels as they are printed; 0 where there is none. */
async function series(name: string, { url } = gateway): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.split(' ').at(-1));
}
async function growthOf(name: string, act: () => Promise<unknown>): Promise<number> {
  const before = await series(name);
  await act();
  return (await series(name)) - before;
}
/** A token that Vlens refused is refused here for some minutes: each test has its own. */
let tests = 0;
beforeEach(() => {
  tests += 1;
});
const token = () => `token-${tests}`;
const ask = (document: string) => gateway.query(document, {}, { token: token() });
const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';
const LOG_IN = `mutation { login(input: { phoneNumber: "+201000000001", password: "Cairo-2026!", deviceId: "a-phone",
  geoLocation: { latitude: 30, longitude: 31 } }) { __typename } }`;
const CONFIRM = `mutation { confirmPayment(input: { requestId: "${REQUEST_ID}", ${MOMENT} }) { __typename } }`;

describe('An operator who wants none', () => {
  it('gets no /metrics, and the gateway answers as ever', async () => {
    const uncounted = await startTestGateway({ vlensUrl: upstream.url, env: { METRICS: 'false' } });
    try {
      expect((await fetch(`${uncounted.url}/metrics`)).status).toBe(404);
      const { body } = await uncounted.query('{ eligibility { isEligible } }', {}, { token: 'a-token' });
      expect(body.errors).toBeUndefined();
    } finally {
      await uncounted.close();
    }
  });
});

describe('An operation is counted', () => {
  it.each([
    ['ok', 'query', 'eligibility', '{ eligibility { isEligible } }', undefined],
    ['upstream', 'query', 'eligibility', '{ eligibility { isEligible } }', { status: 500, body: 'down' }],
    ['limited', 'query', 'eligibility', '{ eligibility { isEligible } }', { status: 429 }],
    ['client', 'query', 'eligibility', '{ eligibility { isEligible } }', { status: 401, body: refusal(1) }],
  ])('as %s', async (outcome, kind, operation, document, answer) => {
    if (answer) upstream.answer('checkEligibility', answer);
    const name = `vlens_operations_total{operation="${operation}",kind="${kind}",outcome="${outcome}"}`;
    expect(await growthOf(name, () => ask(document))).toBe(1);
  });

  it('as unknown where nobody knows whether a step was taken', async () => {
    upstream.answer('stepValidatePayment', { cut: 'headers' });
    const name = 'vlens_operations_total{operation="confirmPayment",kind="mutation",outcome="unknown"}';
    expect(await growthOf(name, () => ask(CONFIRM))).toBe(1);
  });

  it('as the client’s, and of no name, where it is not valid', async () => {
    const name = 'vlens_operations_total{operation="none",kind="none",outcome="client"}';
    expect(await growthOf(name, () => ask('query Marked { nothing }'))).toBe(1);
  });

  it('under no name that its client chose', async () => {
    for (let number = 0; number < 30; number += 1)
      await ask(`query Of29901011234567x${number} { __typename }`);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).not.toContain('29901011234567');
  });
});

describe('A call to Vlens is counted', () => {
  it.each([
    ['accepted', 'OK', undefined],
    ['rejected', 'OTHER', { body: refusal(77, 'No.') }],
    ['fault', 'RATE_LIMITED', { status: 429 }],
    ['fault', 'UPSTREAM_INVALID_RESPONSE', { body: 'what?' }],
  ])('as %s, %s', async (outcome, code, answer) => {
    if (answer) upstream.answer('checkEligibility', answer);
    const name = `vlens_upstream_calls_total{endpoint="checkEligibility",outcome="${outcome}",code="${code}"}`;
    expect(await growthOf(name, () => ask('{ eligibility { isEligible } }'))).toBe(1);
  });

  it('by another code where a 429 speaks of one person: it is no sign of a quota that is used up', async () => {
    upstream.answer('login', { status: 429 });
    const ofCode = (code: string) =>
      `vlens_upstream_calls_total{endpoint="login",outcome="fault",code="${code}"}`;
    expect(await growthOf(ofCode('PERSON_RATE_LIMITED'), () => ask(LOG_IN))).toBe(1);
    expect(await series(ofCode('RATE_LIMITED'))).toBe(0);
  });

  it.each([
    ['SSE', subscribeBySse],
    ['a WebSocket', subscribeByWebSocket],
  ])('once, where its operation came over %s', async (_, by) => {
    const names = [
      'vlens_upstream_calls_total{endpoint="checkEligibility",outcome="accepted",code="OK"}',
      'vlens_upstream_call_duration_seconds_count{endpoint="checkEligibility"}',
      'vlens_upstream_quota_wait_seconds_count',
    ];
    const before = await Promise.all(names.map((name) => series(name)));
    const asked = by(gateway.url, token(), {}, '{ eligibility { isEligible } }');
    await asked.ended();
    await asked.stop();
    expect(asked.events).toMatchObject([{ data: { eligibility: {} } }]);
    const after = await Promise.all(names.map((name) => series(name)));
    expect(after.map((count, at) => count - Number(before[at]))).toEqual([1, 1, 1]);
  });

  it('also where it ends after the answer, which another field has made nothing of', async () => {
    let end = () => {};
    const server = await aServer(
      'type Query { fails: String! slow: String! }',
      {
        fails: () => Promise.reject(new Error('It fails.')),
        slow: async (_root, _args, { vlens }) => {
          await vlens.listProductTypes({});
          return 'slow';
        },
      },
      vlensWith(({ observer }) => ({
        async listProductTypes() {
          await new Promise<void>((resolve) => {
            end = resolve;
          });
          observer.call({ endpoint: 'slow', durationMs: 1, waitedMs: 0, outcome: 'accepted', code: 'OK' });
          return { kind: 'accepted' as const, value: [] };
        },
      })),
    );
    const counted = () =>
      series('vlens_upstream_calls_total{endpoint="slow",outcome="accepted",code="OK"}', server);
    try {
      await server.query('{ slow fails }');
      expect(await counted()).toBe(0);
      end();
      await until(async () => (await counted()) === 1);
    } finally {
      await server.close();
    }
  });

  it('against the quota', async () => {
    expect(await series('vlens_quota_limit_calls{window_seconds="60"}')).toBe(5000);
    const used = 'vlens_quota_used_calls{window_seconds="60"}';
    expect(await growthOf(used, () => ask('{ eligibility { isEligible } }'))).toBe(1);
  });
});

describe('What is refused over a WebSocket has failed', () => {
  const ended = (outcome: string) => `vlens_streams_ended_total{transport="websocket",outcome="${outcome}"}`;

  it.each([
    ['deeper than any input is', { note: JSON.parse('['.repeat(100) + ']'.repeat(100)) as unknown }],
    ['a value that is none', { id: 'MARKED' }],
  ])('where it is %s', async (_, variables) => {
    const document = 'query ($id: UUID!) { businessRequest(id: $id) { status } }';
    const before = await series(ended('client'));
    const asked = subscribeByWebSocket(gateway.url, token(), variables, document);
    await asked.ended();
    await asked.stop();
    await until(async () => (await series(ended('client'))) === before + 1);
    expect(gateway.logs.findLast(({ msg }) => msg === 'stream')).toMatchObject({
      errors: [expect.stringMatching(/^BAD_/)],
    });
  });
});

describe('A problem of readiness is told', () => {
  it('by its name, as long as it is one', async () => {
    const problems = ['evicts keys: maxmemory-policy is allkeys-lru; set it to noeviction', 'What is new'];
    const server = await aServer('type Query { hello: String }', {}, undefined, {}, {}, () => problems);
    const told = async (name: string) => series(`vlens_problem{problem="${name}"}`, server);
    try {
      expect(await told('redis_evicts_keys')).toBe(1);
      expect(await told('other')).toBe(1);
      expect(await told('redis_other_secrets')).toBe(0);
      expect(await (await fetch(`${server.url}/metrics`)).text()).not.toMatch(/allkeys|What is new/);
      problems.length = 0;
      expect(await told('redis_evicts_keys')).toBe(0);
    } finally {
      await server.close();
    }
  });

  it('by a name of its own, whatever Redis comes to', async () => {
    const healthOf = (link: object, isSubscribed = true) =>
      new SharedStateHealth(
        {
          ...{ isUp: true, failureCount: 0, cause: null, kind: 'server' },
          onHealed: (callback: () => void) => setImmediate(callback),
          info: async () => 'maxmemory_policy:allkeys-lru\r\nredis_mode:cluster',
          ...link,
        } as never,
        { isSubscribed } as never,
        undefined,
        { others: 1 },
      );
    const forbidden = () => Promise.reject(new Error('NOPERM no permissions'));
    const all = [healthOf({}, false), healthOf({ isUp: false, cause: 'OOM' }), healthOf({ info: forbidden })];
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const names = all.flatMap((health) => health.now().problems.map(problemName));
    for (const health of all) health.close();
    expect([...new Set(names)].sort()).toEqual([
      'redis_down',
      'redis_evicts_keys',
      'redis_no_info',
      'redis_not_subscribed',
      'redis_one_node',
      'redis_other_secrets',
    ]);
  });
});

describe('Besides them', () => {
  it('a stream is counted by its events, and when it ends', async () => {
    const events = await growthOf('vlens_stream_events_total{transport="sse"}', async () => {
      const stream = subscribeBySse(gateway.url, token());
      await stream.atLeast(1);
      expect(await series('vlens_live_subscribers')).toBe(1);
      await stream.stop();
    });
    expect(events).toBe(1);
    const ended = 'vlens_streams_ended_total{transport="sse",outcome="ok"}';
    await until(async () => (await series(ended)) > 0);
  });

  it('answers over HTTP are counted by their route, and never by their path', async () => {
    const name = 'vlens_http_responses_total{route="none",status="404"}';
    expect(await growthOf(name, () => fetch(`${gateway.url}/no-such-path`))).toBe(1);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).not.toContain('no-such-path');
  });

  it('the process is there with its memory, its CPU and its event loop', async () => {
    for (const name of [
      'process_resident_memory_bytes',
      'process_cpu_seconds_total',
      'nodejs_heap_size_used_bytes',
    ])
      expect(await series(name)).toBeGreaterThan(0);
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain(
      'nodejs_eventloop_lag_p99_seconds',
    );
  });
});

describe('What an operation is called', () => {
  const label = (text: string, known: string[] = []) => {
    const [operation] = parse(text).definitions;
    if (operation?.kind !== 'OperationDefinition') throw new Error('It is an operation.');
    return operationLabel(operation, new Set(known));
  };
  it('is its own name only where a trusted document has it', () => {
    expect(label('query Status { eligibility { a } }', ['Status'])).toBe('Status');
    expect(label('query Status { eligibility { a } }')).toBe('eligibility');
    expect(label('{ alias: eligibility { a } }')).toBe('eligibility');
    expect(label('{ a b }')).toBe('several');
    expect(label('{ ...on Query { a } }')).toBe('several');
    expect(operationLabel(undefined, new Set())).toBe('none');
  });

  it('is known from the text of trusted documents', () => {
    expect([
      ...kindsIn(['query A($a: Int) { x }\nmutation B { y }', 'subscription C { z } fragment D on E { f }']),
    ]).toEqual([
      ['A', 'query'],
      ['B', 'mutation'],
      ['C', 'subscription'],
    ]);
  });

  it('and what it came to is the worst of its errors', () => {
    const errors = ['BAD_USER_INPUT', 'UPSTREAM_TIMEOUT', 'RATE_LIMITED'].map((code) => ({
      extensions: { code },
    }));
    expect(outcomeOf(errors)).toBe('upstream');
    expect(outcomeOf([{ extensions: { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' } }])).toBe('unknown');
    expect(outcomeOf([...errors, { extensions: { code: 'INTERNAL_SERVER_ERROR' } }])).toBe('internal');
    expect(outcomeOf(undefined)).toBe('ok');
  });
});
