import { describe, expect, it } from '@jest/globals';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { VlensFault } from '../../src/vlens/faults.js';
import type { Eligibility, FormField } from '../../src/vlens/types.js';
import { ask } from '../support/ask.js';
import { accepted, aField, fakeVlensApi, idOf, rejection } from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const CREATE = `mutation ($input: CreateBusinessRequestInput!) { createBusinessRequest(input: $input) {
  __typename
  ... on BusinessRequestCreated { businessRequest { id status nextStep paymentRequired formFields { key value } } }
  ... on NotEligible { eligibility { isEligible hasPendingRequest } }
  ... on Rejection { reason fieldErrors { field message } }
  ... on Problem { message errorCode }
} }`;
const input = (parts: Record<string, unknown> = {}) => ({
  input: {
    productTypeId: 414,
    geoLocation: { latitude: 30.0444, longitude: 31.2357 },
    userDeviceUtcTime: '2026-11-23T14:00:00+02:00',
    fields: [{ key: 'income', value: '5000' }],
    ...parts,
  },
});
const form: FormField[] = [aField('income', { relatedFields: [aField('employer')] })];
const timeout = () => Promise.reject(new VlensFault('UPSTREAM_TIMEOUT', 'Vlens took too long.'));

describe('createBusinessRequest', () => {
  it('answers with the new request, without asking for it again', async () => {
    const vlens = fakeVlensApi({ forms: { 414: form } });
    const { data, errors } = await ask(schema, vlens, CREATE, input());
    expect(errors).toBeUndefined();
    expect(data?.createBusinessRequest).toEqual({
      __typename: 'BusinessRequestCreated',
      businessRequest: {
        id: idOf(1),
        status: 'APPROVED',
        nextStep: 'SIGN',
        paymentRequired: true,
        formFields: [{ key: 'monthlyIncome', value: '5000' }],
      },
    });
    expect(vlens.calls.map(({ operation }) => operation)).toEqual(['getFormFields', 'createBusinessRequest']);
  });

  it('hands everything on, and leaves out what is null', async () => {
    const vlens = fakeVlensApi({ forms: { 414: form } });
    const fields = [
      { key: 'income', value: '' },
      { key: 'employer', value: 'النيل' },
    ];
    await ask(schema, vlens, CREATE, input({ fields, isDynamicSubTypes: null }));
    expect(vlens.sent('createBusinessRequest')).toEqual({
      productTypeId: 414,
      geoLocation: { latitude: 30.0444, longitude: 31.2357 },
      userDeviceUtcTime: new Date('2026-11-23T12:00:00Z'),
      fields: { income: '', employer: 'النيل' },
    });
    await ask(
      schema,
      vlens,
      CREATE,
      input({
        isDynamicSubTypes: true,
        customerSignersIdentifiers: ['29901234567890'],
        minimumRequiredSignatories: 2,
      }),
    );
    expect(vlens.sent('createBusinessRequest')).toMatchObject({
      isDynamicSubTypes: true,
      customerSignersIdentifiers: ['29901234567890'],
      minimumRequiredSignatories: 2,
    });
  });

  it.each([
    [
      'given twice',
      [
        { key: 'MARKED', value: 'MARKED' },
        { key: 'MARKED', value: 'x' },
      ],
      'input.fields[1].key',
    ],
    [
      'that the form does not have',
      [
        { key: 'income', value: '1' },
        { key: 'MARKED', value: 'MARKED' },
      ],
      'input.fields[1].key',
    ],
  ])('refuses a key %s by its place, and creates nothing', async (_what, fields, field) => {
    const vlens = fakeVlensApi({ forms: { 414: form } });
    const answer = await ask(schema, vlens, CREATE, input({ fields }));
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', fieldErrors: [{ field }] } },
    ]);
    expect(JSON.stringify(answer)).not.toContain('MARKED');
    expect(vlens.count('createBusinessRequest')).toBe(0);
  });

  it('leaves the keys to Vlens where the form can’t be read or has no fields', async () => {
    for (const vlens of [
      fakeVlensApi({ forms: { 414: [] } }),
      fakeVlensApi({}),
      fakeVlensApi({}, { getFormFields: async () => rejection('OTHER') }),
      fakeVlensApi({}, { getFormFields: timeout }),
    ]) {
      const { data } = await ask(schema, vlens, CREATE, input());
      expect(data?.createBusinessRequest).toMatchObject({ __typename: 'BusinessRequestCreated' });
      expect(vlens.count('createBusinessRequest')).toBe(1);
    }
  });

  it('leaves the keys to Vlens where sub-types may bring some, and reads no form', async () => {
    const vlens = fakeVlensApi({ forms: { 414: form } });
    const fields = [{ key: 'ofASubType', value: '1' }];
    const { data } = await ask(schema, vlens, CREATE, input({ fields, isDynamicSubTypes: true }));
    expect(data?.createBusinessRequest).toMatchObject({ __typename: 'BusinessRequestCreated' });
    expect(vlens.calls.map(({ operation }) => operation)).toEqual(['createBusinessRequest']);
    const twice = [...fields, ...fields];
    const refused = await ask(schema, vlens, CREATE, input({ fields: twice, isDynamicSubTypes: true }));
    expect(refused.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('tells what stands in the way of a caller who is not eligible', async () => {
    const vlens = fakeVlensApi(
      { forms: { 414: form } },
      {
        createBusinessRequest: async () => rejection('NOT_ELIGIBLE', { errorCode: 12 }),
        checkEligibility: async () => accepted(PENDING),
      },
    );
    expect((await ask(schema, vlens, CREATE, input())).data?.createBusinessRequest).toEqual({
      __typename: 'NotEligible',
      eligibility: { isEligible: false, hasPendingRequest: true },
      message: 'Vlens says NOT_ELIGIBLE.',
      errorCode: 12,
    });
    expect(vlens.count('createBusinessRequest')).toBe(1);
  });

  it.each<[string, Parameters<typeof fakeVlensApi>[1]]>([
    ['says that the caller is eligible', {}],
    ['can’t be read', { checkEligibility: timeout }],
    ['is refused', { checkEligibility: async () => rejection('OTHER') }],
  ])('is a plain refusal where the eligibility %s', async (_what, answers) => {
    const vlens = fakeVlensApi(
      {},
      { createBusinessRequest: async () => rejection('NOT_ELIGIBLE'), ...answers },
    );
    const { data, errors } = await ask(schema, vlens, CREATE, input());
    expect(errors).toBeUndefined();
    expect(data?.createBusinessRequest).toMatchObject({ __typename: 'Rejection', reason: 'NOT_ELIGIBLE' });
  });

  it('answers Vlens’s refusal as data, with its field errors', async () => {
    const fieldErrors = [{ field: 'income', message: 'must be a number' }];
    const vlens = fakeVlensApi(
      {},
      {
        createBusinessRequest: async () => rejection('INVALID_INPUT', { fieldErrors, errorCode: null }),
      },
    );
    expect((await ask(schema, vlens, CREATE, input())).data?.createBusinessRequest).toEqual({
      __typename: 'Rejection',
      reason: 'INVALID_INPUT',
      fieldErrors,
      message: 'Vlens says INVALID_INPUT.',
      errorCode: null,
    });
  });

  it('is sent once, also where it fails', async () => {
    const vlens = fakeVlensApi({ forms: { 414: form } }, { createBusinessRequest: timeout });
    const { raw } = await ask(schema, vlens, CREATE, input());
    expect(raw.errors?.[0]?.originalError).toBeInstanceOf(VlensFault);
    expect(vlens.count('createBusinessRequest')).toBe(1);
  });
});

const PENDING: Eligibility = {
  isEligible: false,
  isDigitalIdentityVerified: true,
  hasPendingRequest: true,
  isEmailConfirmed: true,
};
