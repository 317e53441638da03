import { describe, expect, it } from '@jest/globals';
import { getNamedType, isInterfaceType, isObjectType } from 'graphql';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { VlensFault } from '../../src/vlens/faults.js';
import type { RequestId } from '../../src/vlens/types.js';
import { ask } from '../support/ask.js';
import { aField, aRequest, fakeVlensApi, idOf, requests } from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const products = [414, 415].map((id) => ({ id, name: `Product ${id}`, typeId: 1, typeName: 'Loan' }));
const timeout = () => Promise.reject(new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.'));
const NODES = `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id
  ... on BusinessRequest { requestNumber } ... on ProductType { productTypeId name } } }`;

describe('what is called id', () => {
  it('is a global ID! of a Node, in every type that has one', () => {
    const types = Object.values(schema.getTypeMap()).filter(
      (type) => isObjectType(type) || isInterfaceType(type),
    );
    const withId = types.filter((type) => type.getFields().id);
    expect(withId.map(({ name }) => name).sort()).toEqual(['BusinessRequest', 'Node', 'ProductType']);
    for (const type of withId) {
      expect(String(type.getFields().id?.type)).toBe('ID!');
      if (type.name !== 'Node') expect(type.getInterfaces().map(({ name }) => name)).toContain('Node');
    }
    expect(String(getNamedType(schema.getQueryType()?.getFields().node?.type))).toBe('Node');
  });
});

describe('node', () => {
  const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';

  it('answers a business request, also by its id in capitals', async () => {
    const id = '0a1b2c3d-0000-4000-8000-abcdefabcdef' as RequestId;
    const vlens = fakeVlensApi({ requests: [aRequest(1, { id })] });
    const { data } = await ask(schema, vlens, NODE, { id: id.toUpperCase() });
    expect(data).toEqual({ node: { __typename: 'BusinessRequest', id } });
  });

  it('answers a product type with its form', async () => {
    const vlens = fakeVlensApi({ products, forms: { 415: [aField('car')] } });
    const document = '{ node(id: "ProductType:415") { id ... on ProductType { formFields { key } } } }';
    const { data } = await ask(schema, vlens, document);
    expect(data).toEqual({ node: { id: 'ProductType:415', formFields: [{ key: 'car' }] } });
  });

  it.each([idOf(9), 'ProductType:1', 'ProductType:0415', 'ProductType:', '415', 'Person:1', ''])(
    'is null where there is no %j',
    async (id) => {
      const { data, errors } = await ask(schema, fakeVlensApi({ products }), NODE, { id });
      expect(errors).toBeUndefined();
      expect(data).toEqual({ node: null });
    },
  );

  it('goes straight to the full endpoint for a full field, as Relay’s @refetchable asks for it', async () => {
    const vlens = fakeVlensApi({ requests: requests(2) });
    const document = `query Refetch($id: ID!) { node(id: $id) { __typename ...Documents id } }
      fragment Documents on BusinessRequest { documents { title } id }`;
    const { data, errors } = await ask(schema, vlens, document, { id: idOf(1) });
    expect(errors).toBeUndefined();
    expect(data?.node).toMatchObject({ id: idOf(1), documents: [{}] });
    expect(vlens.calls.map(({ operation }) => operation)).toEqual(['getBusinessRequestById']);
  });
});

describe('nodes', () => {
  it('answers in the order of the ids, null where there is none, twice where one is given twice', async () => {
    const vlens = fakeVlensApi({ requests: requests(3), products });
    const ids = [idOf(2), 'ProductType:414', 'nothing', idOf(9), idOf(3), idOf(2)];
    const { data, errors } = await ask(schema, vlens, NODES, { ids });
    expect(errors).toBeUndefined();
    const nodes = data?.nodes as ({ id: string } | null)[];
    expect(nodes.map((node) => node?.id ?? null)).toEqual([
      idOf(2),
      'ProductType:414',
      null,
      null,
      idOf(3),
      idOf(2),
    ]);
  });

  it('costs one call for a hundred requests, and one more for all product types', async () => {
    const vlens = fakeVlensApi({ requests: requests(98), products });
    const ids = [...Array.from({ length: 98 }, (_, n) => idOf(n + 1)), 'ProductType:414', 'ProductType:415'];
    const { data } = await ask(schema, vlens, NODES, { ids });
    expect(data?.nodes).not.toContain(null);
    expect(vlens.calls.map(({ operation }) => operation).sort()).toEqual([
      'listBusinessRequestIds',
      'listProductTypes',
    ]);
  });

  it('refuses more than a hundred ids before anything is asked', async () => {
    const vlens = fakeVlensApi();
    const { errors } = await ask(schema, vlens, NODES, { ids: Array.from({ length: 101 }, String) });
    expect(JSON.stringify(errors)).toContain('at most 100 ids');
    expect(vlens.count()).toBe(0);
  });

  it('is null for what could not be read, and whole beside it', async () => {
    const vlens = fakeVlensApi({ requests: requests(1) }, { listProductTypes: timeout });
    const { data, errors } = await ask(schema, vlens, NODES, { ids: [idOf(1), 'ProductType:414'] });
    expect(data?.nodes).toMatchObject([{ id: idOf(1) }, null]);
    expect(errors).toMatchObject([{ path: ['nodes', 1] }]);
  });
});
