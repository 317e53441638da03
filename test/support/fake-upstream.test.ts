import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { REQUEST_ID } from './builders.js';
import { contractRoutes } from './contract.js';
import { FakeUpstream } from './fake-upstream.js';

let upstream: FakeUpstream;

beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
afterAll(() => upstream.close());

/** What it answers by itself; tests of registration and identity script their answers. */
const ROUTES = contractRoutes().filter(
  ({ endpoint, path }) =>
    endpoint !== 'viewContractPdf' && (endpoint === 'login' || path.startsWith('/api/BusinessRequest/')),
);
const PATHS: Record<string, string> = {
  createBusinessRequest: '/api/BusinessRequest/Create/414',
  getBusinessRequestById: `/api/BusinessRequest/GetBusinessRequestById/${REQUEST_ID}`,
};

describe('The fake upstream', () => {
  it.each(ROUTES)(
    'answers $endpoint as the contract says',
    async ({ endpoint, method, path, answerViolations }) => {
      const response = await fetch(upstream.url + (PATHS[endpoint] ?? path), {
        method,
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      const body: unknown = await response.json();
      expect(response.status).toBe(200);
      expect(body).toHaveProperty('data');
      expect(answerViolations(body)).toEqual([]);
    },
  );

  it('notices a call that the contract does not allow', async () => {
    await fetch(`${upstream.url}/api/DigitalIdentity/Login?token=1`, {
      method: 'POST',
      body: JSON.stringify({
        geoLocation: { latitude: 91, longitude: 0 },
        imei: 'device',
        phoneNumber: '+20',
      }),
    });
    expect(upstream.lastCall('login').violations).toEqual([
      'token',
      expect.stringContaining('/geoLocation/latitude'),
    ]);
  });

  it('knows no path that the contract does not know', async () => {
    const response = await fetch(`${upstream.url}/api/BusinessRequest/Delete`);
    expect(response.status).toBe(404);
  });
});
