import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const GRAPHQL = 'application/graphql-response+json';
/** As Apollo Client 4.3 and the specification’s own example send it. */
const ACCEPTS = `${GRAPHQL},application/json;q=0.9`;
const JSON_BODY = { 'content-type': 'application/json' };

let upstream: FakeUpstream;
let gateway: TestServer;
let busy: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url });
  busy = await startTestGateway({ vlensUrl: upstream.url, env: { MAX_IN_FLIGHT_REQUESTS: '1' } });
});
afterAll(async () => {
  await gateway.close();
  await busy.close();
  await upstream.close();
});

interface Refused {
  path?: string;
  init: RequestInit;
  status: number;
}

describe('What is refused before GraphQL', () => {
  const refusals: [string, Refused][] = [
    ['a body that is no JSON', { init: { method: 'POST', headers: JSON_BODY, body: '{' }, status: 400 }],
    [
      'a body that is too large',
      { init: { method: 'POST', headers: JSON_BODY, body: `"${'a'.repeat(5e6)}"` }, status: 413 },
    ],
    ['a form', { init: { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a' }, status: 415 }],
    ['what another site’s form could send', { path: '/graphql?query={__typename}', init: {}, status: 400 }],
    ['a path below', { path: '/graphql/nothing', init: {}, status: 404 }],
    [
      'a document that is not known',
      { init: { method: 'POST', headers: JSON_BODY, body: '{"documentId":"abc"}' }, status: 400 },
    ],
  ];

  it.each(refusals)('is told with its code in GraphQL’s own media type: %s', async (_, refused) => {
    const { path = '/graphql', init, status } = refused;
    const response = await fetch(`${gateway.url}${path}`, {
      ...init,
      headers: { ...init.headers, accept: ACCEPTS },
    });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/graphql-response\+json\b/);
    const { errors } = (await response.json()) as { errors: unknown };
    expect(errors).toMatchObject([{ extensions: { code: expect.stringMatching(/^[A-Z_]+$/) } }]);
  });

  it.each(refusals)('and in JSON to those who do not know that one: %s', async (_, refused) => {
    const { path = '/graphql', init, status } = refused;
    const headers = { ...init.headers, accept: 'application/json' };
    const response = await fetch(`${gateway.url}${path}`, { ...init, headers });
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toMatch(/^application\/json\b/);
  });

  it('is told likewise while there is too much to do', async () => {
    let release: (value?: unknown) => void = () => {};
    const until = new Promise((resolve) => {
      release = resolve;
    });
    upstream.answer('checkEligibility', { until });
    const ask = () =>
      fetch(`${busy.url}/graphql`, {
        method: 'POST',
        headers: { ...JSON_BODY, accept: ACCEPTS, authorization: 'Bearer a-token' },
        body: JSON.stringify({ query: '{ eligibility { isEligible } }' }),
      });
    const first = ask();
    await upstream.called('checkEligibility');
    const response = await ask();
    release();
    expect(response.status).toBe(503);
    expect(response.headers.get('content-type')).toMatch(/^application\/graphql-response\+json\b/);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'RATE_LIMITED' } }] });
    expect((await first).status).toBe(200);
  });
});
