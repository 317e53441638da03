import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aBusinessRequest, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const ID = requestIdOf(1);
let upstream: FakeUpstream;
let gateway: TestServer;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '0' } });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

type Case = [
  field: string,
  failing: Parameters<FakeUpstream['answer']>[0],
  selection: string,
  path: (string | number)[],
];

/** Each beside a read that another call answers. */
const CASES: Case[] = [
  ['Query.productTypes', 'listProductTypes', 'productTypes { name }', ['productTypes']],
  ['Query.eligibility', 'checkEligibility', 'eligibility { isEligible }', ['eligibility']],
  [
    'Query.businessRequests',
    'listBusinessRequestIds',
    'businessRequests { totalCount }',
    ['businessRequests'],
  ],
  [
    'ProductType.formFields',
    'getFormFields',
    'productTypes { name formFields { key } }',
    ['productTypes', 0, 'formFields'],
  ],
  // Light and full fields come of one call where full ones are asked for: the request itself is what that call answers.
  ...['formFields { key }', 'documents { title }', 'signers { isSigned }', 'relatedRequests { id }'].map(
    (selection): Case => {
      const field = selection.split(' ')[0] ?? '';
      return [
        `BusinessRequest.${field}`,
        'getBusinessRequestById',
        `businessRequest(id: "${ID}") { ${selection} }`,
        ['businessRequest'],
      ];
    },
  ),
];

describe('One call that fails', () => {
  it.each(CASES)(
    'is one error with its path, and the rest is there: %s',
    async (_, failing, selection, path) => {
      upstream.requests = [aBusinessRequest({ id: ID })];
      upstream.answer(failing, { status: 500 });
      const beside =
        failing === 'checkEligibility'
          ? 'beside: productType(id: 414) { name }'
          : 'beside: eligibility { isEligible }';
      const { status, body } = await gateway.query(`{ ${beside} ${selection} }`, {}, { token: 'a-token' });
      expect(status).toBe(200);
      expect(body.errors).toMatchObject([
        { path, extensions: { code: expect.stringMatching(/^UPSTREAM_/) } },
      ]);
      expect(body.data?.beside).toBeTruthy();
    },
  );
});
