import { describe, expect, it } from '@jest/globals';
import { getMetadataStorage, type ValidationError } from 'class-validator';
import { ArgumentValidationError } from 'type-graphql';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { MESSAGES } from '../../src/vlens/messages/words.js';
import { ask } from '../support/ask.js';
import { fakeVlensApi, idOf } from '../support/fake-vlens-api.js';

const schema = await buildGatewaySchema();
const picture = (n: number, bytes = 90) => Buffer.alloc(bytes, n).toString('base64');

const HERE = { geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: '2026-11-23T12:00:00Z' };
const SCAN = { image: picture(0), face1: picture(1), face2: picture(2), face3: picture(3) };
const GOOD = {
  login: { phoneNumber: '+201000000001', password: 'p', deviceId: 'a-phone', geoLocation: HERE.geoLocation },
  createBusinessRequest: { ...HERE, productTypeId: 414, fields: [{ key: 'a', value: 'b' }] },
  requestActivationOtp: { ...HERE, requestId: idOf(1) },
  revalidateLiveness: { ...HERE, scan: SCAN },
  validateActivationOtp: { ...HERE, otpRequestId: 'o', otpCode: '123456' },
  confirmPayment: { ...HERE, requestId: idOf(1) },
};
type Step = keyof typeof GOOD;

/** The fields that are held against an input, each with its sentence. */
async function heldAgainst(step: Step, parts: Record<string, unknown>): Promise<Record<string, string>> {
  const vlens = fakeVlensApi();
  const type = `${step.charAt(0).toUpperCase()}${step.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${step}(input: $input) { __typename } }`;
  const { raw } = await ask(schema, vlens, document, { input: { ...GOOD[step], ...parts } });
  expect(vlens.count()).toBe(0);
  return sentences(raw.errors?.[0]?.originalError);
}

function sentences(error: unknown): Record<string, string> {
  if (!(error instanceof ArgumentValidationError)) throw new Error('No validation error.', { cause: error });
  const { validationErrors } = error.extensions as { validationErrors: ValidationError[] };
  expect(JSON.stringify(validationErrors)).not.toMatch(/"(value|target)":/);
  return Object.fromEntries(flat(validationErrors));
}

function flat(errors: ValidationError[], path: string[] = []): [string, string][] {
  return errors.flatMap(({ property, constraints, children }) => {
    const here = [...path, property];
    const own = Object.values(constraints ?? {}).map((text): [string, string] => [here.join('.'), text]);
    return [...own, ...flat(children ?? [], here)];
  });
}

describe('an input that breaks no rule', () => {
  it.each(Object.keys(GOOD) as Step[])('of %s reaches Vlens', async (step) => {
    const vlens = fakeVlensApi();
    const type = `${step.charAt(0).toUpperCase()}${step.slice(1)}Input`;
    const document = `mutation ($input: ${type}!) { ${step}(input: $input) { __typename } }`;
    expect((await ask(schema, vlens, document, { input: GOOD[step] })).errors).toBeUndefined();
    expect(vlens.count()).toBeGreaterThan(0);
  });

  it('may stand on the edge of the map', async () => {
    for (const geoLocation of [
      { latitude: 90, longitude: 180 },
      { latitude: -90, longitude: -180 },
    ]) {
      const { errors } = await ask(
        schema,
        fakeVlensApi(),
        'mutation ($input: ConfirmPaymentInput!) { confirmPayment(input: $input) { __typename } }',
        { input: { ...GOOD.confirmPayment, geoLocation } },
      );
      expect(errors).toBeUndefined();
    }
  });
});

