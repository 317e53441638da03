import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { subscribeBySse, subscribeByWebSocket } from '../support/live-client.js';

let compiled: CompiledGateway;
let upstream: FakeUpstream;
let running: GatewayProcess[] = [];
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
}, 120_000);
afterAll(async () => {
  for (const each of running) await each.stop('SIGTERM');
  await compiled.remove();
  await upstream.close();
});

const STEP = (more: string) =>
  `mutation { requestActivationOtp(input: { ${more} geoLocation: { latitude: 30, longitude: 31 },
    userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename ... on Rejection { reason message } } }`;
const OPERATIONS: [string, string][] = [
  ['the schema', getIntrospectionQuery()],
  [
    'a list',
    '{ businessRequests(first: 5) { nodes { id status createdAt formFields { key } } totalCount } }',
  ],
  ['a step that is refused', STEP(`requestId: "${REQUEST_ID}"`)],
  ['a step without its contract', STEP('')],
  ['input that breaks a rule', STEP(`requestId: "${REQUEST_ID}", paymentGateway: "",`)],
  ['a scalar that is none', '{ businessRequest(id: "no id") { id } }'],
  ['a document that can’t be parsed', '{'],
  ['a field that there is none of', '{ nothing }'],
];

describe('The gateway as it is shipped, in a few files', () => {
  it.each(['node-fetch', 'undici'])('answers as its sources do, over %s', async (transport) => {
    upstream.answer('stepRequestOtp', {
      body: { data: null, error_code: 7, error_message: 'The request is not approved.' },
    });
    upstream.answer('listBusinessRequests', { body: envelope([{ id: REQUEST_ID, requeststatus: 2 }]) });
    const env = {
      VLENS_API_URL: upstream.url,
      VLENS_API_KEY: 'test-api-key',
      INTROSPECTION: 'true',
      UPSTREAM_HTTP_CLIENT: transport,
    };
    running = await Promise.all([compiled.start(env, '', 'src'), compiled.start(env)]);
    for (const [what, query] of OPERATIONS) {
      const [sources, shipped] = await Promise.all(running.map(({ url }) => answerOf(url, query)));
      expect([what, shipped]).toEqual([what, sources]);
      expect(shipped).not.toContain('INTERNAL_SERVER_ERROR');
    }
    for (const each of running) expect((await each.stop('SIGTERM')).code).toBe(0);
  });

  it.each([
    ['WebSocket', subscribeByWebSocket],
    ['server-sent events', subscribeBySse],
  ])('streams over %s, and says what is wrong with a variable', async (_, subscribe) => {
    upstream.answer('listBusinessRequests', { body: envelope([{ id: REQUEST_ID, requeststatus: 2 }]) });
    const env = { VLENS_API_URL: upstream.url, VLENS_API_KEY: 'test-api-key' };
    running = [await compiled.start(env)];
    const [{ url } = { url: '' }] = running;
    const statuses = subscribe(url, 'user-token');
    const [first] = await statuses.atLeast(1);
    expect(first?.data).toMatchObject({
      businessRequestStatusChanged: { requestId: REQUEST_ID, status: 'APPROVED' },
    });
    await statuses.stop();
    const wrong = subscribe(url, 'user-token', { id: 'MARKED' });
    await wrong.ended();
    expect(JSON.stringify([wrong.events, wrong.end])).toContain(
      'Variable \\"$id\\" has an invalid value at \\"id\\": Expected a UUID.',
    );
    expect(JSON.stringify([wrong.events, wrong.end])).toContain('BAD_USER_INPUT');
    expect(JSON.stringify([wrong.events, wrong.end])).not.toContain('MARKED');
    await wrong.stop();
    for (const each of running) expect((await each.stop('SIGTERM')).code).toBe(0);
  });

  it('is a subgraph, with nothing of the router’s licence in its own files', async () => {
    const env = {
      VLENS_API_URL: upstream.url,
      VLENS_API_KEY: 'test-api-key',
      FEDERATION: 'true',
      INTROSPECTION: 'true',
    };
    running = [await compiled.start(env)];
    const [{ url } = { url: '' }] = running;
    const query = `{ _service { sdl }
      _entities(representations: [{ __typename: "BusinessRequest", id: "${REQUEST_ID}" }]) {
        ... on BusinessRequest { id status } } }`;
    const answer = await answerOf(url, query);
    expect(answer).toContain(`"_entities":[{"id":"${REQUEST_ID}","status":"APPROVED"}]`);
    expect(answer).toContain('@key(fields: \\"id\\")');
    const notices = await compiled.read('gateway/THIRD-PARTY-NOTICES.txt');
    expect(notices).toMatch(/^fastify [\d.]+ \(MIT\)$/m);
    expect(notices).not.toMatch(/^@apollo\/(subgraph|federation-internals)|Elastic-2\.0/m);
    for (const each of running) expect((await each.stop('SIGTERM')).code).toBe(0);
  });
});

/** Status and body. */
async function answerOf(url: string, query: string): Promise<string> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer user-token',
      'x-request-id': 'the-same-for-both',
    },
    body: JSON.stringify({ query }),
  });
  return `${response.status} ${await response.text()}`;
}
