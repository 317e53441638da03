import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { answerOf } from '../../../client/src/faults.js';
import { ANSWER_LIMITS, limitLists, withinTexts } from '../../../src/server/documents/limit-answer.js';
import { aBusinessRequest, REQUEST_ID, refusal } from '../../support/builders.js';
import { FakeUpstream } from '../../support/fake-upstream.js';
import { startTestGateway } from '../../support/gateway.js';
import type { TestServer } from '../../support/server.js';

const aliases = (count: number, field: string) =>
  Array.from({ length: count }, (_, n) => `a${n}: ${field}`).join(' ');

describe('The lists of an answer', () => {
  const schema = buildSchema(
    'type Query { forms: [Form!] strict: [Form!]! } type Form { name: String fields: [Field!] } type Field { key: String }',
  );
  limitLists(schema, 1000);
  const fields = Array.from({ length: 10 }, () => ({ key: 'k' }));
  const forms = async () => [{ name: 'a', fields }];
  const run = (text: string) =>
    execute({ schema, document: parse(text), rootValue: { forms, strict: forms }, contextValue: {} });

  it('are handed out within the limit, each operation for itself', async () => {
    const text = `{ ${aliases(4, 'forms { ...F }')} } fragment F on Form { name fields { key } }`;
    for (let time = 0; time < 3; time += 1) expect((await run(text)).errors).toBeUndefined();
  });

  it('are null beyond it, with one error, however many they are', async () => {
    const { data, errors } = await run(`{ ${aliases(20, 'forms { name fields { key } }')} }`);
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringMatching(/more than 1000 fields in lists/),
    ]);
    expect(JSON.stringify(data).split('"k"').length).toBeLessThan(500);
  });

  it('are an error beyond it where they may not be null', async () => {
    const { data, errors } = await run(`{ ${aliases(60, 'strict { name }')} }`);
    expect([data, errors?.length]).toEqual([null, 1]);
  });
});

describe('The texts of an answer', () => {
  let upstream: FakeUpstream;
  let gateway: TestServer;
  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await startTestGateway({ vlensUrl: upstream.url });
  });
  afterAll(async () => {
    await gateway.close();
    await upstream.close();
  });

  it('are refused together where the same contract is asked for very often, and the gateway goes on', async () => {
    upstream.requests = [aBusinessRequest({ coverPage: 'x'.repeat(ANSWER_LIMITS.characters / 8) })];
    const ask = (count: number) =>
      gateway.query(
        `{ ${aliases(count, `businessRequest(id: "${REQUEST_ID}") { terms { coverPage } }`)} }`,
        {},
        { token: 'user-token' },
      );
    const { body } = await ask(9);
    expect(body.errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) } },
    ]);
    expect(body.data).toBeUndefined();
    expect((await ask(2)).body.errors).toBeUndefined();
  });

  it.each([
    ['plain', 'x'],
    ['that JSON escapes', '\u0001'],
  ])(
    'of a step are left out beyond that, and what the step itself gave is kept: %s',
    async (_which, text) => {
      const written = JSON.stringify(text).length - 2;
      const coverPage = text.repeat(Math.ceil(ANSWER_LIMITS.characters / 8 / written));
      upstream.requests = [aBusinessRequest({ coverPage })];
      const contracts = aliases(12, 'businessRequest { id terms { coverPage } }');
      const { body } = await gateway.query<{ requestActivationOtp: Record<string, unknown> }>(
        `mutation {
        requestActivationOtp(input: {
          requestId: "${REQUEST_ID}"
          userDeviceUtcTime: "2026-12-01T12:00:00Z"
          geoLocation: { latitude: 30, longitude: 31.2 }
        }) { ... on ActivationOtpSent { ${contracts} otpRequestId } }
      }`,
        {},
        { token: 'user-token' },
      );
      // An error of a field below the step: to clients, one without a path says that the step was refused.
      expect(body.errors).toMatchObject([
        {
          path: ['requestActivationOtp', 'a7', 'terms', 'coverPage'],
          extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
        },
      ]);
      expect(answerOf(body)).toEqual(body.data);
      expect(body.data?.requestActivationOtp).toMatchObject({
        otpRequestId: expect.stringMatching(/./),
        a11: { id: REQUEST_ID, terms: { coverPage: '' } },
      });
      expect(JSON.stringify(body).length).toBeLessThan(ANSWER_LIMITS.characters + 10_000);
    },
  );

  it('and the lists of a step’s answer are left out beyond their limit, where they may not be null too', async () => {
    const described = Array.from({ length: 200 }, (_, n) => ({ field: `f${n}`, message: 'No.' }));
    upstream.answer('stepValidateOtp', {
      body: { ...refusal(3, 'Invalid OTP'), error_descriptions: described },
    });
    const { body } = await gateway.query<{ validateActivationOtp: Record<string, unknown> }>(
      `mutation {
        validateActivationOtp(input: {
          requestId: "${REQUEST_ID}"
          otpRequestId: "o-1"
          otpCode: "000000"
          userDeviceUtcTime: "2026-12-01T12:00:00Z"
          geoLocation: { latitude: 30, longitude: 31.2 }
        }) { __typename ... on Rejection { ${aliases(190, 'fieldErrors { field message }')} reason } }
      }`,
      {},
      { token: 'user-token' },
    );
    expect(body.data?.validateActivationOtp).toMatchObject({
      __typename: 'Rejection',
      reason: 'OTP_INCORRECT',
      a0: expect.arrayContaining([{ field: 'f199', message: 'No.' }]),
      a189: [],
    });
    expect(body.errors).toMatchObject([
      {
        message: expect.stringMatching(/more than 100000 fields in lists.* left out/),
        path: ['validateActivationOtp', 'a166'],
        extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
      },
    ]);
    expect(answerOf(body)).toEqual(body.data);
  });

  it('of an event too', () => {
    const text = 'x'.repeat(ANSWER_LIMITS.characters - 'text'.length);
    expect(withinTexts({ data: { text } }).errors).toBeUndefined();
    expect(withinTexts({ data: { text, list: [{ more: 'x' }] } })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  it('are counted with the names of their fields, which each item of a list repeats', () => {
    const item = { [`a${'b'.repeat(199)}`]: 1 };
    const list = (length: number) => ({ data: { list: Array.from({ length }, () => item) } });
    const most = ANSWER_LIMITS.characters / 200;
    expect(withinTexts(list(Math.floor(most) - 1)).errors).toBeUndefined();
    expect(withinTexts(list(Math.ceil(most) + 1)).errors).toHaveLength(1);
  });

  it.each(['\u0001', '\n', '"', '\\', '\ud800', '\udfffx'])('are counted as JSON writes them: %j', (text) => {
    const ofWritten = (characters: number) => text.repeat(characters / (JSON.stringify(text).length - 2));
    const most = ANSWER_LIMITS.characters;
    expect(withinTexts({ data: { text: ofWritten(most - 100) } }).errors).toBeUndefined();
    expect(withinTexts({ data: { text: ofWritten(most + 100) } }).errors).toHaveLength(1);
  });
});