describe('an input that breaks a rule', () => {
  it.each<[Step, Record<string, unknown>, Record<string, string>]>([
    [
      'confirmPayment',
      { geoLocation: { latitude: 90.0001, longitude: -180.0001 } },
      {
        'geoLocation.latitude': 'latitude must be from -90 to 90 degrees.',
        'geoLocation.longitude': 'longitude must be from -180 to 180 degrees.',
      },
    ],
    [
      'confirmPayment',
      { userDeviceUtcTime: '1970-01-01T00:00:00Z' },
      {
        userDeviceUtcTime:
          'userDeviceUtcTime must be the device’s time now, between the years 2000 and 2100.',
      },
    ],
    [
      'login',
      { phoneNumber: '0100', password: '', otpCode: '12' },
      {
        phoneNumber: 'phoneNumber must be + and 8 to 15 digits with the country’s code first (E.164).',
        password: 'password must not be empty.',
        otpCode: 'otpCode must be the 4 to 8 digits that were sent.',
      },
    ],
    [
      'validateActivationOtp',
      { otpCode: '12345a', otpRequestId: '' },
      {
        otpCode: 'otpCode must be the 4 to 8 digits that were sent.',
        otpRequestId: 'otpRequestId must be the one that ActivationOtpSent answered.',
      },
    ],
    [
      'requestActivationOtp',
      { paymentGateway: 'x'.repeat(51) },
      { paymentGateway: 'paymentGateway must be the name of a payment gateway, e.g. fawry.' },
    ],
    [
      'createBusinessRequest',
      {
        productTypeId: 0,
        fields: [{ key: '', value: 'x'.repeat(20_001) }],
        minimumRequiredSignatories: 0,
        customerSignersIdentifiers: [''],
      },
      {
        productTypeId: 'productTypeId must be the id of one of the productTypes.',
        'fields.0.key': 'key must be the key of a form field.',
        'fields.0.value': 'value must be at most 20000 characters long.',
        minimumRequiredSignatories: 'minimumRequiredSignatories must be at least 1.',
        customerSignersIdentifiers: 'customerSignersIdentifiers must not hold an empty text.',
      },
    ],
    [
      'createBusinessRequest',
      { fields: Array.from({ length: 501 }, (_, n) => ({ key: `k${n}`, value: '' })) },
      { fields: 'fields must be at most 500.' },
    ],
    [
      'revalidateLiveness',
      { scan: { ...SCAN, image: 'no picture', face1: picture(1, 500 * 1024 + 1) } },
      {
        'scan.image': 'image must be base64 of a JPEG or PNG picture.',
        'scan.face1': 'face1 must be at most 500 KB once decoded.',
      },
    ],
    [
      'revalidateLiveness',
      { scan: { ...SCAN, face2: SCAN.face1, face3: `data:image/png;base64,${SCAN.face1}` } },
      {
        'scan.face2': 'It is the same picture as face1; take three frames within 0.5 s.',
        'scan.face3': 'It is the same picture as face1 or face2; take three frames within 0.5 s.',
      },
    ],
  ])('of %s is told field by field, in sentences of ours: %#', async (step, parts, expected) => {
    expect(await heldAgainst(step, parts)).toEqual(expected);
  });

  it.each([
    ['businessRequests(first: 0) { totalCount }', 'first', 'first must be from 1 to 100.'],
    [
      'businessRequests(first: 101) { totalCount }',
      'first',
      'first must be from 1 to 100; page on with after: endCursor.',
    ],
    [
      `businessRequests(after: "${'x'.repeat(101)}") { totalCount }`,
      'after',
      'after must be an endCursor or cursor that businessRequests answered.',
    ],
    [
      `businessRequestsByIds(ids: ${JSON.stringify(Array.from({ length: 101 }, (_, n) => idOf(n)))}) { id }`,
      'ids',
      'Ask for at most 100 ids at once.',
    ],
    [
      `contractPdf(requestId: "${idOf(1)}", securityHash: "") { __typename }`,
      'securityHash',
      'securityHash must be the one that generateSigningLink answered.',
    ],
  ])('of a query is told by its argument', async (field, argument, sentence) => {
    const vlens = fakeVlensApi();
    const { raw } = await ask(schema, vlens, `{ ${field} }`);
    expect(sentences(raw.errors?.[0]?.originalError)).toEqual({ [argument]: sentence });
    expect(vlens.count()).toBe(0);
  });
});

it('Each rule has a sentence for customers, in English and Arabic', () => {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<
      { name: string },
      { type: string; propertyName: string; context?: { key: string } }[]
    >;
  };
  const rules = [...validationMetadatas].flatMap(([{ name }, ofClass]) =>
    ofClass
      .filter(({ type }) => type !== 'nestedValidation')
      .map(({ propertyName, context }) => ({ place: `${name}.${propertyName}`, key: context?.key ?? '' })),
  );
  expect(rules.length).toBeGreaterThan(80);
  expect(rules.filter(({ key }) => !Object.hasOwn(MESSAGES, key))).toEqual([]);
});
