import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held, requestsInFlight } from '../support/held.js';
import { HeldClock } from '../support/held-clock.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/** By the held clock: no test waits for it. */
const LIMIT_MS = 60_000;
const MOMENT = { geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const VALIDATION = { ...MOMENT, requestId: REQUEST_ID, otpRequestId: 'o-1', otpCode: '123456' };
const UNKNOWN = { code: 'UPSTREAM_TIMEOUT', outcome: 'UNKNOWN' };

let upstream: FakeUpstream;
let gateway: TestServer;
let clock: HeldClock;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
beforeEach(() => start());
afterEach(async () => {
  upstream.reset();
  await gateway.close();
});
afterAll(() => upstream.close());

async function start(env: Record<string, string> = {}) {
  clock = new HeldClock();
  const settings = { UPSTREAM_TIMEOUT_MS: `${LIMIT_MS}`, ...env };
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: settings, clock });
}

const validate = (idempotencyKey: string | null, token = 'user-token') =>
  gateway.query(
    `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
      __typename ... on ActivationOtpValidated { message } ... on Rejection { reason } } }`,
    { input: { ...VALIDATION, idempotencyKey } },
    { token },
  );
const sent = () => upstream.calls('stepValidateOtp').length;
const FIRST = { validateActivationOtp: { __typename: 'ActivationOtpValidated', message: 'First.' } };

const sumOf = (lines: string[]) => lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

/** Sends a step whose answer does not come in time, and answers how to have it come. */
async function tooLate(key: string, answer: object = { body: envelope('First.') }) {
  const [released, release] = held();
  upstream.answer('stepValidateOtp', { until: released, ...answer }, { body: envelope('Second.') });
  const step = validate(key);
  await upstream.called('stepValidateOtp');
  await clock.advance(LIMIT_MS);
  expect((await step).body.errors?.[0]?.extensions).toMatchObject({
    ...UNKNOWN,
    hint: expect.stringContaining('the same idempotencyKey'),
  });
  return release;
}

