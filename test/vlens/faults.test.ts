import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { inspect } from 'node:util';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { UNOBSERVED } from '../../src/vlens/caller.js';
import { CallAborted, VlensFault } from '../../src/vlens/faults.js';
import { retryAfterSeconds } from '../../src/vlens/http/status-faults.js';
import { TRANSPORTS } from '../../src/vlens/transports/open-transport.js';
import { envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { type FakeAnswer, FakeUpstream } from '../support/fake-upstream.js';
import { API_KEY, aClient, accepted, type TestClient, TOKEN } from './a-client.js';

const LOGIN = {
  geoLocation: { latitude: 30, longitude: 31 },
  phoneNumber: '+201',
  password: 'p',
  deviceId: 'd',
};

describe.each(TRANSPORTS)('Over %s', (transport) => {
  let upstream: FakeUpstream;
  let client: TestClient;
  /** For what never comes to an end. */
  let impatient: TestClient;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
  });
  beforeEach(() => {
    client = aClient(upstream, {}, transport);
    impatient = aClient(upstream, { timeoutMs: 1000 }, transport);
  });
  afterEach(async () => {
    await client.close();
    await impatient.close();
    upstream.reset();
  });
  afterAll(() => upstream.close());

  describe('A call that comes to nothing', () => {
    it.each<[string, FakeAnswer, string]>([
      ['HTTP 401', { status: 401 }, 'UNAUTHENTICATED'],
      ['HTTP 401 with a refusal', { status: 401, body: refusal(7, 'No') }, 'UNAUTHENTICATED'],
      ['HTTP 401 with a success', { status: 401, body: envelope([]) }, 'UNAUTHENTICATED'],
      ['HTTP 403', { status: 403, body: '<html>' }, 'FORBIDDEN'],
      ['HTTP 403 with a refusal', { status: 403, body: refusal(7, 'No') }, 'FORBIDDEN'],
      ['HTTP 429', { status: 429 }, 'RATE_LIMITED'],
      ['HTTP 429 with a refusal', { status: 429, body: refusal(429, 'Slow') }, 'RATE_LIMITED'],
      [
        'a redirect',
        { status: 302, headers: { location: '/api/BusinessRequest/Current' } },
        'UPSTREAM_INVALID_RESPONSE',
      ],
      ['a redirect with an envelope', { status: 307, body: envelope([]) }, 'UPSTREAM_INVALID_RESPONSE'],
      ['HTTP 404 with a page', { status: 404, body: '<html>' }, 'UPSTREAM_INVALID_RESPONSE'],
      ['HTTP 408', { status: 408, body: refusal(1) }, 'UPSTREAM_TIMEOUT'],
      ['HTTP 500 with a page', { status: 500, body: '<html>' }, 'UPSTREAM_UNAVAILABLE'],
      ['HTTP 502', { status: 502 }, 'UPSTREAM_UNAVAILABLE'],
      ['HTTP 504', { status: 504, body: '<html>' }, 'UPSTREAM_TIMEOUT'],
      ['a page', { body: '<html>', headers: { 'content-type': 'text/html' } }, 'UPSTREAM_INVALID_RESPONSE'],
      ['nothing', {}, 'UPSTREAM_INVALID_RESPONSE'],
      ['a body that is too large', { body: Buffer.alloc(20_000_001, ' ') }, 'UPSTREAM_INVALID_RESPONSE'],
      [
        'a small body that becomes too large',
        { body: gzipSync(Buffer.alloc(30_000_000, ' ')), headers: { 'content-encoding': 'gzip' } },
        'UPSTREAM_INVALID_RESPONSE',
      ],
      [
        'a body that is no gzip',
        { body: 'x'.repeat(99), headers: { 'content-encoding': 'gzip' } },
        'UPSTREAM_INVALID_RESPONSE',
      ],
      ['a connection cut before the answer', { cut: 'headers' }, 'UPSTREAM_UNAVAILABLE'],
      ['a connection cut in the answer', { body: envelope([]), cut: 'body' }, 'UPSTREAM_UNAVAILABLE'],
      [
        'a connection cut in an answer of known length',
        { body: envelope([]), headers: { 'content-length': '500' }, cut: 'body' },
        'UPSTREAM_UNAVAILABLE',
      ],
      ['silence', { stall: 'headers' }, 'UPSTREAM_TIMEOUT'],
      ['an answer that stops', { body: envelope([]), stall: 'body' }, 'UPSTREAM_TIMEOUT'],
      ['an error that stops', { status: 500, body: '<html>', stall: 'body' }, 'UPSTREAM_TIMEOUT'],
    ])('for %s is a fault', async (_, answer, code) => {
      upstream.answer('listProductTypes', answer);
      const { api } = answer.stall ? impatient : client;
      await expect(api.listProductTypes({})).rejects.toMatchObject({ name: 'VlensFault', code });
      expect(upstream.calls()).toHaveLength(1);
    });

    it('is a fault where nobody listens', async () => {
      const nobody = await FakeUpstream.start();
      const lonely = aClient(nobody, {}, transport);
      await nobody.close();
      await expect(lonely.api.listProductTypes({})).rejects.toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        cause: { code: 'ECONNREFUSED' },
      });
      await lonely.close();
    });

    it('is a fault of the token’s where there is none, and nothing is sent', async () => {
      const reported: unknown[] = [];
      const anonymous = client.apiFor({
        token: null,
        observer: { ...UNOBSERVED, call: (call) => reported.push(call) },
      });
      const moment = { geoLocation: LOGIN.geoLocation, userDeviceUtcTime: new Date(0) };
      const slice = { skipCount: 0, maxResultCount: 1 };
      const scan = { image: '', face1: '', face2: '', face3: '' };
      const calls = [
        anonymous.listProductTypes({}),
        anonymous.getFormFields({ productTypeId: 1 }),
        anonymous.checkEligibility({}),
        anonymous.createBusinessRequest({ ...moment, productTypeId: 1, fields: {} }),
        anonymous.getCurrentBusinessRequest({ minimal: true }),
        anonymous.listBusinessRequests(slice),
        anonymous.listBusinessRequestIds(slice),
        anonymous.getBusinessRequestById({ id: REQUEST_ID }),
        anonymous.stepRequestOtp(moment),
        anonymous.stepReValidateLiveness({ ...moment, ...scan }),
        anonymous.stepValidateOtp({ ...moment, otpRequestId: '', otpCode: '' }),
        anonymous.stepValidatePayment({ ...moment, requestId: REQUEST_ID }),
        anonymous.generateSignContractLink({ ...moment, requestId: REQUEST_ID }),
      ];
      const ends = await Promise.allSettled(calls);
      expect(ends.map((end) => end.status === 'rejected' && end.reason.code)).toEqual(
        calls.map(() => 'UNAUTHENTICATED'),
      );
      expect(ends).toContainEqual({
        status: 'rejected',
        reason: expect.objectContaining({
          message: 'Log in first.',
        }),
      });
      expect(upstream.calls()).toEqual([]);
      expect(reported).toEqual([]);
    });

    it('tells a login apart, which sends no token', async () => {
      upstream.answer('login', { status: 401 });
      await expect(client.api.login(LOGIN)).rejects.toMatchObject({
        code: 'UNAUTHENTICATED',
        message: expect.stringMatching(/password/),
      });
    });
  });

  describe('An answer that is hard to read', () => {
    const BODY = JSON.stringify(envelope([{ id: 1, name: 'قرض' }]));
    const LARGE = `${BODY}${' '.repeat(2_000_000)}`;
    /** No coding makes it much smaller. */
    const NOISE = JSON.stringify({
      ...envelope([{ id: 1, name: 'قرض' }]),
      noise: Array.from({ length: 2000 }, (_, at) => createHash('sha256').update(`${at}`).digest('base64')),
    });

    it.each<[string, FakeAnswer]>([
      ['a byte order mark', { body: `\uFEFF${BODY}` }],
      ['the wrong type', { body: BODY, headers: { 'content-type': 'text/html' } }],
      ['UTF-16', { body: Buffer.from(`\uFEFF${BODY}`, 'utf16le') }],
      ['a quoted charset', { body: BODY, headers: { 'content-type': 'application/json; charset="utf-8"' } }],
      [
        'a charset that nobody knows',
        { body: BODY, headers: { 'content-type': 'application/json; charset=x-none' } },
      ],
      ['gzip', { body: gzipSync(BODY), headers: { 'content-encoding': 'gzip' } }],
      [
        'gzip that ends early',
        { body: gzipSync(BODY).subarray(0, -8), headers: { 'content-encoding': 'x-gzip' } },
      ],
      ['gzip, large as it comes', { body: gzipSync(NOISE), headers: { 'content-encoding': 'gzip' } }],
      ['gzip, large once it is read', { body: gzipSync(LARGE), headers: { 'content-encoding': ' GZIP' } }],
      [
        'brotli, large once it is read',
        { body: brotliCompressSync(LARGE), headers: { 'content-encoding': 'br' } },
      ],
      [
        'raw deflate, large as it comes',
        { body: deflateRawSync(NOISE), headers: { 'content-encoding': 'deflate' } },
      ],
      ['deflate', { body: deflateSync(BODY), headers: { 'content-encoding': 'deflate' } }],
      ['raw deflate', { body: deflateRawSync(BODY), headers: { 'content-encoding': 'deflate' } }],
      ['brotli', { body: brotliCompressSync(BODY), headers: { 'content-encoding': 'br' } }],
      ['a coding that does nothing', { body: BODY, headers: { 'content-encoding': 'identity' } }],
      ['HTTP 203', { status: 203, body: BODY }],
    ])('is read for all of %s', async (_, answer) => {
      upstream.answer('listProductTypes', answer);
      expect(accepted(await client.api.listProductTypes({}))).toMatchObject([{ id: 1, name: 'قرض' }]);
    });
  });

  describe('A large request', () => {
    const moment = { geoLocation: LOGIN.geoLocation, userDeviceUtcTime: new Date(0) };
    const large = { ...moment, productTypeId: 414, fields: { scan: 'x'.repeat(3_000_000) } };

    it('is sent as a whole', async () => {
      accepted(await client.api.createBusinessRequest(large));
      expect(upstream.lastCall('createBusinessRequest').body).toMatchObject({
        requestFieldsValues: large.fields,
      });
    });

    it('whose connection ends on its way is a fault by that, before the time limit', async () => {
      const hangingUp = createServer((socket) => {
        socket.on('error', () => undefined).once('data', () => socket.destroy());
      }).listen(0, '127.0.0.1');
      await once(hangingUp, 'listening');
      const baseUrl = `http://127.0.0.1:${(hangingUp.address() as AddressInfo).port}`;
      const { api, close } = aClient(upstream, { baseUrl }, transport);
      await expect(api.createBusinessRequest(large)).rejects.toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
      });
      await close();
      hangingUp.close();
    });
  });

  describe('A rate limit', () => {
    const NOW = Date.parse('2026-01-15T10:00:00Z');

    it.each([
      ['7', 7],
      [' 7 ', 7],
      ['0', 0],
      ['1.5', 2],
      ['Thu, 15 Jan 2026 10:00:30 GMT', 30],
      ['Thu, 15 Jan 2026 09:00:00 GMT', 0],
      [null, 1],
      ['', 1],
      ['soon', 1],
      ['-5', 1],
      ['99999999999999', 1],
    ])('with Retry-After %j ends in %d s', (header, seconds) => {
      expect(retryAfterSeconds(header, NOW)).toBe(seconds);
    });

    it('is told with the time to wait, by Vlens’s own clock', async () => {
      upstream.answer(
        'listProductTypes',
        { status: 429, headers: { 'retry-after': '17' } },
        {
          status: 429,
          headers: {
            date: 'Thu, 15 Jan 2026 10:00:00 GMT',
            'retry-after': 'Thu, 15 Jan 2026 10:00:30 GMT',
          },
        },
      );
      // Each asks as the first of its process: after a limit, a client holds its calls back.
      const limit = async () => {
        const { api, close } = aClient(upstream, {}, transport);
        const limited = await api.listProductTypes({}).catch((error: VlensFault) => error.details);
        await close();
        return limited;
      };
      expect(await limit()).toEqual({ retryAfterSeconds: 17 });
      expect(await limit()).toEqual({ retryAfterSeconds: 30 });
    });
  });

  describe('A caller who leaves', () => {
    it.each<[string, FakeAnswer]>([
      ['before the answer', { stall: 'headers' }],
      ['in the middle of the answer', { body: envelope('x'.repeat(99_000)), stall: 'body' }],
    ])('ends the call %s, and its connection', async (_, answer) => {
      upstream.answer('listProductTypes', answer);
      const caller = new AbortController();
      const outcomes: string[] = [];
      const api = client.apiFor({
        signal: caller.signal,
        observer: { ...UNOBSERVED, call: ({ outcome }) => outcomes.push(outcome) },
      });
      const call = api.listProductTypes({});
      const seen = await upstream.called('listProductTypes');
      caller.abort();
      await expect(call).rejects.toBeInstanceOf(CallAborted);
      await expect(call).rejects.toMatchObject({ name: 'AbortError' });
      expect(await seen.closed).toBe('gone');
      expect(outcomes).toEqual(['aborted']);
    });

    it('asks for nothing more', async () => {
      const api = client.apiFor({ signal: AbortSignal.abort() });
      await expect(api.listProductTypes({})).rejects.toMatchObject({ name: 'AbortError' });
      expect(upstream.calls()).toEqual([]);
    });

    it('leaves no listener behind with a signal that outlives the calls', async () => {
      const { signal } = new AbortController();
      const listeners = { added: 0, removed: 0 };
      const add = signal.addEventListener.bind(signal);
      const remove = signal.removeEventListener.bind(signal);
      signal.addEventListener = (...args: Parameters<typeof add>) => {
        listeners.added += 1;
        add(...args);
      };
      signal.removeEventListener = (...args: Parameters<typeof remove>) => {
        listeners.removed += 1;
        remove(...args);
      };
      upstream.answer('checkEligibility', { status: 500 });
      await client.apiFor({ signal }).listProductTypes({});
      await client
        .apiFor({ signal })
        .checkEligibility({})
        .catch(() => undefined);
      expect(listeners).toEqual({ added: 2, removed: 2 });
    });
  });

  describe('The time limit', () => {
    it('ends the connection with the call', async () => {
      upstream.answer('listProductTypes', { stall: 'headers' });
      await expect(impatient.api.listProductTypes({})).rejects.toMatchObject({ code: 'UPSTREAM_TIMEOUT' });
      expect(await upstream.lastCall('listProductTypes').closed).toBe('gone');
    });
  });

  describe('A read that is made again', () => {
    it('is not sent once the wait for quota has used up its time', async () => {
      upstream.answer('listProductTypes', { status: 500 });
      const { api, reported, close } = aClient(
        upstream,
        {
          // Less than the second that the quota lets it wait for, and long enough for a busy machine to have the first answer.
          timeoutMs: 900,
          retryShare: 1,
          quota: { perSecond: 2, perMinute: 0, maxReadWaitMs: 3000 },
        },
        transport,
      );
      await expect(api.listProductTypes({})).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      expect(reported).toHaveLength(1);
      expect(upstream.calls('listProductTypes')).toHaveLength(1);
      await close();
    });
  });

  describe('The connections', () => {
    it('are kept for the next call, also after a refusal, a limit and an error', async () => {
      const kept = aClient(upstream, {}, transport);
      upstream.answer(
        'checkEligibility',
        { status: 429, body: refusal(1) },
        { status: 500 },
        { body: refusal(1, 'No') },
      );
      await kept.api.listProductTypes({});
      for (let call = 0; call < 3; call += 1) await kept.api.checkEligibility({}).catch(() => undefined);
      await kept.api.listProductTypes({});
      await kept.close();
      // undici may open a second one while it puts the first away.
      const fresh = upstream.calls().filter(({ reusedConnection }) => !reusedConnection).length;
      expect(fresh).toBeLessThanOrEqual(transport === 'undici' ? 2 : 1);
    });

    it('of reads are not used for a step, which could find one closed and is not sent again', async () => {
      const { api, close } = aClient(upstream, {}, transport);
      await api.listProductTypes({});
      await api.login(LOGIN);
      await api.checkEligibility({});
      expect(upstream.calls().map(({ reusedConnection }) => reusedConnection)).toEqual([false, false, true]);
      await close();
    });

    it('of steps carry the next one, and are closed within a second or two, before a server does', async () => {
      const { api, close } = aClient(upstream, {}, transport);
      await api.listProductTypes({});
      for (let step = 0; step < 3; step += 1) await api.login(LOGIN);
      // undici may open a second one while it puts the first away.
      expect(upstream.calls('login').some(({ reusedConnection }) => reusedConnection)).toBe(true);
      await Promise.all(upstream.calls('login').map(({ connection }) => connection));
      // What reads keep, for 30 s or as long as the server says, is still open.
      await api.listProductTypes({});
      expect(upstream.lastCall('listProductTypes').reusedConnection).toBe(true);
      await close();
    });

    it('are closed with the client', async () => {
      upstream.answer('listProductTypes', { stall: 'headers' });
      const closing = aClient(upstream, {}, transport);
      const call = closing.api.listProductTypes({});
      call.catch(() => undefined);
      const seen = await upstream.called('listProductTypes');
      await closing.close();
      await expect(call).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' });
      expect(await seen.closed).toBe('gone');
    });
  });

  describe('No error tells', () => {
    const MARKED = 'MARKED-BY-VLENS';

    it.each<[string, FakeAnswer]>([
      ['a refused token', { status: 401, body: refusal(1, MARKED) }],
      ['a ban', { status: 403, body: refusal(1, MARKED) }],
      ['a limit', { status: 429, body: refusal(1, MARKED), headers: { 'x-limit': MARKED } }],
      ['a redirect', { status: 302, headers: { location: `https://${MARKED}.example/` } }],
      ['a page', { body: `<html>${MARKED}` }],
      ['broken JSON', { body: `{"data": "${MARKED}` }],
      ['an answer of the wrong form', { body: envelope({ secret: MARKED }) }],
      ['an error page', { status: 500, body: MARKED }],
      // With `details` it is for developers; without, its message is a sentence for people, and an answer as in ASP.NET Boilerplate.
      ['an error envelope', { status: 500, body: { error: { message: MARKED, details: MARKED } } }],
      ['a cut', { body: MARKED, cut: 'body' }],
      ['a cut at once', { cut: 'headers' }],
      ['a stall', { body: MARKED, stall: 'body' }],
      ['broken gzip', { body: MARKED, headers: { 'content-encoding': 'gzip' } }],
    ])('of what was said or asked: %s', async (_, answer) => {
      upstream.answer('getFormFields', answer);
      upstream.answer('getBusinessRequestById', answer);
      upstream.answer('generateSignContractLink', answer);
      const input = {
        geoLocation: { latitude: 12.3456789, longitude: 31 },
        userDeviceUtcTime: new Date(0),
        requestId: 'MARKED-REQUEST',
      };
      const { api, download } = answer.stall ? impatient : client;
      const errors = await Promise.all(
        [
          api.getBusinessRequestById({ id: 'MARKED-REQUEST' }),
          api.generateSignContractLink(input),
          download(
            `${upstream.url}/api/BusinessRequest/GetBusinessRequestById/MARKED-REQUEST`,
            new AbortController().signal,
          ),
        ].map((call) =>
          call.then(
            () => null,
            (error: unknown) => error,
          ),
        ),
      );
      for (const error of errors) {
        expect(error).toBeInstanceOf(VlensFault);
        const told = `${inspect(error, { depth: 9, showHidden: true })} ${String(error)} ${JSON.stringify(error)}`;
        for (const secret of ['MARKED', API_KEY, TOKEN, '12.3456789', new URL(upstream.url).port]) {
          expect(told).not.toContain(secret);
        }
      }
    });
  });
});
