import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { outcomeOf } from '../../src/metrics/operations.js';
import { namesIn, operationLabel } from '../../src/server/operation-label.js';
import { REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { subscribeBySse } from '../support/live-client.js';
import type { TestServer } from '../support/server.js';

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
async function series(name: string): Promise<number> {
  const text = await (await fetch(`${gateway.url}/metrics`)).text();
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

  it('against the quota', async () => {
    expect(await series('vlens_quota_limit_calls{window_seconds="60"}')).toBe(5000);
    const used = 'vlens_quota_used_calls{window_seconds="60"}';
    expect(await growthOf(used, () => ask('{ eligibility { isEligible } }'))).toBe(1);
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
    while ((await series(ended)) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
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
      ...namesIn(['query A($a: Int) { x }\nmutation B { y }', 'subscription C { z } fragment D on E { f }']),
    ]).toEqual(['A', 'B', 'C']);
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
