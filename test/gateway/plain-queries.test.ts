import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
beforeEach(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    env: { CACHE_MAX_AGE_MS: '0', STATUS_MAX_AGE_MS: '0' },
  });
});
afterEach(async () => {
  await gateway.close();
  await upstream.close();
});

const LIST =
  '{ businessRequests(first: 5) { nodes { id status nextStep createdAt } pageInfo { endCursor } totalCount } }';
const FULL = `{ businessRequest(id: "${REQUEST_ID}") { status formFields { key value } documents { title } } }`;
const MISSING = `{ a: businessRequest(id: "${REQUEST_ID}") { id updatedAt }
  list: businessRequests { nodes { id documents { title } } } }`;

const ask = (document: string, token = 'ann') => gateway.query(document, {}, { token });

describe('A query that is asked again and again', () => {
  it.each([LIST, FULL])('has the same answer each time: %s', async (document) => {
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push(JSON.stringify((await ask(document)).body));
    expect(answers[0]).toContain('"data"');
    expect(answers[0]).not.toContain('"errors"');
    expect(new Set(answers).size).toBe(1);
  });

  it('costs as many calls each time, also where it comes to an error', async () => {
    upstream.answer('listBusinessRequests', {
      body: { data: null, error_code: 9, error_message: 'Not now.' },
    });
    const costs = [];
    const bodies = [];
    for (let time = 0; time < 3; time += 1) {
      const before = upstream.calls().length;
      const { body } = await ask(MISSING);
      bodies.push(JSON.stringify(body).replace(/"requestId":"[^"]*"/g, ''));
      costs.push(upstream.calls().length - before);
    }
    expect(bodies[0]).toContain('"errors"');
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(costs).size).toBe(1);
  });

  it('is answered to each caller for themselves', async () => {
    for (const token of ['ann', 'ann', 'ben', 'ann', 'cleo']) {
      await ask(LIST, token);
      expect(upstream.calls().at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
    }
  });
});
