import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const QUERY = '{ eligibility { isEligible } }';
const LOGIN = `mutation { login(input: { phoneNumber: "+201000000001", password: "p", deviceId: "d",
  geoLocation: { latitude: 30, longitude: 31 } }) { __typename } }`;
const address = (query: string, path = '/graphql') => `${path}?${new URLSearchParams({ query })}`;

let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});
const send = (path: string, headers: Record<string, string>, init: RequestInit = {}) =>
  fetch(`${gateway.url}${path}`, { ...init, headers });

describe('A query by GET without a content type, as urql 6 sends it', () => {
  it.each([
    ['a bearer token', { authorization: 'Bearer a-token' }],
    ['the name of its client', { 'apollographql-client-name': 'web', authorization: 'Bearer a-token' }],
  ])('is answered with %s, which no form can send', async (_, headers) => {
    const response = await send(address(QUERY), headers);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { eligibility: { isEligible: true } } });
  });
});

describe('What another site can have a browser send', () => {
  const BY_A_BROWSER = {
    accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    cookie: 'session=1',
    origin: 'https://evil.example',
    referer: 'https://evil.example/',
    'sec-fetch-mode': 'navigate',
    'upgrade-insecure-requests': '1',
  };
  const BY_A_PROXY = { 'x-request-id': 'a-request-id', 'x-real-ip': '192.0.2.1', via: '1.1 proxy' };

  it.each([
    ['a link', BY_A_BROWSER],
    ['a link through a proxy', { ...BY_A_BROWSER, ...BY_A_PROXY }],
    ['a link with a password that the browser adds', { ...BY_A_BROWSER, authorization: 'Basic dTpw' }],
    ['a link with a ticket that the browser adds', { ...BY_A_BROWSER, authorization: 'Negotiate abc' }],
  ])('does nothing: %s', async (_, headers) => {
    for (const query of [QUERY, LOGIN]) {
      expect((await send(address(query), { ...headers, accept: '*/*' })).status).toBeGreaterThanOrEqual(400);
      expect((await send(address(query, '/graphql/stream'), headers)).status).toBe(400);
    }
    expect(upstream.calls()).toEqual([]);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain'])(
    'does nothing: a form of %s',
    async (type) => {
      const headers = { ...BY_A_BROWSER, authorization: 'Basic dTpw', 'content-type': type };
      for (const path of ['/graphql', '/graphql/stream', address(LOGIN), address(LOGIN, '/graphql/stream')]) {
        const body = JSON.stringify({ query: LOGIN });
        const { status } = await send(path, headers, { method: 'POST', body });
        expect([400, 415]).toContain(status);
      }
      expect(upstream.calls()).toEqual([]);
    },
  );
});
