import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { CHROMIUM, startChromium } from '../support/chromium.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { HAS_HAPROXY, HaProxy } from '../support/haproxy.js';
import { held } from '../support/held.js';
import { RedisProcess } from '../support/redis-process.js';
import { until } from '../support/until.js';

const run = promisify(execFile);
const isInstalled = (program: string) => spawnSync(program, ['--version']).status === 0;
const missing = [
  ...(HAS_HAPROXY ? [] : ['haproxy']),
  ...['redis-server', 'curl'].filter((program) => !isInstalled(program)),
  ...(existsSync(CHROMIUM) ? [] : ['chromium']),
];
const TITLE = 'A step through HAProxy, before two gateways';
const describeWithAll = missing.length === 0 ? describe : describe.skip;
const why = missing.length === 0 ? '' : ` (left out: Debian's ${missing.join(', ')} is not installed)`;

let compiled: CompiledGateway;
let upstream: FakeUpstream;
let redis: RedisProcess;
let browser: Browser;
let first: GatewayProcess;
let second: GatewayProcess;
let proxy: HaProxy;

const bodyOf = (idempotencyKey: string) =>
  JSON.stringify({
    query:
      'mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) { __typename } }',
    variables: {
      input: {
        requestId: REQUEST_ID,
        otpRequestId: 'o-1',
        otpCode: '123456',
        geoLocation: { latitude: 30, longitude: 31 },
        userDeviceUtcTime: '2026-11-23T12:00:00Z',
        idempotencyKey,
      },
    },
  });
const HEADERS = { 'content-type': 'application/json', authorization: 'Bearer user-token' };
const PRODUCTS = '{"query":"{ productTypes { id } }"}';
const FLAGS = Object.entries(HEADERS).flatMap((header) => ['-H', header.join(': ')]);
/** Each sends something else first, so that the step goes over a connection that has been used. */
const curl = async (url: string, body: string) => {
  const target = [...FLAGS, `${url}/graphql`];
  const args = ['-sS', ...target, '-d', PRODUCTS, '-o', '/dev/null', '--next', '-sS', ...target, '-d', body];
  return (await run('curl', args).catch(({ message }: Error) => ({ stdout: message }))).stdout;
};
const CLIENTS: Record<string, (body: string) => Promise<string>> = {
  'curl over HTTP/1.1': (body) => curl(proxy.url, body),
  'Chromium over HTTP/1.1': async (body) => {
    // The page's own policy lets it fetch nothing.
    const page = await browser.newPage({ bypassCSP: true });
    await page.goto(`${proxy.url}/health/live`);
    const send = (text: string) =>
      `fetch('/graphql', { method: 'POST', headers: ${JSON.stringify(HEADERS)}, body: ${JSON.stringify(text)} }).then((answer) => answer.text(), String)`;
    const answer = await page.evaluate<string>(`${send(PRODUCTS)}.then(() => ${send(body)})`);
    await page.close();
    return answer;
  },
};

describeWithAll(`${TITLE}${why}`, () => {
  beforeAll(async () => {
    compiled = await CompiledGateway.build();
    [upstream, redis, browser] = await Promise.all([
      FakeUpstream.start(),
      RedisProcess.start(),
      startChromium(),
    ]);
    second = await compiled.start(environment());
  }, 120_000);
  const environment = (shutdownTimeoutMs = 500) => ({
    VLENS_API_URL: upstream.url,
    VLENS_API_KEY: 'test-api-key',
    REDIS_URL: redis.url,
    STATE_SECRET: 'Vc1h0Kq2pX9mZr7tLw4eYb8sNd6fGj3a',
    UPSTREAM_TIMEOUT_MS: '4000',
    SHUTDOWN_TIMEOUT_MS: `${shutdownTimeoutMs}`,
  });
  afterEach(async () => {
    await proxy.close();
    await first.stop('SIGKILL');
    upstream.reset();
  });
  afterAll(async () => {
    await browser?.close();
    await second?.stop('SIGKILL');
    await redis?.kill();
    await compiled?.remove();
    await upstream?.close();
  });

  describe.each(Object.keys(CLIENTS))('sent by %s', (client) => {
    it.each([
      ['is stopped before Vlens answers', 'SIGTERM', false, /"outcome":"UNKNOWN"/],
      ['is stopped and Vlens answers in time', 'SIGTERM', true, /ActivationOtpValidated/],
      // Nothing answers for a killed process: the client may be told, or sends again; the key keeps the step at one.
      ['is killed', 'SIGKILL', false, null],
    ] as const)(
      'is at Vlens once where its gateway %s',
      async (_how, signal, isAnswered, expected) => {
        first = await compiled.start(environment(isAnswered ? 60_000 : 500));
        proxy = await HaProxy.before([first.url, second.url]);
        const [released, release] = held();
        upstream.answer('stepValidateOtp', { until: released, body: envelope('Done.') });
        const body = bodyOf(randomUUID());
        const asked = CLIENTS[client]?.(body);
        const tooSoon = asked?.then((answer) => expect(`answered at once: ${answer}`).toBe('on its way'));
        await Promise.race([upstream.called('stepValidateOtp'), tooSoon]);
        const stopped = first.stop(signal);
        if (isAnswered) {
          await until(() => first.printed().includes('"msg":"stopping'));
          release();
        }
        const answer = await asked;
        await stopped;
        release();
        if (expected) expect(answer).toMatch(expected);
        // The person tries again: the gateway that is left knows the key.
        const again = await curl(proxy.url, body);
        expect(again).toMatch(expected ?? /"outcome":"UNKNOWN"/);
        expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
      },
      120_000,
    );
  });
});
