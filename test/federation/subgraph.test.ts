import { writeFileSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { aBusinessRequest, aProductType, envelope, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const ENTITIES = `query ($of: [_Any!]!) {
  _entities(representations: $of) {
    ... on BusinessRequest { id status }
    ... on ProductType { name formFields { key } }
  }
}`;
const request = (number: number) => ({ __typename: 'BusinessRequest', id: requestIdOf(number) });
const product = (productTypeId: unknown) => ({ __typename: 'ProductType', productTypeId });

let upstream: FakeUpstream;
let gateway: TestServer;
const started: TestServer[] = [];
async function start(env: Record<string, string>): Promise<TestServer> {
  const server = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '0', ...env } });
  started.push(server);
  return server;
}
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await start({ FEDERATION: 'true' });
});
afterEach(() => upstream.reset());
afterAll(async () => {
  for (const server of started) await server.close();
  await upstream.close();
});
const entities = (of: unknown, server = gateway) =>
  server.query<{ _entities: unknown[] }>(ENTITIES, { of }, { token: 'a-token' });

describe('A subgraph', () => {
  it('describes itself with its keys, and otherwise as the schema in git', async () => {
    const { body } = await gateway.query<{ _service: { sdl: string } }>('{ _service { sdl } }');
    const sdl = body.data?._service.sdl ?? '';
    expect(sdl).toContain('https://specs.apollo.dev/federation/v2.3');
    expect(sdl).toMatch(/^type BusinessRequest implements Node\s+@key\(fields: "id"\)/m);
    expect(sdl).toMatch(
      /^type ProductType implements Node\s+@key\(fields: "id"\)\s+@key\(fields: "productTypeId"\)/m,
    );
    const own = printSchema(lexicographicSortSchema(await buildGatewaySchema()));
    for (const [, type] of own.matchAll(/^(?:type|input|enum|union|interface|scalar) (\w+)/gm)) {
      expect(sdl).toMatch(new RegExp(`^(type|input|enum|union|interface|scalar) ${type}\\b`, 'm'));
    }
  });

  it('answers entities in their order, null where there is none', async () => {
    upstream.requests = [1, 2].map((number) => aBusinessRequest({ id: requestIdOf(number) }));
    upstream.answer('listProductTypes', { body: envelope([aProductType({ id: 414 })]) });
    const { body } = await entities([request(2), product(414), request(9), product(1), request(1)]);
    expect(body.errors).toBeUndefined();
    expect(body.data?._entities).toEqual([
      { id: requestIdOf(2), status: 'APPROVED' },
      { name: 'Personal Loan', formFields: [{ key: 'monthlyIncome' }] },
      null,
      null,
      { id: requestIdOf(1), status: 'APPROVED' },
    ]);
  });

  it('asks Vlens in full only for a request’s own full fields', async () => {
    upstream.requests = [1, 2].map((number) => aBusinessRequest({ id: requestIdOf(number) }));
    const of = [request(1), request(2)];
    expect((await entities(of)).body.errors).toBeUndefined();
    expect(upstream.calls().map(({ endpoint }) => endpoint)).toEqual(['listBusinessRequestIds']);
    const inFull = ENTITIES.replace('id status', 'documents { title }');
    expect((await gateway.query(inFull, { of }, { token: 'a-token' })).body.errors).toBeUndefined();
    expect(upstream.calls('listBusinessRequests')).toHaveLength(1);
  });

  it('still executes everything else: unions, scalars, enums and errors', async () => {
    const { body } = await gateway.query(
      `query ($h: String!) { contractPdf(requestId: "${requestIdOf(1)}", securityHash: $h) { __typename }
        businessRequests { nodes { id status createdAt } pageInfo { hasNextPage } } eligibility { isEligible } }`,
      { h: 'hash' },
      { token: 'a-token' },
    );
    expect(body.errors).toBeUndefined();
    expect(body.data).toMatchObject({
      contractPdf: { __typename: 'ContractPdf' },
      businessRequests: { nodes: [{ status: 'APPROVED', createdAt: '2026-01-15T10:30:00.000Z' }] },
    });
  });
});

