import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TRANSPORTS } from '../../src/vlens/transports/open-transport.js';
import { type Fault, FaultProxy } from '../../tools/soak/fault-proxy.js';
import { REQUEST_ID, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held } from '../support/held.js';
import type { TestServer } from '../support/server.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { until } from '../support/until.js';
import { UNTRUSTED } from '../support/untrusted-certificate.js';

const MARK = 'MARKED-BY-THE-UPSTREAM';
const PAGE = `HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nx-proxy: ${MARK}\r\nconnection: close\r\n\r\n<h1>${MARK}</h1>`;
/** On a machine that is slow, what does come must not come too late. */
const PATIENT_MS = '20000';
const limitFor = (code: string, limitMs = 500) => ({
  UPSTREAM_TIMEOUT_MS: code === 'UPSTREAM_TIMEOUT' ? `${limitMs}` : PATIENT_MS,
});
const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n';

describe.each(TRANSPORTS)('Over %s', (transport) => {
  let upstream: FakeUpstream;
  let proxy: FaultProxy;
  let gateway: TestServer;
  beforeEach(async () => {
    upstream = await FakeUpstream.start();
    proxy = await FaultProxy.start(upstream.url);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await gateway.close();
    await proxy.close();
    await upstream.close();
  });

  const start = async (env: Record<string, string> = {}, vlensUrl = proxy.url, clock?: ShiftedClock) => {
    gateway = await startTestGateway({
      vlensUrl,
      ...(clock && { clock }),
      env: { UPSTREAM_HTTP_CLIENT: transport, UPSTREAM_TIMEOUT_MS: PATIENT_MS, ...env },
    });
  };
  const read = (token = 'user-token') => gateway.query('{ eligibility { isEligible } }', {}, { token });
  const STEP = `mutation ($key: UUID) { validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o-1", otpCode: "123456",
  geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z", idempotencyKey: $key }) { __typename } }`;
  const step = (signal?: AbortSignal, key?: string) =>
    gateway.query(STEP, { key }, { token: 'user-token', signal });
  const faultOf = ({ body }: Awaited<ReturnType<typeof read>>) => body.errors?.[0]?.extensions;

  const FAULTS: [string, Fault, string][] = [
    ['a reset before the request was read', 'reset at once', 'UPSTREAM_UNAVAILABLE'],
    ['a reset after the request was sent', 'reset after the request', 'UPSTREAM_UNAVAILABLE'],
    ['a cut in the head', { cutAfterBytes: 20 }, 'UPSTREAM_UNAVAILABLE'],
    ['a cut in the body', { cutAfterBytes: 230 }, 'UPSTREAM_UNAVAILABLE'],
    ['headers, then nothing', { stallAfterBytes: 200 }, 'UPSTREAM_TIMEOUT'],
    ['a page of a proxy in between', { raw: PAGE }, 'UPSTREAM_INVALID_RESPONSE'],
    ['what is no JSON', { raw: `${HEAD}\r\n{"data": "${MARK}` }, 'UPSTREAM_INVALID_RESPONSE'],
    ['an empty 200', { raw: `${HEAD}content-length: 0\r\n\r\n` }, 'UPSTREAM_INVALID_RESPONSE'],
    ['what is no HTTP', { raw: `${MARK}\r\n\r\n` }, 'UPSTREAM_INVALID_RESPONSE'],
    ['a 500', { raw: `HTTP/1.1 500 No\r\nconnection: close\r\n\r\n${MARK}` }, 'UPSTREAM_UNAVAILABLE'],
    [
      'a body of 50 MB',
      { raw: Buffer.concat([Buffer.from(`${HEAD}\r\n`), Buffer.alloc(50_000_000, MARK)]) },
      'UPSTREAM_INVALID_RESPONSE',
    ],
  ];

  describe('A fault on the way to Vlens has one code and tells nothing', () => {
    it.each(FAULTS)('%s', async (_, fault, code) => {
      await start(limitFor(code));
      proxy.fault = fault;
      const answer = await read();
      expect(answer.status).toBe(200);
      expect(answer.body.errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
      const told = answer.text + JSON.stringify([...answer.headers]) + JSON.stringify(gateway.logs);
      for (const secret of [MARK, 'test-api-key', 'user-token', String(proxy.port)])
        expect(told).not.toContain(secret);
    });

    it('a body that never ends is given up within the time limit, and its connection closed', async () => {
      await start(limitFor('UPSTREAM_TIMEOUT'));
      proxy.fault = { head: `${HEAD}\r\n`, endless: `"${'x'.repeat(50)}",` };
      expect(faultOf(await read())?.code).toBe('UPSTREAM_TIMEOUT');
      await until(() => proxy.open === 0);
    });

    it('nobody listening', async () => {
      await start();
      await proxy.stopListening();
      expect(faultOf(await read())?.code).toBe('UPSTREAM_UNAVAILABLE');
    });

    it.each([
      [undefined, 1],
      ['7', 7],
    ])('a 429 with Retry-After %j', async (header, seconds) => {
      await start();
      upstream.answer('checkEligibility', { status: 429, headers: header ? { 'retry-after': header } : {} });
      expect(faultOf(await read())).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: seconds });
    });

    it('a 429 whose body stalls is a 429 all the same, and the step was not taken', async () => {
      // Its head comes in time, and the rest never.
      await start({ UPSTREAM_TIMEOUT_MS: '3000' });
      upstream.answer('stepValidateOtp', { status: 429, headers: { 'retry-after': '7' }, stall: 'body' });
      const fault = faultOf(await step());
      expect(fault).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 7 });
      expect(fault).not.toHaveProperty('outcome');
    });

    it('a 503 with Retry-After is believed: nothing is asked until then', async () => {
      await start();
      upstream.answer('checkEligibility', { status: 503, headers: { 'retry-after': '30' } });
      expect(faultOf(await read())).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfterSeconds: 30 });
      expect(faultOf(await read())).toMatchObject({ code: 'RATE_LIMITED' });
      expect(upstream.calls()).toHaveLength(1);
    });

    it('a redirect to another host, which never hears of our ApiKey', async () => {
      await start();
      const heard: unknown[] = [];
      const elsewhere = createServer((request, response) => {
        heard.push(request.headers);
        response.end('{}');
      }).listen(0, '127.0.0.1');
      await once(elsewhere, 'listening');
      const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
      for (const status of [301, 302, 303, 307, 308]) {
        upstream.answer('checkEligibility', { status, headers: { location } });
        expect(faultOf(await read())?.code).toBe('UPSTREAM_INVALID_RESPONSE');
      }
      elsewhere.close();
      expect(heard).toEqual([]);
    });

    it('a certificate that nobody trusts: the ApiKey is not sent', async () => {
      const heard: unknown[] = [];
      const untrusted = createTlsServer(UNTRUSTED, (request) => heard.push(request.headers)).listen(
        0,
        '127.0.0.1',
      );
      await once(untrusted, 'listening');
      await start({}, `https://127.0.0.1:${(untrusted.address() as AddressInfo).port}`);
      const answer = await step();
      untrusted.close();
      expect(faultOf(answer)).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      expect(faultOf(answer)).not.toHaveProperty('outcome');
      expect(heard).toEqual([]);
    });

    it('an upstream that does not speak TLS', async () => {
      await start({}, proxy.url.replace('http:', 'https:'));
      expect(faultOf(await read())?.code).toBe('UPSTREAM_UNAVAILABLE');
    });
  });

  describe('A signing step', () => {
    it.each<[string, Fault, string]>([
      ['reset after it was sent', 'reset after the request', 'UPSTREAM_UNAVAILABLE'],
      ['cut in its answer', { cutAfterBytes: 100 }, 'UPSTREAM_UNAVAILABLE'],
      ['whose answer does not come', { stallAfterBytes: 0 }, 'UPSTREAM_TIMEOUT'],
    ])('%s is sent once and says that its outcome is unknown, and what to read', async (_, fault, code) => {
      // In which it is sent, also by a busy machine.
      await start({ UPSTREAM_RETRY_PERCENT: '100', ...limitFor(code, 2000) });
      proxy.fault = fault;
      const answer = await step();
      expect(faultOf(answer)).toMatchObject({ code, outcome: 'UNKNOWN' });
      expect(answer.body.errors?.[0]?.extensions?.hint).toContain('businessRequest(id) { status nextStep }');
      expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
    });

    it('is sent again where the connection was refused before a byte was sent', async () => {
      let isListening = true;
      // How long to pause is drawn after an attempt that failed.
      jest.spyOn(Math, 'random').mockImplementation(() => {
        if (!isListening) void proxy.listenAgain();
        isListening = true;
        return 0.9;
      });
      await start();
      await proxy.stopListening();
      isListening = false;
      const { body } = await step();
      expect(body.data).toEqual({ validateActivationOtp: { __typename: 'ActivationOtpValidated' } });
      expect(isListening).toBe(true);
      expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
    });

    it('is not sent where every attempt is refused, and no outcome of it is unknown', async () => {
      await start();
      await proxy.stopListening();
      const fault = faultOf(await step());
      expect(fault?.code).toBe('UPSTREAM_UNAVAILABLE');
      expect(fault?.outcome).toBeUndefined();
      expect(upstream.calls('stepValidateOtp')).toEqual([]);
      await proxy.listenAgain();
    });

    it.each<[string, (socket: Socket) => void, string]>([
      ['where who listens never answers the TLS handshake', () => undefined, 'UPSTREAM_TIMEOUT'],
      ['where who listens ends each TLS handshake', (socket) => socket.destroy(), 'UPSTREAM_UNAVAILABLE'],
      ['where who listens speaks no TLS', (socket) => socket.end(PAGE), 'UPSTREAM_UNAVAILABLE'],
    ])('is not sent %s, and no outcome of it is unknown', async (_, accept, code) => {
      const sockets: Socket[] = [];
      const noTls = createTcpServer((socket) => {
        sockets.push(socket.on('error', () => undefined));
        accept(socket);
      });
      await once(noTls.listen(0, '127.0.0.1'), 'listening');
      const vlensUrl = `https://127.0.0.1:${(noTls.address() as AddressInfo).port}`;
      await start(limitFor(code), vlensUrl);
      for (const key of [undefined, randomUUID()]) {
        const fault = faultOf(await step(undefined, key));
        expect(fault?.code).toBe(code);
        expect(fault?.outcome).toBeUndefined();
      }
      for (const socket of sockets) socket.destroy();
      noTls.close();
    });

    it('that was sent goes on when its client leaves, and is sent once', async () => {
      await start();
      const [released, release] = held();
      upstream.answer('stepValidateOtp', { until: released, body: { data: 'ok', error_code: null } });
      const leaving = new AbortController();
      const gone = step(leaving.signal).catch((error: Error) => error.name);
      const call = await upstream.called('stepValidateOtp');
      leaving.abort();
      expect(await gone).toBe('AbortError');
      release();
      expect(await call.closed).toBe('answered');
      expect(upstream.calls('stepValidateOtp')).toHaveLength(1);
    });
  });

  describe('Reads are made again', () => {
    const many = async (count: number, group: string) => {
      for (let number = 0; number < count; number += 1) await read(`${group}-${number}`);
    };

    it('within a tenth of all calls, and no more', async () => {
      await start({ UPSTREAM_RETRY_PERCENT: '10' });
      await many(20, 'before');
      upstream.answer('checkEligibility', { status: 500 });
      const before = upstream.calls().length;
      await many(20, 'after');
      const attempts = upstream.calls().length - before;
      expect(attempts).toBeGreaterThan(20);
      expect(attempts).toBeLessThanOrEqual(24);
    });

    it('within a share of those that were sent, and not of those that the quota refused', async () => {
      const env = { UPSTREAM_RETRY_PERCENT: '5', UPSTREAM_MAX_WAIT_MS: '0', CACHE_MAX_AGE_MS: '0' };
      await start({ ...env, UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '20' });
      await read('known');
      await Promise.all(Array.from({ length: 40 }, (_, number) => read(`stranger-${number}`)));
      upstream.answer('checkEligibility', { status: 500 });
      const before = upstream.calls().length;
      // One in twenty: with the next one they earn none, as those would that were asked for.
      expect(before).toBeLessThan(19);
      await read('known');
      expect(upstream.calls().length - before).toBe(1);
    });

    it('of customers within a share of theirs, however many of strangers’ fail', async () => {
      const env = { UPSTREAM_RETRY_PERCENT: '10', UPSTREAM_BREAKER_FAILURES: '0', CACHE_MAX_AGE_MS: '0' };
      await start({ ...env, UPSTREAM_RATE_PER_SECOND: '0', UPSTREAM_RATE_PER_MINUTE: '1000' });
      for (let number = 0; number < 20; number += 1) await read('known');
      upstream.answer('checkEligibility', { status: 500 });
      const before = upstream.calls().length;
      await many(12, 'stranger');
      expect(upstream.calls().length - before).toBe(13);
      upstream.answer('checkEligibility', { cut: 'headers' }, { body: { data: { isEligible: true } } });
      expect((await read('known')).body).toEqual({ data: { eligibility: { isEligible: true } } });
    });

    it('so that a client does not notice a stumble', async () => {
      await start({ UPSTREAM_RETRY_PERCENT: '100' });
      upstream.answer('checkEligibility', { cut: 'headers' }, { body: { data: { isEligible: true } } });
      expect((await read()).body).toEqual({ data: { eligibility: { isEligible: true } } });
      expect(upstream.calls()).toHaveLength(2);
    });

    it('not after a time-out, a limit or an answer that can’t be read', async () => {
      // Long enough for a busy machine to send the request at all.
      await start({ UPSTREAM_RETRY_PERCENT: '100', UPSTREAM_TIMEOUT_MS: '2000' });
      for (const answer of [{ stall: 'headers' as const }, { body: '<html>' }, { status: 429 }]) {
        upstream.answer('checkEligibility', answer);
        const before = upstream.calls().length;
        await read();
        expect(upstream.calls().length - before).toBe(1);
      }
    });

    it('and are counted against the quota', async () => {
      await start({ UPSTREAM_RETRY_PERCENT: '100', UPSTREAM_RATE_PER_MINUTE: '10' });
      upstream.answer('checkEligibility', { status: 500 });
      for (let number = 0; number < 10; number += 1) await read(`caller-${number}`);
      expect(upstream.calls().length).toBeLessThanOrEqual(8);
    });
  });

  describe('The breaker', () => {
    const readiness = async () => (await fetch(`${gateway.url}/health/ready`)).json();
    const openIt = async (clock?: ShiftedClock) => {
      await start({ UPSTREAM_BREAKER_FAILURES: '3' }, proxy.url, clock);
      proxy.fault = 'reset at once';
      for (let number = 0; number < 3; number += 1) await read(`caller-${number}`);
    };

    it('opens when Vlens is down, and answers at once without asking', async () => {
      await openIt();
      expect(await readiness()).toEqual({ status: 'ready', upstream: { breaker: 'open' } });
      const before = proxy.connections;
      expect(faultOf(await read())?.code).toBe('UPSTREAM_UNAVAILABLE');
      const refusedStep = await step();
      expect(faultOf(refusedStep)).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      expect(faultOf(refusedStep)).not.toHaveProperty('outcome');
      expect(proxy.connections).toBe(before);
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      expect(metrics).toContain('vlens_upstream_breaker_state{state="open"} 1');
    });

    it('tries Vlens again after a pause, also where the machine’s clock was set back, and closes when it answers', async () => {
      const clock = new ShiftedClock();
      await openIt(clock);
      proxy.fault = 'none';
      const anHourAgo = Date.now() - 3_600_000;
      jest.spyOn(Date, 'now').mockReturnValue(anHourAgo);
      clock.advance(1050);
      expect((await read()).body.data).toEqual({ eligibility: { isEligible: true } });
      expect(await readiness()).toMatchObject({ upstream: { breaker: 'closed' } });
    });

    it('keeps no customer out for what Vlens makes of strangers’ calls', async () => {
      await start({ UPSTREAM_BREAKER_FAILURES: '3' });
      expect((await read()).body.data).toEqual({ eligibility: { isEligible: true } });
      upstream.answer('login', { status: 500, body: 'No.' });
      const login = (phoneNumber: string) =>
        gateway.query(`mutation { login(input: { phoneNumber: "${phoneNumber}", password: "' or 1=1 --", deviceId: "d",
          geoLocation: { latitude: 30, longitude: 31 } }) { __typename } }`);
      for (let number = 0; number < 3; number += 1) await login(`+20100000000${number}`);
      expect(await readiness()).toMatchObject({ upstream: { breaker: 'open' } });
      expect(faultOf(await login('+201000000009'))).not.toHaveProperty('outcome');
      expect(upstream.calls('login')).toHaveLength(3);
      expect(faultOf(await step())).toBeUndefined();
      expect(await readiness()).toMatchObject({ upstream: { breaker: 'closed' } });
    });

    it('does not open for what Vlens says no to', async () => {
      await start({ UPSTREAM_BREAKER_FAILURES: '3' });
      upstream.answer('getBusinessRequestById', {
        body: { data: null, error_code: 7, error_message: 'No.' },
      });
      for (let number = 0; number < 5; number += 1) {
        await gateway.query(
          `{ businessRequest(id: "${requestIdOf(900 + number)}") { documents { title } } }`,
          {},
          { token: 't' },
        );
      }
      expect(await readiness()).toMatchObject({ upstream: { breaker: 'closed' } });
    });
  });
});
