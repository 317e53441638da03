import { describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { ReadRefused, VlensFault } from '../../src/vlens/faults.js';
import { ask } from '../support/ask.js';
import {
  accepted,
  aField,
  aRequest,
  fakeVlensApi,
  idOf,
  rejection,
  requests,
} from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const LIGHT =
  'id requestNumber status statusCode statusName nextStep typeName contractTypeId contractTypeName fullName idNumber createdAt';
const timeout = () => Promise.reject(new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.'));

describe('businessRequest', () => {
  it('with light fields only costs one status call', async () => {
    const vlens = fakeVlensApi({ requests: requests(3) });
    const { data, errors } = await ask(schema, vlens, `{ businessRequest(id: "${idOf(2)}") { ${LIGHT} } }`);
    expect(errors).toBeUndefined();
    expect(data?.businessRequest).toEqual({
      id: idOf(2),
      requestNumber: 'REQ-2026-00002',
      status: 'APPROVED',
      statusCode: 2,
      statusName: 'Approved',
      nextStep: 'SIGN',
      typeName: 'Personal Loan',
      contractTypeId: 414,
      contractTypeName: 'Loan',
      fullName: 'Mona Hassan',
      idNumber: null,
      createdAt: '2026-11-01T08:00:00.000Z',
    });
    expect(vlens.calls.map(({ operation }) => operation)).toEqual(['listBusinessRequestIds']);
  });

  it('with every full field goes straight to the full endpoint, once', async () => {
    const related = aRequest(9, { status: 'REJECTED' });
    const vlens = fakeVlensApi({
      requests: [
        aRequest(1, {
          formFields: [
            aField('car', {
              typeName: 'dropdown',
              options: [{ optionId: 1, name: 'Fiat', relatedFields: [] }],
            }),
          ],
          user: { ...NOBODY, fullName: 'Mona Hassan' },
          signers: [{ person: { ...NOBODY, name: 'Mona' }, isSigned: true }],
          terms: { ...NO_TERMS, general: 'Be fair.' },
          financing: { ...NO_FIGURES, amount: '1000' },
          relatedRequests: [related],
        }),
      ],
    });
    const { data, errors } = await ask(
      schema,
      vlens,
      `{ businessRequest(id: "${idOf(1)}") {
        status updatedAt formFields { key kind options { name } } documents { title isHtml } user { fullName }
        signers { isSigned person { name } } terms { general } financing { amount } paymentRequired
        relatedRequests { id nextStep documents { title } }
      } }`,
    );
    expect(errors).toBeUndefined();
    expect(data?.businessRequest).toEqual({
      status: 'APPROVED',
      updatedAt: '2026-11-02T08:00:00.000Z',
      formFields: [{ key: 'car', kind: 'DROPDOWN', options: [{ name: 'Fiat' }] }],
      documents: [{ title: 'Contract', isHtml: false }],
      user: { fullName: 'Mona Hassan' },
      signers: [{ isSigned: true, person: { name: 'Mona' } }],
      terms: { general: 'Be fair.' },
      financing: { amount: '1000' },
      paymentRequired: true,
      relatedRequests: [{ id: idOf(9), nextStep: 'NONE', documents: [{ title: 'Contract' }] }],
    });
    expect(vlens.calls).toEqual([{ operation: 'getBusinessRequestById', args: [{ id: idOf(1) }] }]);
  });

  it('sees full fields through fragments and not through what is skipped', async () => {
    const document = `query ($skip: Boolean!) { businessRequest(id: "${idOf(1)}") { id ...Rest @skip(if: $skip) } }
      fragment Rest on BusinessRequest { ... on BusinessRequest { money: paymentRequired } }`;
    const light = fakeVlensApi({ requests: requests(1) });
    await ask(schema, light, document, { skip: true });
    expect(light.calls.map(({ operation }) => operation)).toEqual(['listBusinessRequestIds']);
    const full = fakeVlensApi({ requests: requests(1) });
    expect((await ask(schema, full, document, { skip: false })).data?.businessRequest).toMatchObject({
      money: true,
    });
    expect(full.calls.map(({ operation }) => operation)).toEqual(['getBusinessRequestById']);
  });

  it.each(['status', 'paymentRequired'])('is null where there is none, asked for %s', async (field) => {
    const { data, errors } = await ask(
      schema,
      fakeVlensApi(),
      `{ businessRequest(id: "${idOf(5)}") { ${field} } }`,
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ businessRequest: null });
  });

  it('takes an id in either case', async () => {
    const vlens = fakeVlensApi({
      requests: [aRequest(1, { id: 'abcdef00-0000-4000-8000-000000000001' as never })],
    });
    const { data } = await ask(
      schema,
      vlens,
      '{ businessRequest(id: "ABCDEF00-0000-4000-8000-000000000001") { id } }',
    );
    expect(data?.businessRequest).toEqual({ id: 'abcdef00-0000-4000-8000-000000000001' });
  });

  it('fails with the fault, or with the refusal of the read', async () => {
    const down = fakeVlensApi({}, { listBusinessRequestIds: timeout });
    const faulty = await ask(schema, down, `{ businessRequest(id: "${idOf(1)}") { id } }`);
    expect(faulty.raw.errors?.[0]?.originalError).toBeInstanceOf(VlensFault);
    const refusing = fakeVlensApi({}, { getBusinessRequestById: async () => rejection('OTHER') });
    const refused = await ask(schema, refusing, `{ businessRequest(id: "${idOf(1)}") { updatedAt } }`);
    expect(refused.raw.errors?.[0]?.originalError).toBeInstanceOf(ReadRefused);
  });
});

describe('many statuses', () => {
  it('cost one upstream call for 50 aliases', async () => {
    const vlens = fakeVlensApi({ requests: requests(60) });
    const fields = Array.from(
      { length: 50 },
      (_, n) => `r${n + 1}: businessRequest(id: "${idOf(n + 1)}") { id status }`,
    );
    const { data } = await ask(schema, vlens, `{ ${fields.join('\n')} }`);
    expect(data?.r50).toEqual({ id: idOf(50), status: 'APPROVED' });
    expect(vlens.count()).toBe(1);
  });

  it('cost one upstream call for aliases and a list of ids mixed', async () => {
    const vlens = fakeVlensApi({ requests: requests(10) });
    const { data } = await ask(
      schema,
      vlens,
      `query ($ids: [UUID!]!) {
        a: businessRequest(id: "${idOf(1)}") { nextStep }
        businessRequestsByIds(ids: $ids) { requestNumber }
        b: businessRequest(id: "${idOf(2)}") { statusName }
      }`,
      { ids: [3, 1, 3].map(idOf) },
    );
    expect(data).toEqual({
      a: { nextStep: 'SIGN' },
      businessRequestsByIds: [
        { requestNumber: 'REQ-2026-00003' },
        { requestNumber: 'REQ-2026-00001' },
        { requestNumber: 'REQ-2026-00003' },
      ],
      b: { statusName: 'Approved' },
    });
    expect(vlens.count()).toBe(1);
  });
});

describe('businessRequestsByIds', () => {
  const BY_IDS = 'query ($ids: [UUID!]!) { businessRequestsByIds(ids: $ids) { id } }';

  it('answers 100 ids in their order with one call', async () => {
    const vlens = fakeVlensApi({ requests: requests(100) });
    const ids = Array.from({ length: 100 }, (_, n) => idOf(100 - n));
    expect((await ask(schema, vlens, BY_IDS, { ids })).data).toEqual({
      businessRequestsByIds: ids.map((id) => ({ id })),
    });
    expect(vlens.count()).toBe(1);
  });

  it('answers null where there is none, and asks nothing for no ids', async () => {
    const vlens = fakeVlensApi({ requests: requests(2) });
    expect((await ask(schema, vlens, BY_IDS, { ids: [idOf(7), idOf(2)] })).data).toEqual({
      businessRequestsByIds: [null, { id: idOf(2) }],
    });
    const untouched = fakeVlensApi();
    expect((await ask(schema, untouched, BY_IDS, { ids: [] })).data).toEqual({ businessRequestsByIds: [] });
    expect(untouched.count()).toBe(0);
  });

  it('reads nothing more for ids that no list holds, however many', async () => {
    const vlens = fakeVlensApi({ requests: requests(2) });
    const ids = Array.from({ length: 100 }, (_, n) => idOf(n + 1));
    const { data } = await ask(schema, vlens, BY_IDS, { ids });
    expect(data?.businessRequestsByIds).toEqual(ids.map((id, n) => (n < 2 ? { id } : null)));
    expect(vlens.count()).toBe(1);
  });

  it('with full fields reads each id once; one that fails is null beside its error', async () => {
    const vlens = fakeVlensApi(
      {},
      {
        getBusinessRequestById: ({ id }) => {
          const found = requests(3).find((request) => request.id === id);
          return found && id !== idOf(2) ? Promise.resolve(accepted(found)) : timeout();
        },
      },
    );
    const { data, errors } = await ask(
      schema,
      vlens,
      'query ($ids: [UUID!]!) { businessRequestsByIds(ids: $ids) { paymentRequired } }',
      { ids: [1, 2, 1, 3].map(idOf) },
    );
    expect(data?.businessRequestsByIds).toEqual([
      { paymentRequired: true },
      null,
      { paymentRequired: true },
      { paymentRequired: true },
    ]);
    expect(errors).toMatchObject([{ path: ['businessRequestsByIds', 1] }]);
    expect(vlens.count('getBusinessRequestById')).toBe(3);
  });
});

describe('businessRequests', () => {
  it('pages through the light list with its cursors', async () => {
    const vlens = fakeVlensApi({ requests: requests(5) });
    const document = `query ($after: String) { businessRequests(first: 2, after: $after) {
      totalCount nodes { id } edges { cursor node { status } }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }`;
    const seen: unknown[] = [];
    let after: unknown = null;
    for (let page = 0; page < 3; page += 1) {
      const list = (await ask(schema, vlens, document, { after })).data?.businessRequests as Listed;
      seen.push(...list.nodes.map(({ id }) => id));
      expect(list.totalCount).toBe(5);
      expect(list.pageInfo).toEqual({
        hasNextPage: page < 2,
        hasPreviousPage: page > 0,
        startCursor: list.edges.at(0)?.cursor,
        endCursor: list.edges.at(-1)?.cursor,
      });
      after = list.pageInfo.endCursor;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5].map(idOf));
    expect(vlens.count('listBusinessRequestIds')).toBe(3);
    expect(vlens.count()).toBe(3);
  });

  it.each(['nodes { updatedAt }', 'edges { node { updatedAt } }'])(
    'asks the full list, once, for %s',
    async (selection) => {
      const vlens = fakeVlensApi({ requests: requests(5) });
      const { errors } = await ask(schema, vlens, `{ businessRequests { ${selection} } }`);
      expect(errors).toBeUndefined();
      expect(vlens.calls).toEqual([
        { operation: 'listBusinessRequests', args: [{ skipCount: 0, maxResultCount: 20 }] },
      ]);
    },
  );

  it('answers 60 requests over pages of 25', async () => {
    const vlens = fakeVlensApi({ requests: requests(60), pageSize: 25 });
    const { data } = await ask(
      schema,
      vlens,
      '{ businessRequests(first: 60) { nodes { id } pageInfo { hasNextPage } } }',
    );
    expect(data?.businessRequests).toMatchObject({ pageInfo: { hasNextPage: false } });
    expect((data?.businessRequests as Listed | undefined)?.nodes).toHaveLength(60);
    expect(vlens.count()).toBe(3);
  });

  it('takes null for nothing said: clients of typed languages send it for a variable that is not set', async () => {
    const documents = [
      'query ($first: Int = 5) { businessRequests(first: $first) { nodes { id } } }',
      '{ businessRequests(first: null) { nodes { id } } }',
    ];
    for (const document of documents) {
      const vlens = fakeVlensApi({ requests: requests(25) });
      const { data, errors } = await ask(schema, vlens, document, { first: null });
      expect(errors).toBeUndefined();
      expect((data?.businessRequests as Listed | undefined)?.nodes).toHaveLength(20);
    }
  });

  it('is empty where there are none', async () => {
    const { data } = await ask(
      schema,
      fakeVlensApi(),
      '{ businessRequests { totalCount nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }',
    );
    expect(data?.businessRequests).toEqual({
      totalCount: 0,
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('refuses a cursor that it did not make', async () => {
    const vlens = fakeVlensApi();
    const answer = await ask(schema, vlens, '{ businessRequests(after: "MARKED") { totalCount } }');
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fieldErrors: [{ field: 'after' }] } },
    ]);
    expect(JSON.stringify(answer)).not.toContain('MARKED');
    expect(vlens.count()).toBe(0);
  });
});

