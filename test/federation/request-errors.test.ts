import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
const gateways: Record<string, TestServer> = {};
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  for (const [name, env] of Object.entries({
    subgraph: { FEDERATION: 'true' },
    strict: { FEDERATION: 'true', FEDERATION_ERRORS_AS_200: 'false' },
    alone: {},
  }))
    gateways[name] = await startTestGateway({ vlensUrl: upstream.url, env });
});
afterAll(async () => {
  for (const gateway of Object.values(gateways)) await gateway.close();
  await upstream.close();
});

/** As @apollo/gateway sends it. */
const BY_A_ROUTER = { accept: 'application/graphql-response+json, application/json', 'user-agent': 'router' };

describe('What is wrong with a request of a router', () => {
  const mistakes: [string, string, Record<string, unknown>, string][] = [
    ['a field that there is not', '{ nothing }', {}, 'GRAPHQL_VALIDATION_FAILED'],
    ['a document that can’t be read', '{', {}, 'GRAPHQL_PARSE_FAILED'],
    ['a variable', 'query ($id: UUID!) { businessRequest(id: $id) { status } }', {}, 'BAD_USER_INPUT'],
    [
      'a list that is too long',
      'query ($a: [UUID!]!) { businessRequestsByIds(ids: $a) { id } }',
      { a: Array(501).fill('a') },
      'BAD_USER_INPUT',
    ],
  ];

  it.each(mistakes)('is answered 200 as JSON, with its code: %s', async (_, document, variables, code) => {
    const { status, headers, body } = await (gateways.subgraph as TestServer).query(document, variables, {
      headers: BY_A_ROUTER,
    });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(body.errors?.[0]?.extensions.code).toBe(code);
  });

  it.each(['strict', 'alone'])('is answered 400 where so set, or where no router is: %s', async (name) => {
    for (const [, document, variables] of mistakes) {
      const { status } = await (gateways[name] as TestServer).query(document, variables, {
        headers: BY_A_ROUTER,
      });
      expect(status).toBe(400);
    }
  });

  it('keeps its status where a form of another site can send it', async () => {
    const { url } = gateways.subgraph as TestServer;
    expect((await fetch(`${url}/graphql?query={__typename}`)).status).toBe(400);
  });
});
