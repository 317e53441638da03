import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { GatewayClient } from '../../tools/soak/gateway-client.js';
import { Secrets } from '../../tools/soak/leaks.js';
import { REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

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

const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';
const VALIDATE = `validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o-1", otpCode: "123456", ${MOMENT} }) { __typename }`;
const CONFIRM = `confirmPayment(input: { requestId: "${REQUEST_ID}", ${MOMENT} }) { __typename }`;
const LOGIN = `login(input: { phoneNumber: "+201000000001", password: "Cairo-2026!", deviceId: "cairo-phone",
  geoLocation: { latitude: 30, longitude: 31 } }) { __typename }`;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The ids under which Vlens was called, by its route. */
async function idsOf(query: string, requestId?: string, more: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer token-${Math.random()}`,
      ...more,
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    },
    body: JSON.stringify({ query }),
  });
  await response.text();
  const ids = upstream.calls().map(({ endpoint, headers }) => [endpoint, headers['x-request-id']]);
  return { ids, answered: response.headers.get('x-request-id') };
}

describe('Vlens is called under', () => {
  it('the id that the client chose, reads and steps alike', async () => {
    const id = 'app-7f3c.2026_11-28';
    expect((await idsOf('{ eligibility { isEligible } }', id)).ids).toEqual([['checkEligibility', id]]);
    upstream.reset();
    expect((await idsOf(`mutation { ${VALIDATE} }`, id)).ids).toEqual([['stepValidateOtp', id]]);
  });

  it('an id of its own for each step of one operation', async () => {
    const { ids } = await idsOf(`mutation { ${VALIDATE} ${CONFIRM} again: ${CONFIRM} }`, 'from-the-app');
    expect(ids).toEqual([
      ['stepValidateOtp', 'from-the-app'],
      ['stepValidatePayment', 'from-the-app.2'],
      ['stepValidatePayment', 'from-the-app.3'],
    ]);
  });

  it.each([
    ['sends none', undefined],
    ['sends a phone number', '01000000001'],
    ['sends a national id', '29901234567890'],
    ['sends a phone number in parts', '010-0000-0001'],
    ['sends what is no id', 'Ahmed Mohamed, Cairo'],
    ['sends a text that is too long', 'a'.repeat(65)],
  ])("the gateway's, where the client %s", async (_, requestId) => {
    const { ids, answered } = await idsOf(`mutation { ${VALIDATE} }`, requestId);
    expect(answered).toMatch(UUID);
    expect(ids).toEqual([['stepValidateOtp', answered]]);
  });

  it("the upgrade's over WebSocket, and a counter of the connection's operations", async () => {
    const client = new GatewayClient(gateway.url, new Secrets());
    const input = {
      requestId: REQUEST_ID,
      geoLocation: { latitude: 30, longitude: 31 },
      userDeviceUtcTime: '2026-11-23T12:00:00Z',
    };
    const mutation = { field: 'confirmPayment', type: 'ConfirmPaymentInput', fields: '' };
    const taken = await client.mutate(mutation, input, 'user-token', 'websocket');
    expect(taken.outcome).toBe('acknowledged');
    expect(upstream.lastCall('stepValidatePayment').headers['x-request-id']).toBe(`${taken.requestId}.1`);
  });
});

it('Of what the client sends along, nothing but the id reaches Vlens in a header', async () => {
  const personal = { cookie: 'name=Ahmed', 'user-agent': 'Ahmeds-phone', 'x-forwarded-for': '203.0.113.7' };
  await idsOf(`mutation { ${LOGIN} }`, 'from-the-app', personal);
  const { headers } = upstream.lastCall('login');
  expect(headers['x-request-id']).toBe('from-the-app');
  const ofHttp = ['accept', 'accept-encoding', 'connection', 'content-length', 'content-type', 'host'];
  const names = Object.keys(headers).filter((name) => !ofHttp.includes(name));
  expect(names.sort()).toEqual(['apikey', 'user-agent', 'x-request-id']);
  expect(JSON.stringify(headers)).not.toMatch(/Ahmed|203\.0\.113\.7|201000000001|Cairo-2026|cairo-phone/);
});
