import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { aBusinessRequest, envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held } from '../support/held.js';
import { HeldClock } from '../support/held-clock.js';
import { subscribeByWebSocket } from '../support/live-client.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';
import { aDelivery, deliver, signatureOf } from '../support/webhook.js';

const WEBHOOK_SECRET = 'a webhook secret';
const UPSTREAM_TIMEOUT_MS = 10_000;
const REFRESH = `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) {
  ... on Session { refreshToken } ... on Rejection { reason } } }`;
const MOMENT = { geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const VALIDATION = { ...MOMENT, requestId: REQUEST_ID, otpRequestId: 'an-otp-request', otpCode: '123456' };
const validate = (
  gateway: TestServer,
  idempotencyKey: string | null,
  more: object = {},
  token = 'user-token',
) =>
  gateway.query(
    `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
      __typename ... on ActivationOtpValidated { message } ... on Rejection { reason } } }`,
    { input: { ...VALIDATION, ...more, idempotencyKey } },
    { token },
  );
const readiness = async (gateway: TestServer) => {
  const response = await fetch(`${gateway.url}/health/ready`);
  return { code: response.status, ...((await response.json()) as { status: string; redis: string }) };
};
const allAre = (status: string) =>
  until(async () => (await Promise.all([a, b].map(readiness))).every((each) => each.status === status));

let redis: RedisProcess;
let upstream: FakeUpstream;
let a: TestServer;
let b: TestServer;
const sent = () => upstream.calls('stepValidateOtp').length;
const ENV = () => ({
  WEBHOOK_SECRET,
  REDIS_URL: redis.url,
  STATE_SECRET: 'a secret of at least 32 characters',
  // Of one that hangs; a busy machine holds up one that does not.
  REDIS_TIMEOUT_MS: '2000',
  UPSTREAM_TIMEOUT_MS: `${UPSTREAM_TIMEOUT_MS}`,
});
/** Has Vlens answer the first refresh when the test says so, and refuse what comes after it. */
const heldRefresh = () => {
  const [released, release] = held();
  const session = { body: envelope({ accessToken: 'a', newRefreshToken: 'r' }) };
  upstream.answer(
    'refreshToken',
    { until: released, ...session },
    { body: refusal(9, 'The refresh token was already used.') },
  );
  return release;
};

describeWithRedis('Two replicas over one Redis', () => {
  beforeAll(async () => {
    [redis, upstream] = await Promise.all([RedisProcess.start(), FakeUpstream.start()]);
    a = await startTestGateway({ vlensUrl: upstream.url, env: ENV() });
    b = await startTestGateway({ vlensUrl: upstream.url, env: ENV() });
  });
  afterEach(() => upstream.reset());
  afterAll(async () => {
    await Promise.all([a.close(), b.close()]);
    await upstream.close();
    await redis.kill();
  });

  it('send a refresh once for two tabs, one at each', async () => {
    const release = heldRefresh();
    let looks = 0;
    const stopWatching = await redis.watch(([command, ...words]) => {
      if (command === 'evalsha' && words.some((word) => word.includes(':flight:'))) looks += 1;
    });
    const tabs = [a, b].map((gateway) => gateway.query(REFRESH, { input: { refreshToken: 'r-1' } }));
    // Redis has told one of them to wait: it asks again.
    await until(() => looks >= 3);
    stopWatching();
    release();
    for (const { body } of await Promise.all(tabs))
      expect(body.data).toEqual({ refreshSession: { refreshToken: 'r' } });
    expect(upstream.calls('refreshToken')).toHaveLength(1);
    // One that comes later is for Vlens to judge.
    expect((await b.query(REFRESH, { input: { refreshToken: 'r-1' } })).body.data).toEqual({
      refreshSession: { reason: 'INVALID_CREDENTIALS' },
    });
  });

  it.each([
    ['under the same key', randomUUID()],
    ['without one', null],
  ])(
    'send a refresh once where its client leaves and repeats it at the other, %s',
    async (_, idempotencyKey) => {
      const release = heldRefresh();
      const query = REFRESH;
      const variables = { input: { refreshToken: `r-${idempotencyKey}`, idempotencyKey } };
      const leaving = new AbortController();
      const left = fetch(`${a.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
        signal: leaving.signal,
      }).catch(() => undefined);
      await upstream.called('refreshToken');
      leaving.abort();
      await left;
      const again = b.query(query, variables);
      release();
      expect((await again).body.data).toEqual({ refreshSession: { refreshToken: 'r' } });
      expect(upstream.calls('refreshToken')).toHaveLength(1);
    },
  );

  it('give an answer that came late at one to the same key at the other', async () => {
    const clock = new HeldClock();
    const slow = await startTestGateway({ vlensUrl: upstream.url, env: ENV(), clock });
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('Late.') });
    const key = randomUUID();
    const first = validate(slow, key);
    await upstream.called('stepValidateOtp');
    await clock.advance(UPSTREAM_TIMEOUT_MS);
    expect((await first).body.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    const again = validate(b, key);
    release();
    expect((await again).body.data).toMatchObject({ validateActivationOtp: { message: 'Late.' } });
    expect(sent()).toBe(1);
    await slow.close();
  });

  it('give the first answer to an idempotency key again, whichever is asked', async () => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') }, { body: envelope('Second.') });
    const key = randomUUID();
    const first = await validate(a, key);
    expect(first.body.data).toMatchObject({ validateActivationOtp: { message: 'First.' } });
    expect((await validate(b, key)).body).toEqual(first.body);
    expect(sent()).toBe(1);
  });

  it('do so while the step is under way at the other one', async () => {
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('First.') });
    const key = randomUUID();
    const asked = [a, b, a, b, a, b].map((gateway) => validate(gateway, key));
    await until(() => sent() === 1);
    release();
    const answers = await Promise.all(asked);
    for (const { body } of answers)
      expect(body.data).toMatchObject({ validateActivationOtp: { message: 'First.' } });
    expect(sent()).toBe(1);
  });

  it('wait for a Redis that goes while one of them waits for the other, and give its answer', async () => {
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('First.') });
    const key = randomUUID();
    const first = validate(a, key);
    await until(() => sent() === 1);
    let claims = 0;
    const stopWatching = await redis.watch(([command, ...words]) => {
      if (command === 'evalsha' && words.some((word) => word.includes(':step:'))) claims += 1;
    });
    const waiting = validate(b, key);
    // Redis has told it to wait: it asks again.
    await until(() => claims >= 2);
    stopWatching();
    redis.signal('SIGSTOP');
    try {
      release();
      expect((await first).body.data).toMatchObject({ validateActivationOtp: { message: 'First.' } });
    } finally {
      redis.signal('SIGCONT');
    }
    expect((await waiting).body.data).toMatchObject({ validateActivationOtp: { message: 'First.' } });
    await allAre('ready');
    expect((await validate(b, key)).body.data).toMatchObject({
      validateActivationOtp: { message: 'First.' },
    });
    expect(sent()).toBe(1);
  });

  it('refuse the key with another input at the other one', async () => {
    const key = randomUUID();
    await validate(a, key);
    const { body } = await validate(b, key, { otpCode: '654321' });
    expect(body.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('tell a subscriber at one of a webhook that came to the other, once', async () => {
    const subscription = subscribeByWebSocket(b.url, 'user-token', { id: REQUEST_ID });
    await subscription.atLeast(1);
    const reads = () => upstream.calls('listBusinessRequestIds').length;
    const before = reads();
    const announce = (requestStatusName: string) => {
      upstream.requests = [aBusinessRequest({ requestStatusName })];
      const body = JSON.stringify(aDelivery(REQUEST_ID, requestStatusName.replaceAll(' ', '')));
      const signature = signatureOf(body, WEBHOOK_SECRET);
      return async (gateway: TestServer) => expect(await deliver(gateway.url, body, { signature })).toBe(200);
    };
    const signed = announce('Customer Signed');
    await signed(a);
    await subscription.atLeast(2);
    await announce('Completed')(a);
    await subscription.atLeast(3);
    // Once more, at the other one, and what comes behind it on its way.
    await signed(b);
    await announce('Rejected')(b);
    const told = (await subscription.atLeast(4)).map(({ data }) => data?.businessRequestStatusChanged);
    const statuses = ['APPROVED', 'CUSTOMER_SIGNED', 'COMPLETED', 'REJECTED'];
    expect(told).toMatchObject(statuses.map((status) => ({ status })));
    expect(reads()).toBe(before + 3);
    await subscription.stop();
  });

  it('count wrong codes together', async () => {
    upstream.answer('stepValidateOtp', { body: refusal(3, 'Invalid OTP') });
    const otpRequestId = randomUUID();
    for (let number = 0; number < 10; number += 1)
      await validate(number % 2 ? a : b, null, { otpRequestId }, `caller-${number}`);
    for (const gateway of [a, b])
      expect((await validate(gateway, null, { otpRequestId }, 'another')).body.data).toMatchObject({
        validateActivationOtp: { reason: 'TOO_MANY_ATTEMPTS' },
      });
  });

  it('hold nothing in Redis that tells who did what', async () => {
    const all = (await redis.everything()).join('\n');
    expect(all).toContain(':step:');
    expect(all).toContain(':events');
    expect(all).toContain(':attempts:');
    for (const secret of [
      'user-token',
      REQUEST_ID,
      '123456',
      '654321',
      'an-otp-request',
      'caller-',
      'First.',
      '127.0.0.1',
    ])
      expect([secret, all.toLowerCase().includes(secret.toLowerCase())]).toEqual([secret, false]);
  });

  it('tell that the outcome is unknown where the replica that took the step has ended', async () => {
    const key = randomUUID();
    upstream.answer('stepValidateOtp', { body: envelope('First.') });
    await validate(a, key);
    await redis.forgetOutcome();
    const { body } = await validate(b, key);
    expect(body.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
    expect(sent()).toBe(1);
  });

  it.each<[string, RegExp, () => Promise<void>, () => Promise<void>]>([
    ['hangs', /TIMEOUT/, async () => redis.signal('SIGSTOP'), async () => redis.signal('SIGCONT')],
    ['is full', /OOM; give/, () => redis.refuseWrites('OOM'), () => redis.takeWrites()],
    ['can’t save', /MISCONF; look/, () => redis.refuseWrites('MISCONF'), () => redis.takeWrites()],
    ['is a replica', /READONLY; point/, () => redis.refuseWrites('READONLY'), () => redis.takeWrites()],
    ['is killed and comes back empty', /CLOSED|ECONN/, () => redis.kill(), () => redis.start()],
  ])('go on when Redis %s: degraded, nothing sent twice, and heal', async (_, why, away, back) => {
    upstream.answer('stepValidateOtp', { body: envelope('First.') });
    const settled = randomUUID();
    await validate(a, settled);
    const underWay = randomUUID();
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('Slow.') });
    const slow = validate(a, underWay);
    await until(() => sent() === 2);
    await away();
    release();
    expect((await slow).body.data).toMatchObject({ validateActivationOtp: { message: 'Slow.' } });
    await allAre('degraded');
    expect(await readiness(a)).toMatchObject({ code: 200, redis: 'down' });
    // Of what it met last: a connection that Redis closes meanwhile is told as well.
    await until(async () => why.test(await (await fetch(`${a.url}/health/ready`)).text()));
    const metrics = await (await fetch(`${a.url}/metrics`)).text();
    expect(metrics).toContain('vlens_redis_up 0');
    expect(metrics).toMatch(/^vlens_redis_down\{cause="[A-Z]+"\} 1$/m);

    upstream.answer('stepValidateOtp', { body: envelope('Without a key.') });
    expect((await validate(b, null)).body.data).toMatchObject({
      validateActivationOtp: { message: 'Without a key.' },
    });
    const begun = randomUUID();
    const { body } = await validate(b, begun);
    expect(body.errors?.[0]).toMatchObject({
      message: expect.stringContaining('Nothing was sent'),
      extensions: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    expect(sent()).toBe(3);

    await back();
    await allAre('ready');
    await until(async () => (await validate(b, begun)).body.errors === undefined);
    expect(sent()).toBe(4);
    for (const [key, message] of [
      [settled, 'First.'],
      [underWay, 'Slow.'],
    ] as const)
      expect((await validate(b, key)).body.data).toMatchObject({ validateActivationOtp: { message } });
    expect(sent()).toBe(4);
  });
});
