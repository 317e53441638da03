import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { aUser, envelope, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held, requestsInFlight } from '../support/held.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
});
afterEach(async () => {
  const violations = upstream.calls().flatMap((call) => call.violations);
  await gateway.close();
  await upstream.close();
  expect(violations).toEqual([]);
});
const start = async (env: Record<string, string> = {}) => {
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
};

const SESSION = `__typename ... on Session { accessToken refreshToken expiresInSeconds transactionId user { fullName } }
  ... on Rejection { reason message }`;
const refresh = async (refreshToken: string, more: object = {}) => {
  const { body } = await gateway.query(
    `mutation ($input: RefreshSessionInput!) { refreshSession(input: $input) { ${SESSION} } }`,
    { input: { refreshToken, ...more } },
  );
  return body.data?.refreshSession ?? body.errors?.[0]?.extensions;
};
const adminLogin = async (input: object) => {
  const { body } = await gateway.query(
    `mutation ($input: AdminLoginInput!) { adminLogin(input: $input) { ${SESSION} } }`,
    { input: { userNameOrEmailAddress: 'operator', password: 'Secret-2026!', ...input } },
  );
  return body.data?.adminLogin ?? body.errors?.[0]?.extensions;
};

/** Waits until so many requests are under way at the gateway: asked twice, so that the last has got as far as it can. */
const inFlight = async (count: number) => {
  const isSo = async () => (await requestsInFlight(gateway)) === count;
  await until(isSo);
  await until(isSo);
};

describe('login', () => {
  it('answers what a session goes on with', async () => {
    await start();
    upstream.answer('login', {
      body: envelope({
        accessToken: 'a-1',
        refreshToken: 'r-1',
        expireInSeconds: 86_400,
        transactionId: '0B7F3A52-6C1E-4A0C-9A53-1F2F3F4F5F6F',
        user: aUser(),
      }),
    });
    const { body } = await gateway.query(
      `mutation { login(input: { phoneNumber: "+201234567890", password: "p", deviceId: "d",
        geoLocation: { latitude: 30, longitude: 31 } }) { ${SESSION} } }`,
    );
    expect(body.data?.login).toEqual({
      __typename: 'Session',
      accessToken: 'a-1',
      refreshToken: 'r-1',
      expiresInSeconds: 86_400,
      transactionId: '0b7f3a52-6c1e-4a0c-9a53-1f2f3f4f5f6f',
      user: { fullName: 'Ahmed Mohamed' },
    });
  });
});

