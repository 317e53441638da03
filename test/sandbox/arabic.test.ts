import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { arabicSentence } from '../../sandbox/src/arabic/sentences.js';
import { wantsArabic } from '../../sandbox/src/arabic/wants-arabic.js';
import { REFUSALS, type RefusalCode } from '../../sandbox/src/error-codes.js';
import type { OperationName } from '../../src/vlens/operation.js';
import { OPERATIONS } from '../../src/vlens/operations.js';
import { reasonOfCode } from '../../src/vlens/read/error-codes.js';
import { saysLivenessNeeded } from '../../src/vlens/read/liveness-wording.js';
import { reasonOf } from '../../src/vlens/read/rejection-reasons.js';
import { Customer, FORM, JOINT_ACCOUNT, MONA, PERSONAL_LOAN, STEPS } from './support/customer.js';
import { frames } from './support/frames.js';
import { TestSandbox } from './support/sandbox.js';

let sandbox: TestSandbox;
let customer: Customer;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

const ask = <T>(method: string, path: string, body?: object, language = 'ar-EG, en;q=0.5') =>
  sandbox.call<T>(method, `/api/BusinessRequest/${path}`, {
    token: customer.token,
    language,
    ...(body && { body }),
  });

interface Field {
  key: string;
  defaultValue: string | null;
  value: string | null;
  availableValues: string[] | null;
  availableValuesItems:
    | { id: number; name: string; relatedQuestions: { parentQuestionValue: string }[] }[]
    | null;
  tabularData: string[][] | null;
}
interface Form {
  name: string;
  requestsFields: Field[];
}

describe('Who asks the sandbox for Arabic', () => {
  it.each([
    ['ar', true],
    ['ar-EG, en;q=0.5', true],
    ['en, ar;q=0.9', false],
    ['fr, ar;q=0.2, en;q=0.1', true],
    ['ar;q=0', false],
    [undefined, false],
  ])('is heard by Accept-Language %s', (header, wants) => {
    expect(wantsArabic({ 'accept-language': header })).toBe(wants);
    // As Vlens's own SDKs write it.
    expect(wantsArabic({ accept_language: header })).toBe(wants);
  });

  it('gets products, options and columns in Arabic, and their conditions by the same names', async () => {
    const { data: products } = await ask<{ name: string }[]>('GET', 'GetAllRequestTypes');
    expect(products.map(({ name }) => name)).toEqual(['قرض شخصي', 'قرض سيارة', 'حساب مشترك']);
    const { data: form } = await ask<Form>(
      'GET',
      `GetBusinessRequestTypeTemplateFields?requestTypeId=${PERSONAL_LOAN}`,
    );
    const field = (key: string) => form.requestsFields.find((each) => each.key === key);
    const employment = field('employmentStatus');
    expect(employment?.availableValues).toEqual(['موظف', 'صاحب عمل حر', 'متقاعد']);
    expect(employment?.defaultValue).toBe('متقاعد');
    expect(employment?.availableValuesItems?.[0]).toMatchObject({
      id: 1,
      name: 'موظف',
      relatedQuestions: [{ parentQuestionValue: 'موظف' }, { parentQuestionValue: 'موظف' }],
    });
    expect(field('obligations')?.tabularData).toEqual([['الدائن', 'القسط الشهري (جنيه)']]);
  });

  it('is told what a password lacks, in the digits of the rest', () => {
    expect(arabicSentence('It needs at least 8 characters, a digit.')).toBe('ينقصها: ٨ أحرف على الأقل، رقم.');
  });

  it('is told in Arabic what is wrong, and may choose by either name', async () => {
    const create = (values: object, language?: string) =>
      ask<{ id: string }>(
        'POST',
        `Create/${JOINT_ACCOUNT}`,
        {
          geoLocation: { latitude: 30.0444, longitude: 31.2357 },
          userDeviceUtcTime: sandbox.time.now.toISOString(),
          customerSignersIdentifiers: ['+201000000002'],
          requestFieldsValues: { ...FORM, ...values },
        },
        language,
      );
    const refused = await create({ mandate: 'غير ذلك' });
    expect(refused.message).toBe('بعض القيم غير صالحة.');
    expect(refused.fields).toEqual([{ field: 'mandate', message: 'ليس هذا أحد الاختيارات.' }]);
    const created = await create({ mandate: 'الطرفان معًا' });
    expect(created.code).toBeNull();
    const request = (language: string) =>
      ask<{ contractTypeName: string; documents: { content: string }[]; requestFields: Field[] }>(
        'GET',
        `GetBusinessRequestById/${created.data.id}`,
        undefined,
        language,
      );
    const { data: arabic } = await request('ar');
    expect(arabic.contractTypeName).toBe('حساب مشترك');
    expect(arabic.documents[1]?.content).toContain('حق التصرف: الطرفان معًا.');
    expect(arabic.documents[1]?.content).toContain('رقم قومي ٢٩٩٠١٢٣٤٥٦٧٨٩٠');
    expect(arabic.requestFields.find(({ key }) => key === 'mandate')?.value).toBe('الطرفان معًا');
    const { data: english } = await request('en');
    expect(english.documents[0]?.content).toContain('Who may dispose of it: Both together.');
    expect(english.requestFields.find(({ key }) => key === 'mandate')?.value).toBe('Both together');
  });
});