describe('A reference', () => {
  it.each([
    ['to a type that is no entity', { __typename: 'Person', id: 1 }, 'representations[0].__typename'],
    ['without a type', { id: 1 }, 'representations[0].__typename'],
    ['to what every object has', { __typename: 'constructor', id: 1 }, 'representations[0].__typename'],
    ['that is no object', 'MARKED', 'representations[0].__typename'],
    ['with an id that is none', { __typename: 'BusinessRequest', id: 'MARKED' }, 'representations[0].id'],
    ['without a key', { __typename: 'ProductType' }, 'representations[0] has no key'],
    ['with a number as an id', { __typename: 'ProductType', id: 414 }, 'representations[0].id'],
    [
      'with a number that is none',
      { __typename: 'ProductType', productTypeId: 'MARKED' },
      'representations[0].productTypeId',
    ],
    [
      'with an object as its id',
      { __typename: 'ProductType', id: { MARKED: true } },
      'representations[0].id',
    ],
  ])('%s is bad input, said without its value', async (_, reference, named) => {
    const { body, text } = await entities([reference]);
    expect(body.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(body.errors?.[0]?.message).toContain(named);
    expect(body.data?._entities).toEqual([null]);
    expect(text).not.toContain('MARKED');
    expect(JSON.stringify(gateway.logs)).not.toContain('MARKED');
    expect(upstream.calls()).toEqual([]);
  });

  it('that is wrong is one error and one null; those beside it are answered', async () => {
    upstream.requests = [aBusinessRequest({ id: requestIdOf(1) })];
    upstream.answer('listProductTypes', { body: envelope([aProductType({ id: 414 })]) });
    const { body } = await entities([
      { __typename: 'Person', id: 1 },
      request(1),
      { __typename: 'BusinessRequest', id: '' },
      { __typename: 'ProductType', id: 'ProductType:414' },
    ]);
    expect(body.data?._entities).toMatchObject([
      null,
      { id: requestIdOf(1), status: 'APPROVED' },
      null,
      { name: 'Personal Loan' },
    ]);
    expect(body.errors?.map(({ path }) => path)).toEqual([
      ['_entities', 0],
      ['_entities', 2],
    ]);
  });

  it('whose reading fails is one null as well', async () => {
    upstream.requests = [aBusinessRequest({ id: requestIdOf(1) })];
    upstream.answer('listProductTypes', { status: 500 });
    const { body } = await entities([product(414), request(1)]);
    expect(body.data?._entities).toMatchObject([null, { id: requestIdOf(1) }]);
    expect(body.errors).toMatchObject([{ path: ['_entities', 0] }]);
  });

  it('is one of a hundred at the most', async () => {
    const { body } = await entities(Array.from({ length: 101 }, (_, number) => request(number)));
    expect(body.errors?.[0]?.message).toContain('at most 100');
    expect(upstream.calls()).toEqual([]);
  });

  it('counts what is asked of it as often as there are references', async () => {
    const deep = '... on BusinessRequest { relatedRequests { relatedRequests { id } } }';
    const many = Array.from({ length: 50 }, (_, i) => `a${i}: documents { title content order }`).join(' ');
    const { status, body } = await gateway.query(
      `query ($of: [_Any!]!) { _entities(representations: $of) { ${deep} ... on BusinessRequest { ${many} } } }`,
      { of: Array.from({ length: 100 }, (_, number) => request(number)) },
      { token: 'a-token' },
    );
    // A router reads no other status (docs/federation.md).
    expect(status).toBe(200);
    expect(body.errors?.[0]?.message).toContain('a cost of');
  });

  it('is answered to nobody without a token', async () => {
    const { body } = await gateway.query(ENTITIES, { of: [request(1)] });
    expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(upstream.calls()).toEqual([]);
  });
});

describe('What only a subgraph has', () => {
  it('is not there by default', async () => {
    const alone = await start({});
    for (const query of ['{ _service { sdl } }', '{ _entities(representations: []) { __typename } }']) {
      expect((await alone.query(query)).body.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    }
  });

  it('tells no schema where clients may not read it', async () => {
    const closed = await start({ FEDERATION: 'true', INTROSPECTION: 'false' });
    const { body } = await closed.query('{ _service { sdl } }');
    expect(body.data?._service ?? null).toBeNull();
    expect(body.errors?.[0]?.message).toContain('npm run subgraph');
    expect((await entities([request(1)], closed)).body.errors).toBeUndefined();
  });

  it('is no way around trusted documents', async () => {
    const manifest = join(await mkdtemp(join(tmpdir(), 'manifest-')), 'documents.json');
    writeFileSync(manifest, JSON.stringify({ ['0'.repeat(64)]: '{ __typename }' }));
    const env = { FEDERATION: 'true', TRUSTED_DOCUMENTS: manifest, TRUSTED_DOCUMENTS_ONLY: 'true' };
    const { status, body } = await entities([request(1)], await start(env));
    expect(status).toBe(200);
    expect(body.errors?.[0]?.message).toContain('trusted documents only');
  });
});