describe('refreshSession', () => {
  it('answers the next tokens, and sends no bearer', async () => {
    await start();
    expect(await refresh('refresh-1')).toMatchObject({
      __typename: 'Session',
      accessToken: 'user-token-2',
      refreshToken: 'refresh-2',
      expiresInSeconds: 86_400,
    });
    const { headers, body } = upstream.lastCall('refreshToken');
    expect(headers).not.toHaveProperty('authorization');
    expect(body).toEqual({ refreshToken: 'refresh-1' });
  });

  it('gives two tabs that send the same one at once a single answer', async () => {
    await start();
    const [released, release] = held();
    let number = 0;
    upstream.answer('refreshToken', () => {
      number += 1;
      return {
        until: released,
        body: envelope({ accessToken: `a-${number}`, newRefreshToken: `r-${number}` }),
      };
    });
    const sent = [refresh('r-0'), refresh('r-0'), refresh('r-0'), refresh('another')];
    await inFlight(sent.length);
    release();
    const tabs = await Promise.all(sent);
    expect(upstream.calls('refreshToken')).toHaveLength(2);
    expect(new Set(tabs.slice(0, 3).map((tab) => (tab as { accessToken: string }).accessToken)).size).toBe(1);
    expect((tabs[3] as { accessToken: string }).accessToken).not.toBe(
      (tabs[0] as { accessToken: string }).accessToken,
    );
  });

  it('also where each tab has an idempotency key of its own', async () => {
    await start();
    const [released, release] = held();
    upstream.answer('refreshToken', {
      until: released,
      body: envelope({ accessToken: 'a', newRefreshToken: 'r' }),
    });
    const keys = ['2b0f2f6e-5a55-4a0e-9d39-6a4f3c2d1e01', '2b0f2f6e-5a55-4a0e-9d39-6a4f3c2d1e02'];
    const sent = keys.map((idempotencyKey) => refresh('r-0', { idempotencyKey }));
    await inFlight(sent.length);
    release();
    await Promise.all(sent);
    expect(upstream.calls('refreshToken')).toHaveLength(1);
  });

  it('asks again for one that comes later: Vlens says whether it was used', async () => {
    await start();
    upstream.answer(
      'refreshToken',
      { body: envelope({ accessToken: 'a', newRefreshToken: 'r' }) },
      { body: refusal(9, 'The refresh token was already used.') },
    );
    await refresh('r-0');
    expect(await refresh('r-0')).toMatchObject({ __typename: 'Rejection', reason: 'INVALID_CREDENTIALS' });
    expect(upstream.calls('refreshToken')).toHaveLength(2);
  });

  it.each([
    'The refresh token has expired.',
    'Invalid refresh token',
    'Refresh token not found',
    'The session was ended',
    'الجلسة منتهية',
  ])('says that one must log in again: %s', async (message) => {
    await start();
    upstream.answer('refreshToken', { body: refusal(9, message) });
    expect(await refresh('r-0')).toMatchObject({ reason: 'INVALID_CREDENTIALS', message });
  });

  it('is a fault that says so under HTTP 401', async () => {
    await start();
    upstream.answer('refreshToken', { status: 401 });
    expect(await refresh('r-0')).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  it('says that the outcome is not known where the answer is lost, and what to do', async () => {
    await start();
    upstream.answer('refreshToken', { status: 500 });
    expect(await refresh('r-0')).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', outcome: 'UNKNOWN' });
    expect(upstream.calls('refreshToken')).toHaveLength(1);
  });

  it('can’t be guessed', async () => {
    await start({ MAX_FAILED_ATTEMPTS_PER_IP: '3' });
    upstream.answer('refreshToken', { body: refusal(9, 'Invalid refresh token') });
    for (let guess = 0; guess < 3; guess += 1) await refresh(`guess-${guess}`);
    expect(await refresh('guess-4')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(upstream.calls('refreshToken')).toHaveLength(3);
  });

  it('holds one session back where Vlens does, and no other', async () => {
    await start();
    upstream.answer('refreshToken', { status: 429, headers: { 'retry-after': '60' } });
    await refresh('r-0');
    upstream.reset();
    expect(await refresh('r-0')).toMatchObject({ code: 'RATE_LIMITED' });
    expect(await refresh('r-1')).toMatchObject({ __typename: 'Session' });
  });
});

describe('adminLogin', () => {
  it('sends the tenant’s name in body and header', async () => {
    await start();
    expect(await adminLogin({ tenancyName: 'Cairo Bank' })).toMatchObject({
      accessToken: 'admin-token',
      refreshToken: 'admin-refresh',
    });
    const { headers, body } = upstream.lastCall('adminLogin');
    expect(headers.tenancyname).toBe('Cairo Bank');
    expect(body).toEqual({
      tenancyName: 'Cairo Bank',
      userNameOrEmailAddress: 'operator',
      password: 'Secret-2026!',
    });
  });

  it('takes the name that the operator has set, unless another is given', async () => {
    await start({ VLENS_TENANCY_NAME: 'set' });
    await adminLogin({});
    expect(upstream.lastCall('adminLogin')).toMatchObject({
      headers: { tenancyname: 'set' },
      body: { tenancyName: 'set' },
    });
    await adminLogin({ tenancyName: 'given' });
    expect(upstream.lastCall('adminLogin')).toMatchObject({
      headers: { tenancyname: 'given' },
      body: { tenancyName: 'given' },
    });
  });

  it('says what is missing where nobody knows the tenant’s name', async () => {
    await start();
    expect(await adminLogin({})).toMatchObject({ code: 'TENANT_CONFIGURATION' });
    expect(upstream.calls()).toEqual([]);
  });

  it('limits wrong passwords by the account', async () => {
    await start();
    upstream.answer('adminLogin', { body: refusal(9, 'Invalid user name or password') });
    for (let guess = 0; guess < 10; guess += 1)
      expect(await adminLogin({ tenancyName: 't' })).toMatchObject({ reason: 'INVALID_CREDENTIALS' });
    expect(await adminLogin({ tenancyName: 't', userNameOrEmailAddress: ' OPERATOR' })).toMatchObject({
      reason: 'TOO_MANY_ATTEMPTS',
    });
  });
});