/** Where a refusal comes from, if its words mean more there. */
const SAID_BY: Partial<Record<RefusalCode, OperationName>> = {
  INVALID_CREDENTIALS: 'login',
  ADMIN_CREDENTIALS: 'adminLogin',
  PASSWORD_TOO_WEAK: 'register',
  EMAIL_NOT_CONFIRMED: 'register',
  NOT_REGISTERED: 'sendPasswordResetCode',
  REFRESH_TOKEN_INVALID: 'refreshToken',
  REFRESH_TOKEN_EXPIRED: 'refreshToken',
  REFRESH_TOKEN_REUSED: 'refreshToken',
  SESSION_ENDED: 'refreshToken',
};
const REFUSALS_BY_WORDS = Object.entries(REFUSALS)
  // A published number tells the reason whatever the words are.
  .filter(([, [number]]) => reasonOfCode(number) === null)
  .map(([code, [, english]]) => [code as RefusalCode, english] as const);

describe('A step', () => {
  it('says in Arabic what came of it, and leaves links as they are', async () => {
    const own = await TestSandbox.start();
    try {
      const [ahmed, mona] = [await Customer.loggedIn(own), await Customer.loggedIn(own, MONA)];
      const geoLocation = { latitude: 30.0444, longitude: 31.2357 };
      const moment = { geoLocation, userDeviceUtcTime: own.time.now.toISOString() };
      const say = async ({ token }: Customer, path: string, body: object = {}) =>
        (await own.call<string>('POST', path, { token, language: 'ar', body: { ...moment, ...body } })).data;
      const id = await ahmed.approved(JOINT_ACCOUNT, { customerSignersIdentifiers: [MONA.phoneNumber] });
      const said: string[] = [];
      for (const customer of [ahmed, mona]) {
        const { id: otpRequestId, code: otpCode } = await customer.otpFor(id);
        said.push(
          await say(customer, `${STEPS}/StepReValidateLiveness`, { scanTransaction: await frames() }),
          await say(customer, `${STEPS}/StepValidateOtp`, { otpRequestId, otpCode }),
          await say(customer, `${STEPS}/StepValidatePayment`, { requestId: id }),
        );
      }
      said.push(await say(mona, '/api/DigitalIdentity/CancelVerifiedDigitalIdentity'));
      for (const sentence of said) expect(sentence).toMatch(/^[^a-z]*\p{Script=Arabic}[^a-z]*$/iu);
      expect(new Set(said).size).toBe(5);
      const link = await say(ahmed, '/api/BusinessRequest/GenerateSignContractLink', { requestId: id });
      expect(link).toMatch(/^http/);
    } finally {
      await own.close();
    }
  });

  it('that may not be taken says so in Arabic too', async () => {
    const { status, message } = await sandbox.call('POST', '/api/DigitalIdentity/GetUsers', {
      token: customer.token,
      language: 'ar',
      body: {},
    });
    expect([status, message]).toEqual([403, expect.stringMatching(/^[^a-z]+$/i)]);
  });

  it('with the ApiKey alone is answered in Arabic too', async () => {
    const body = { image: 'bm90IGEgcGljdHVyZQ==' };
    const { message } = await sandbox.call('POST', '/v1/ocr/id/front', { language: 'ar', body });
    expect(message).toMatch(/\p{Script=Arabic}/u);
  });
});

describe('What is wrong with a contact', () => {
  it.each([
    ['phoneNumber', 'Register/StepVerifyPhone', { phoneNumber: '0100' }],
    ['email', 'Register/StepVerifyEmail', { email: 'nobody' }],
    ['phoneNumber', 'CheckExistenceOfEmailOrPhone', {}],
  ])('is said in Arabic of %s', async (field, path, body) => {
    const answer = await sandbox.call('POST', `/api/DigitalIdentity/${path}`, { language: 'ar', body });
    expect(answer.fields).toEqual([{ field, message: expect.stringMatching(/^[^a-z]+$/i) }]);
  });

  it.each([
    [{ isEmailVerified: false }, 'Google'],
    [{}, 'Microsoft'],
  ])('is said in Arabic of a token (%j, shown as %s’s)', async (more, provider) => {
    const wanted = { provider: 'Google', email: 'somebody@example.com', ...more };
    const { idToken: IdToken } = (await sandbox.control('POST', 'oauth/token', wanted)).body;
    const path = '/api/DigitalIdentity/Register/StepVerifyOAuthToken';
    const { data } = await sandbox.call<{ validationResult: string }>('POST', path, {
      language: 'ar',
      body: { provider, IdToken },
    });
    expect(data.validationResult).toMatch(/\p{Script=Arabic}/u);
  });
});

describe('A refusal in Arabic', () => {
  it.each(REFUSALS_BY_WORDS)('of %s is known to the gateway as the same', (code, english) => {
    const arabic = arabicSentence(english);
    expect(arabic).toMatch(/\p{Script=Arabic}/u);
    expect(saysLivenessNeeded(arabic)).toBe(saysLivenessNeeded(english));
    const { wordings } = OPERATIONS[SAID_BY[code] ?? 'stepRequestOtp'];
    const reason = (message: string) => reasonOf(wordings, { message, fieldErrors: [] });
    expect(reason(arabic)).toBe(reason(english));
  });
});