describe('currentBusinessRequest', () => {
  it.each([
    ['id status nextStep', true],
    ['id documents { title }', false],
  ])('asked for { %s } is read with minimal=%j', async (selection, minimal) => {
    const vlens = fakeVlensApi({ requests: requests(1) });
    const { data, errors } = await ask(schema, vlens, `{ currentBusinessRequest { ${selection} } }`);
    expect(errors).toBeUndefined();
    expect(data?.currentBusinessRequest).toMatchObject({ id: idOf(1) });
    expect(vlens.calls).toEqual([{ operation: 'getCurrentBusinessRequest', args: [{ minimal }] }]);
  });

  it.each(['id', 'updatedAt'])('is null where there is none, asked for %s', async (field) => {
    expect((await ask(schema, fakeVlensApi(), `{ currentBusinessRequest { ${field} } }`)).data).toEqual({
      currentBusinessRequest: null,
    });
  });
});

describe('the product of a request', () => {
  const loan = { id: 414, name: 'Personal Loan', typeId: 1, typeName: 'Loan' };

  it('costs one call for a whole list', async () => {
    const vlens = fakeVlensApi({ requests: requests(20), products: [loan] });
    const { data } = await ask(schema, vlens, '{ businessRequests { nodes { productType { id name } } } }');
    expect((data?.businessRequests as Listed | undefined)?.nodes.at(-1)).toEqual({
      productType: { id: 'ProductType:414', name: 'Personal Loan' },
    });
    expect(vlens.count('listProductTypes')).toBe(1);
    expect(vlens.count()).toBe(2);
  });

  it('is null where Vlens refuses to tell the products, and an error where it can’t be reached', async () => {
    const document = '{ currentBusinessRequest { id productType { id } } }';
    const refusing = fakeVlensApi(
      { requests: requests(1) },
      { listProductTypes: async () => rejection('OTHER') },
    );
    const refused = await ask(schema, refusing, document);
    expect(refused.errors).toBeUndefined();
    expect(refused.data?.currentBusinessRequest).toEqual({ id: idOf(1), productType: null });
    const down = fakeVlensApi({ requests: requests(1) }, { listProductTypes: timeout });
    const failed = await ask(schema, down, document);
    expect(failed.data?.currentBusinessRequest).toEqual({ id: idOf(1), productType: null });
    expect(failed.errors).toMatchObject([{ path: ['currentBusinessRequest', 'productType'] }]);
  });
});

interface Listed {
  totalCount: number;
  nodes: { id: string }[];
  edges: { cursor: string }[];
  pageInfo: { endCursor: string };
}

const NOBODY = {
  userId: null,
  name: null,
  surname: null,
  fullName: null,
  userName: null,
  emailAddress: null,
  phoneNumber: null,
  idNumber: null,
  address: null,
};
const NO_TERMS = {
  confirmationMessage: null,
  contractDocument: null,
  coverPage: null,
  general: null,
  technical: null,
  financial: null,
  kycConfirmation: null,
  promissoryNote: null,
  customerSignature: null,
  contractSignerSignature: null,
};
const NO_FIGURES = {
  amount: null,
  periodValue: null,
  periodUnit: null,
  installmentValue: null,
  installmentValueNumber: null,
  totalAmount: null,
  totalAmountNumber: null,
  installmentsNo: null,
  firstInstallmentDate: null,
};
