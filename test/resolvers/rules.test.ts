import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { cursorAt, offsetAfter } from '../../resolvers/cursor.js';
import { toFormField } from '../../resolvers/form-fields.js';
import { duplicateKeys, unknownKeys } from '../../resolvers/form-keys.js';
import { nextStepAfter } from '../../resolvers/next-step.js';
import { productTypeOf } from '../../resolvers/product-type-of-request.js';
import { aField } from '../support/fake-vlens-api.js';

describe('the customer’s next step', () => {
  it.each([
    ['PENDING_APPROVAL', 'WAIT_FOR_APPROVAL'],
    ['APPROVED', 'SIGN'],
    ['CUSTOMER_PARTIALLY_SIGNED', 'SIGN_UNLESS_SIGNED'],
    ['CUSTOMER_SIGNED', 'WAIT_FOR_COUNTERSIGNATURE'],
    ['SERVICE_PROVIDER_PARTIALLY_SIGNED', 'WAIT_FOR_COUNTERSIGNATURE'],
    ['SERVICE_PROVIDER_SIGNED', 'DONE'],
    ['COMPLETED', 'DONE'],
    ['REJECTED', 'NONE'],
    ['UNKNOWN', 'NONE'],
  ] as const)('of %s is %s', (status, step) => {
    expect(nextStepAfter(status)).toBe(step);
  });
});

describe('a cursor', () => {
  it.each([0, 1, 99, 123_456])('of item %d leads to the one after it', (offset) => {
    expect(offsetAfter(cursorAt(offset))).toBe(offset + 1);
  });

  const sealed = (text: string) => Buffer.from(text).toString('base64url');
  it.each([
    '',
    '5',
    'MARKED',
    sealed('v2:5'),
    sealed('v1:-1'),
    sealed('v1:1e3'),
    sealed('v1:5x'),
    sealed('v1:9999999999'),
  ])('that we did not make is refused without repeating it: %j', (cursor) => {
    const refuse = () => offsetAfter(cursor);
    expect(refuse).toThrow(GraphQLError);
    expect(refuse).toThrow('after must be an endCursor or cursor that businessRequests answered.');
  });
});

describe('the product of a request', () => {
  const loan = { id: 414, name: 'Personal Loan', typeId: 1, typeName: 'Loan' };
  const car = { id: 415, name: 'Car Loan', typeId: 1, typeName: 'Loan' };
  const joint = { id: 416, name: 'Joint Account', typeId: 2, typeName: 'Account' };
  const products = [loan, car, joint];

  it('is the one with the id of its contract type, whatever it is called', () => {
    expect(productTypeOf({ contractTypeId: 415, typeName: 'Joint Account' }, products)).toBe(car);
  });

  it('is else the one that is called like it', () => {
    expect(productTypeOf({ contractTypeId: null, typeName: 'Personal Loan' }, products)).toBe(loan);
    expect(productTypeOf({ contractTypeId: 9, typeName: 'Account' }, products)).toBe(joint);
  });

  it('can’t be told where several are called like it, or none', () => {
    expect(productTypeOf({ contractTypeId: null, typeName: 'Loan' }, products)).toBeNull();
    expect(productTypeOf({ contractTypeId: 9, typeName: 'Boat Loan' }, products)).toBeNull();
    expect(productTypeOf({ contractTypeId: null, typeName: null }, [{ ...loan, name: null }])).toBeNull();
  });
});

describe('a form field', () => {
  it.each([
    ['text', 'TEXT'],
    ['Dropdown', 'DROPDOWN'],
    [' DATE ', 'DATE'],
    ['table', 'TABLE'],
    ['signature', 'OTHER'],
    [null, 'OTHER'],
  ])('of the type %j is a %s', (typeName, kind) => {
    expect(toFormField(aField('a', { typeName }))).toMatchObject({ kind, typeName });
  });

  it('brings the fields below it and below its options', () => {
    const field = aField('a', {
      options: [{ optionId: 1, name: 'Yes', relatedFields: [aField('b', { typeName: 'date' })] }],
      relatedFields: [aField('c', { typeName: 'table' })],
    });
    expect(toFormField(field)).toMatchObject({
      options: [{ name: 'Yes', relatedFields: [{ key: 'b', kind: 'DATE' }] }],
      relatedFields: [{ key: 'c', kind: 'TABLE' }],
    });
  });
});

describe('the keys of a filled-in form', () => {
  const form = [
    aField('income', { relatedFields: [aField('source', { relatedFields: [aField('employer')] })] }),
    aField('owns', { options: [{ optionId: 1, name: 'Yes', relatedFields: [aField('plate')] }] }),
  ];
  const values = (...keys: string[]) => keys.map((key) => ({ key }));

  it('may be any of the form, at any depth', () => {
    expect(unknownKeys(values('income', 'source', 'employer', 'owns', 'plate'), form)).toEqual([]);
  });

  it('are told by their place where the form has none of them', () => {
    const errors = unknownKeys(values('income', 'MARKED', 'Income', '__proto__'), form);
    expect(errors.map(({ field }) => field)).toEqual([
      'input.fields[1].key',
      'input.fields[2].key',
      'input.fields[3].key',
    ]);
    expect(JSON.stringify(errors)).not.toContain('MARKED');
  });

  it('are told by their place where they come again', () => {
    const errors = duplicateKeys(values('a', 'b', 'a', 'a', 'B'));
    expect(errors.map(({ field }) => field)).toEqual(['input.fields[2].key', 'input.fields[3].key']);
  });
});
