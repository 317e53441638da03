import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { aBusinessRequest, aFormField, envelope, REQUEST_ID, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

let upstream: FakeUpstream;
let gateway: TestServer;
const ONE = `{ businessRequest(id: "${REQUEST_ID}") { id fullName formFields { key } relatedRequests { id } } }`;
const STEP = `mutation { requestActivationOtp(input: { requestId: "${REQUEST_ID}",
  geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }) {
  __typename ... on Rejection { message fieldErrors { field message } } } }`;
const refused = (error_message: string, error_descriptions: unknown) => ({
  body: { data: null, error_code: 5, error_message, error_descriptions },
});
const rejectionOf = async () => {
  const { body } = await gateway.query<{
    requestActivationOtp: { message: string; fieldErrors: { field: string; message: string }[] };
  }>(STEP, {}, { token: 'user-token' });
  return body.data?.requestActivationOtp;
};
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

describe('A Vlens that answers what it was not asked for', () => {
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await startTestGateway({ vlensUrl: upstream.url, env: { CACHE_MAX_AGE_MS: '0' } });
  });
  afterEach(() => upstream.reset());
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  it('with another request shows nothing of it: it may be somebody else’s', async () => {
    const other = aBusinessRequest({ id: requestIdOf(2), fullName: 'Somebody Else' });
    upstream.answer('getBusinessRequestById', { body: envelope(other) });
    const { body, text } = await gateway.query(ONE, {}, { token: 'user-token' });
    expect(body.errors?.[0]?.extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    expect(text).not.toContain('Somebody Else');
    const own = aBusinessRequest({ id: `{${REQUEST_ID.toUpperCase()}}` });
    upstream.answer('getBusinessRequestById', { body: envelope(own) });
    const again = await gateway.query(ONE, {}, { token: 'user-token' });
    expect(again.body.data).toMatchObject({ businessRequest: { id: REQUEST_ID } });
  });

  it.each([
    ['a list of 100,000 requests', many(100_000, (at) => ({ id: requestIdOf(at), typeName: 'T' }))],
    ['800,000 of nothing', many(800_000, () => 1)],
  ])('with %s is not read', async (_, data) => {
    for (const endpoint of [
      'listBusinessRequestIds',
      'listBusinessRequests',
      'getBusinessRequestById',
    ] as const)
      upstream.answer(endpoint, { body: envelope(data) });
    for (const query of [ONE, '{ businessRequests(first: 2) { nodes { id } } }']) {
      const { body } = await gateway.query(query, {}, { token: 'user-token' });
      expect(body.errors?.[0]?.extensions.code).toBe('UPSTREAM_INVALID_RESPONSE');
    }
    upstream.answer('stepRequestOtp', { body: envelope(data) });
    const { body } = await gateway.query(STEP, {}, { token: 'user-token' });
    expect(body.errors?.[0]?.extensions).toMatchObject({ outcome: 'UNKNOWN' });
  });

  it('with a page of the longest forms is read: a hundred and fifty questions in each of a hundred requests', async () => {
    const CHOICE = many(27, (at) => ({ id: at, name: `Governorate ${at}`, relatedQuestions: null }));
    // As the contract documents a question, each of its keys sent.
    const question = (order: number) =>
      aFormField({
        ...{ order, key: `field${order}`, multiValues: null, tabularData: null },
        ...{ defaultValue: null, defaultArValue: null, firstRowHeader: false, convertNumbersToArabic: false },
        ...{ parentQuestionKey: null, parentQuestionValue: null, relatedQuestions: null },
        ...{ groupTitle: 'Group', groupArTitle: null },
        availableValues: order < 15 ? CHOICE.map(({ name }) => name) : null,
        availableValuesItems: order < 15 ? CHOICE : null,
      });
    const requestFields = many(150, question);
    upstream.requests = many(100, (at) => aBusinessRequest({ id: requestIdOf(at), requestFields }));
    const { body } = await gateway.query<{ businessRequests: { nodes: { formFields: unknown[] }[] } }>(
      '{ businessRequests(first: 100) { nodes { formFields { key } } } }',
      {},
      { token: 'user-token' },
    );
    expect(body.data?.businessRequests.nodes.map(({ formFields }) => formFields.length)).toEqual(
      many(100, () => 150),
    );
  });

  it('with 200,000 questions below one, far down, is read', async () => {
    let question = aFormField({ relatedQuestions: many(200_000, () => 1) as never });
    for (let depth = 0; depth < 18; depth += 1) question = aFormField({ relatedQuestions: [question] });
    upstream.answer('getBusinessRequestById', {
      body: envelope(aBusinessRequest({ requestFields: [question] })),
    });
    const { body } = await gateway.query(ONE, {}, { token: 'user-token' });
    expect(body.data).toMatchObject({ businessRequest: { formFields: [{ key: 'monthlyIncome' }] } });
  });

  it.each([
    ['20,000 errors', many(20_000, (at) => ({ field: `f${at}`, errors: [{ message: 'No.' }] }))],
    ['20,000 messages of 20,000 fields', [{ members: many(20_000, String), errors: many(20_000, String) }]],
    ['20,000 messages of one field', [{ field: 'one', errors: many(20_000, String) }]],
    ['20,000 fields by name', Object.fromEntries(many(20_000, (at) => [`f${at}`, 'No.']))],
  ])('with %s has the first 200 told', async (_, descriptions) => {
    upstream.answer('stepRequestOtp', refused('No.', descriptions));
    expect((await rejectionOf())?.fieldErrors).toHaveLength(200);
  });

  it('with a message of a million characters has its beginning told', async () => {
    const long = 'No. '.repeat(250_000);
    upstream.answer('stepRequestOtp', refused(long, [{ field: 'a'.repeat(10_000), message: long }]));
    const told = await rejectionOf();
    const lengths = [told?.message, told?.fieldErrors[0]?.field, told?.fieldErrors[0]?.message];
    expect(lengths.map((each) => each?.length)).toEqual([2000, 2000, 2000]);
  });
});