describe('An answer of Vlens that comes late', () => {
  it('is waited for by the same key, and found by it', async () => {
    const key = randomUUID();
    const release = await tooLate(key);
    const again = validate(key);
    await until(async () => (await requestsInFlight(gateway)) >= 1);
    release();
    expect((await again).body.data).toEqual(FIRST);
    expect((await validate(key)).body.data).toEqual(FIRST);
    expect(sent()).toBe(1);
  });

  it('is waited for by a gateway that stops, and found by the next one', async () => {
    await gateway.close();
    const folder = mkdtempSync(join(tmpdir(), 'state-'));
    await start({ STATE_FOLDER: folder });
    const key = randomUUID();
    const release = await tooLate(key);
    const closed = gateway.close();
    await until(() => gateway.logs.some(({ msg }) => String(msg).startsWith('stopping')));
    release();
    await closed;
    await start({ STATE_FOLDER: folder });
    expect((await validate(key)).body.data).toEqual(FIRST);
    expect(sent()).toBe(1);
    rmSync(folder, { recursive: true });
  });

  it('is counted, whether it came after all or not', async () => {
    // Each step begins with 0.
    const counted = async () =>
      (await (await fetch(`${gateway.url}/metrics`)).text()).match(
        /^vlens_upstream_late_answers_total.* [^0].*/gm,
      ) ?? [];
    expect(await counted()).toEqual([]);
    let calls = 0;
    for (const answer of [{ body: envelope('First.') }, { cut: 'headers' }, { status: 429 }]) {
      (await tooLate(randomUUID(), answer))();
      calls += 1;
      await until(async () => sumOf(await counted()) === calls);
      upstream.reset();
    }
    expect((await counted()).sort()).toEqual([
      'vlens_upstream_late_answers_total{endpoint="stepValidateOtp",came="false"} 1',
      'vlens_upstream_late_answers_total{endpoint="stepValidateOtp",came="true"} 2',
    ]);
  });

  it('may say that nothing was done: then the key may be sent again', async () => {
    const key = randomUUID();
    (await tooLate(key, { status: 429, headers: { 'retry-after': '0' } }))();
    await until(async () => (await validate(key)).body.errors === undefined);
    expect(sent()).toBe(2);
  });

  it('leaves the outcome unknown where it is lost after all', async () => {
    const key = randomUUID();
    (await tooLate(key, { cut: 'headers' }))();
    expect((await validate(key)).body.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    expect(sent()).toBe(1);
  });

  it('leaves it unknown where it does not come within the same time again', async () => {
    await gateway.close();
    // The step is sent in this time, also by a busy machine.
    await start({ UPSTREAM_TIMEOUT_MS: '1000' });
    upstream.answer('stepValidateOtp', { stall: 'headers' });
    const key = randomUUID();
    const step = validate(key);
    const call = await upstream.called('stepValidateOtp');
    await clock.advance(1000);
    for (const { body } of [await step, await validate(key)])
      expect(body.errors?.[0]?.extensions).toMatchObject(UNKNOWN);
    expect(await call.closed).toBe('gone');
    expect(sent()).toBe(1);
  });

  it('makes a token good again that was refused before, where it is a login', async () => {
    const token = 'a-token';
    const eligible = async () => (await gateway.query('{ eligibility { isEligible } }', {}, { token })).body;
    upstream.answer('checkEligibility', { status: 401 });
    expect((await eligible()).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    upstream.answer('checkEligibility', { body: envelope({ isEligible: true }) });
    expect((await eligible()).errors?.[0]?.extensions).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { geoLocation } = MOMENT;
    const input = { geoLocation, phoneNumber: '+201234567890', password: 'a password', deviceId: 'a device' };
    const [released, release] = held();
    upstream.answer('login', { until: released, body: envelope({ accessToken: token }) });
    const logIn = (idempotencyKey: string) =>
      gateway.query(
        'mutation ($input: LoginInput!) { login(input: $input) { ... on Session { accessToken } } }',
        { input: { ...input, idempotencyKey } },
      );
    const key = randomUUID();
    const late = logIn(key);
    await upstream.called('login');
    await clock.advance(LIMIT_MS);
    expect((await late).body.errors?.[0]?.extensions).toMatchObject(UNKNOWN);
    release();
    expect((await logIn(key)).body.data).toEqual({ login: { accessToken: token } });
    expect((await eligible()).data).toEqual({ eligibility: { isEligible: true } });
  });

  it('outdates what its caller has read while it was due', async () => {
    const statusTold = async () => {
      const query = `{ businessRequest(id: "${REQUEST_ID}") { status } }`;
      const { body } = await gateway.query(query, {}, { token: 'user-token' });
      return (body.data as { businessRequest: { status: string } }).businessRequest.status;
    };
    const key = randomUUID();
    const release = await tooLate(key);
    expect(await statusTold()).toBe('APPROVED');
    upstream.requests = upstream.requests.map((request) => ({
      ...request,
      requeststatus: 4,
      requestStatusName: 'Customer Signed',
    }));
    expect(await statusTold()).toBe('APPROVED');
    release();
    // The clock stands still: nothing grows too old.
    await until(async () => (await statusTold()) === 'CUSTOMER_SIGNED');
  });

  it('counts as an attempt: a guesser finds it as well', async () => {
    const guess = (idempotencyKey: string) =>
      gateway.query(
        `mutation ($input: LoginInput!) { login(input: $input) { __typename ... on Rejection { reason } } }`,
        {
          input: {
            phoneNumber: '+201234567890',
            password: 'guess',
            deviceId: 'd',
            geoLocation: MOMENT.geoLocation,
            idempotencyKey,
          },
        },
      );
    for (let number = 1; number <= 10; number += 1) {
      const key = randomUUID();
      const [released, release] = held();
      upstream.answer('login', { until: released, body: refusal(9, 'Invalid password') });
      const told = guess(key);
      await until(() => upstream.calls('login').length === number);
      await clock.advance(LIMIT_MS);
      expect((await told).body.errors?.[0]?.extensions).toMatchObject(UNKNOWN);
      release();
      expect((await guess(key)).body.data).toMatchObject({ login: { reason: 'INVALID_CREDENTIALS' } });
    }
    expect((await guess(randomUUID())).body.data).toMatchObject({ login: { reason: 'TOO_MANY_ATTEMPTS' } });
  });

  it('is found by the same refresh token, which has no key', async () => {
    const refresh = () =>
      gateway.query(
        `mutation { refreshSession(input: { refreshToken: "r-0" }) { ... on Session { refreshToken } } }`,
      );
    const [released, release] = held();
    const session = { body: envelope({ accessToken: 'a', newRefreshToken: 'r-1' }) };
    upstream.answer('refreshToken', { until: released, ...session });
    const told = refresh();
    await upstream.called('refreshToken');
    await clock.advance(LIMIT_MS);
    expect((await told).body.errors?.[0]?.extensions).toMatchObject(UNKNOWN);
    const again = refresh();
    await until(async () => (await requestsInFlight(gateway)) >= 1);
    release();
    expect((await again).body.data).toEqual({ refreshSession: { refreshToken: 'r-1' } });
    expect(upstream.calls('refreshToken')).toHaveLength(1);
  });
});

it('A step without a key ends in time: nobody could find its answer', async () => {
  await gateway.close();
  await start({ UPSTREAM_TIMEOUT_MS: '1000' });
  upstream.answer('stepValidateOtp', { stall: 'headers' });
  const step = validate(null);
  const call = await upstream.called('stepValidateOtp');
  // The clock stands still: the exchange itself has ended.
  const told = (await step).body.errors?.[0]?.extensions;
  expect(told).toMatchObject(UNKNOWN);
  // Sent again with one, it would be taken twice.
  expect(JSON.stringify(told)).not.toContain('idempotencyKey');
  expect(await call.closed).toBe('gone');
});
