import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { buildGatewaySchema } from '../../resolvers/index.js';
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
  ['Query.accountExists', 'checkExistence', 'accountExists(phoneNumber: "+201000000001")', ['accountExists']],
  ['Query.productType', 'listProductTypes', 'productType(id: 414) { name }', ['productType']],
  [
    'Query.currentBusinessRequest',
    'getCurrentBusinessRequest',
    'currentBusinessRequest { status }',
    ['currentBusinessRequest'],
  ],
  [
    'Query.businessRequest',
    'getBusinessRequestById',
    `businessRequest(id: "${ID}") { documents { title } }`,
    ['businessRequest'],
  ],
  [
    'Query.businessRequestsByIds',
    'listBusinessRequestIds',
    `businessRequestsByIds(ids: ["${ID}"]) { status }`,
    ['businessRequestsByIds', 0],
  ],
  [
    'Query.node',
    'listBusinessRequestIds',
    `node(id: "${ID}") { ... on BusinessRequest { status } }`,
    ['node'],
  ],
  [
    'Query.nodes',
    'listBusinessRequestIds',
    `nodes(ids: ["${ID}"]) { ... on BusinessRequest { status } }`,
    ['nodes', 0],
  ],
  ['Query.users', 'getUsers', 'users { totalCount }', ['users']],
  [
    'Query.identityImages',
    'getIdentityImages',
    'identityImages(emailOrPhoneNumber: "a@b.example") { idFront }',
    ['identityImages'],
  ],
  [
    'Query.identityImage',
    'getStepImage',
    `identityImage(transactionId: "${ID}", fileName: "a.jpg") { content }`,
    ['identityImage'],
  ],
  [
    'Query.verificationTransaction',
    'getTransaction',
    `verificationTransaction(id: "${ID}") { fullName }`,
    ['verificationTransaction'],
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

  it('is tried for each field of Query that asks Vlens', async () => {
    const { Query } = (await buildGatewaySchema()).getTypeMap() as { Query: GraphQLObjectType };
    const tried = CASES.map(([field]) => field);
    // A link is made here; what fails there is told when it is followed.
    const missing = Object.keys(Query.getFields()).filter((name) => !tried.includes(`Query.${name}`));
    expect(missing).toEqual(['contractPdf']);
  });

  it('leaves what a step came to, where it is read after the step', async () => {
    upstream.requests = [aBusinessRequest({ id: ID })];
    for (const endpoint of ['getBusinessRequestById', 'listBusinessRequests'] as const)
      upstream.answer(endpoint, { status: 500 });
    const { body } = await gateway.query(
      `mutation { confirmPayment(input: { requestId: "${ID}", geoLocation: { latitude: 30, longitude: 31 },
        userDeviceUtcTime: "2026-11-28T12:00:00Z" }) { __typename ... on ContractActivated { businessRequest { documents { title } } } } }`,
      {},
      { token: 'a-token' },
    );
    const path = ['confirmPayment', 'businessRequest'];
    expect(body.errors).toMatchObject([{ path, extensions: { code: expect.stringMatching(/^UPSTREAM_/) } }]);
    expect(body.data).toEqual({ confirmPayment: { __typename: 'ContractActivated', businessRequest: null } });
  });

  it('leaves the session of a link open, where its contract is read beside it: once, with that session', async () => {
    upstream.reset();
    upstream.answer('getBusinessRequestById', { status: 500 });
    const { body } = await gateway.query(
      `mutation { openSigningSession(input: { requestId: "${ID}", securityHash: "hash-1" }) { ... on SigningSession {
        accessToken a: businessRequest { documents { title } } b: businessRequest { terms { general } } } } }`,
      {},
      { token: 'a-token' },
    );
    const extensions = { code: expect.stringMatching(/^UPSTREAM_/) };
    expect(body.errors).toMatchObject(
      ['a', 'b'].map((alias) => ({ path: ['openSigningSession', alias], extensions })),
    );
    expect(body.data).toEqual({ openSigningSession: { accessToken: 'link-token', a: null, b: null } });
    const reads = upstream.calls().filter(({ endpoint }) => endpoint !== 'openSigningSession');
    expect(reads.map(({ endpoint, headers }) => [endpoint, headers.authorization])).toEqual([
      ['getBusinessRequestById', 'Bearer link-token'],
    ]);
  });
});
