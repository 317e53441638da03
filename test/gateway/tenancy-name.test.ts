import { afterEach, expect, it } from '@jest/globals';
import type { HttpRequest } from '../../src/vlens/http/transport.js';
import { withHeaders } from '../../src/vlens/transports/with-headers.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const start = async (env: Record<string, string>) => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
  await gateway.query('{ productTypes { id } eligibility { isEligible } }', {}, { token: 'user-token' });
  await gateway.query(`mutation { login(input: { phoneNumber: "+201234567890", password: "p", deviceId: "d",
    geoLocation: { latitude: 30, longitude: 31 } }) { __typename } }`);
  await gateway.query(
    'mutation { cancelIdentityVerification(input: { confirm: true }) { __typename } }',
    {},
    { token: 'user-token' },
  );
  const calls = upstream.calls();
  expect(calls.map(({ endpoint }) => endpoint)).toEqual(expect.arrayContaining(['login', 'cancelIdentity']));
  return calls.map(({ headers }) => headers.tenancyname);
};

it('The name of the tenant goes along with every call', async () => {
  expect(new Set(await start({ VLENS_TENANCY_NAME: 'tenant-1' }))).toEqual(new Set(['tenant-1']));
});

it('Without it no such header is sent', async () => {
  expect(new Set(await start({}))).toEqual(new Set([undefined]));
});

it('It does not go to the host of a contract, which may be anybody’s', async () => {
  const sent: HttpRequest[] = [];
  const recording = {
    send: (request: HttpRequest) => {
      sent.push(request);
      return Promise.reject(new Error('Nothing is answered here.'));
    },
    close: () => {},
  };
  const transport = withHeaders(recording, { TenancyName: 'tenant-1' });
  const { signal } = new AbortController();
  const request = {
    method: 'GET',
    url: 'https://cdn.example/c.pdf',
    headers: { Accept: '*/*' },
    signal,
  } as const;
  await expect(transport.send({ ...request, mustBePublic: true })).rejects.toThrow();
  await expect(transport.send(request)).rejects.toThrow();
  expect(sent.map(({ headers }) => headers)).toEqual([
    { Accept: '*/*' },
    { Accept: '*/*', TenancyName: 'tenant-1' },
  ]);
});
