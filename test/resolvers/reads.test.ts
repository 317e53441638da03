import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { ReadRefused } from '../../src/vlens/faults.js';
import { ask } from '../support/ask.js';
import { accepted, aField, fakeVlensApi, idOf, rejection } from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const products = [414, 415, 416].map((id) => ({ id, name: `Product ${id}`, typeId: 1, typeName: 'Loan' }));

describe('product types', () => {
  it('are listed with their forms: one call for the list, one per form', async () => {
    const forms = {
      414: [aField('income')],
      415: [aField('car', { typeName: 'table', table: [['a', 'b']] })],
    };
    const vlens = fakeVlensApi({ products, forms });
    const { data, errors } = await ask(
      schema,
      vlens,
      '{ productTypes { id productTypeId name typeId typeName formFields { key kind table } } again: productTypes { formFields { key } } }',
    );
    expect(errors).toBeUndefined();
    expect(data?.productTypes).toEqual([
      {
        id: 'ProductType:414',
        productTypeId: 414,
        name: 'Product 414',
        typeId: 1,
        typeName: 'Loan',
        formFields: [{ key: 'income', kind: 'TEXT', table: [] }],
      },
      {
        id: 'ProductType:415',
        productTypeId: 415,
        name: 'Product 415',
        typeId: 1,
        typeName: 'Loan',
        formFields: [{ key: 'car', kind: 'TABLE', table: [['a', 'b']] }],
      },
      {
        id: 'ProductType:416',
        productTypeId: 416,
        name: 'Product 416',
        typeId: 1,
        typeName: 'Loan',
        formFields: [],
      },
    ]);
    expect(vlens.count('listProductTypes')).toBe(1);
    expect(vlens.count('getFormFields')).toBe(3);
  });

  it('are found by id among them; null where there is none', async () => {
    const vlens = fakeVlensApi({ products });
    const { data } = await ask(
      schema,
      vlens,
      '{ a: productType(id: 415) { name } b: productType(id: 1) { name } }',
    );
    expect(data).toEqual({ a: { name: 'Product 415' }, b: null });
    expect(vlens.count()).toBe(1);
  });
});

describe('eligibility', () => {
  it('is answered as Vlens says', async () => {
    const verdict = {
      isEligible: false,
      isDigitalIdentityVerified: true,
      hasPendingRequest: true,
      isEmailConfirmed: false,
    };
    const vlens = fakeVlensApi({}, { checkEligibility: async () => accepted(verdict) });
    const { data } = await ask(
      schema,
      vlens,
      '{ eligibility { isEligible isDigitalIdentityVerified hasPendingRequest isEmailConfirmed } }',
    );
    expect(data).toEqual({ eligibility: verdict });
  });

  it('that Vlens refuses is an error: there is nothing to answer with', async () => {
    const vlens = fakeVlensApi({}, { checkEligibility: async () => rejection('OTHER') });
    const { raw } = await ask(schema, vlens, '{ eligibility { isEligible } }');
    expect(raw.errors?.[0]?.originalError).toBeInstanceOf(ReadRefused);
  });
});

describe('contractPdf', () => {
  const PDF = `query ($hash: String!) { contractPdf(requestId: "${idOf(1)}", securityHash: $hash) {
    ... on ContractPdf { url } ... on Rejection { reason message errorCode } } }`;

  it('answers where the gateway serves it, whatever is in the hash', async () => {
    const vlens = fakeVlensApi();
    const { data } = await ask(schema, vlens, PDF, { hash: 'a+b/c=&x=1 ü' });
    const { url = '' } = Object(data?.contractPdf);
    expect(url.startsWith(`https://gateway.test/contracts/${idOf(1)}.pdf?`)).toBe(true);
    expect(new URL(url).searchParams.get('securityHash')).toBe('a+b/c=&x=1 ü');
    expect(vlens.calls).toEqual([
      { operation: 'viewContractPdf', args: [{ requestId: idOf(1), securityHash: 'a+b/c=&x=1 ü' }] },
    ]);
  });

  it('lets go of the bytes where Vlens sends them at once', async () => {
    const body = Readable.from(['%PDF-1.7']);
    const vlens = fakeVlensApi(
      {},
      { viewContractPdf: async () => accepted({ kind: 'bytes', body, contentLength: 8 }) },
    );
    expect((await ask(schema, vlens, PDF, { hash: 'h' })).errors).toBeUndefined();
    expect(body.destroyed).toBe(true);
  });

  it('answers a refusal as data', async () => {
    const vlens = fakeVlensApi(
      {},
      { viewContractPdf: async () => rejection('LINK_EXPIRED', { errorCode: 77 }) },
    );
    expect((await ask(schema, vlens, PDF, { hash: 'h' })).data).toEqual({
      contractPdf: { reason: 'LINK_EXPIRED', message: 'Vlens says LINK_EXPIRED.', errorCode: 77 },
    });
  });
});
