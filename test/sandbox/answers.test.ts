import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AHMED, CAR_LOAN, Customer, FORM, logIn, MONA, STEPS } from './support/customer.js';
import { DocumentedAnswers } from './support/documented.js';
import { cardOf, Verifying } from './support/id-cards.js';
import { Newcomer } from './support/newcomer.js';
import { type Answer, CAIRO, START, TestSandbox } from './support/sandbox.js';

const MISSING = '99999999-9999-4999-8999-999999999999';
const API = '/api/BusinessRequest';
const IDENTITY = '/api/DigitalIdentity';
const EMBEDDED = '/api/IdentityUserSession';

let sandbox: TestSandbox;
let customer: Customer;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  customer = await Customer.loggedIn(sandbox);
});
afterAll(() => sandbox.close());

const moment = { geoLocation: CAIRO, userDeviceUtcTime: START.toISOString() };
const linkTo = (requestId: string) =>
  customer.call<string>('POST', `${API}/GenerateSignContractLink`, { ...moment, requestId });
const openLink = (requestId: string, securityHash: string) =>
  sandbox.call('POST', `${API}/OpenSigningSession`, { body: { requestId, securityHash } });
const open = async (): Promise<string> => {
  const { data } = await customer.call<{ id: string; requeststatus: number } | null>('GET', `${API}/Current`);
  return data?.requeststatus === 2 ? data.id : customer.approved(CAR_LOAN);
};

const adminLogin = (password: string) =>
  sandbox.call<{ refreshToken: string }>('POST', '/api/credentials/Login', {
    body: { tenancyName: 'Sandbox', userNameOrEmailAddress: 'admin', password },
  });
const refresh = (refreshToken: string) =>
  sandbox.call('POST', '/api/credentials/RefreshToken', { body: { refreshToken } });

let strangers = 0;
const stranger = () => {
  strangers += 1;
  return new Newcomer(sandbox, `+2011${10_000_000 + strangers}`, `stranger${strangers}@example.com`);
};
const lostPassword = (emailOrPhoneNumber: string) =>
  stranger().post<{ emailOtpRequestId: string | null; phoneNumberOtpRequestId: string | null }>(
    'ForgetPassword/SendEmailOtp',
    { emailOrPhoneNumber },
  );
const showIdToken = async (path: string, email: string) => {
  const { body } = await sandbox.control('POST', 'oauth/token', { provider: 'Google', email });
  return stranger().post(path, { provider: 'Google', IdToken: body.idToken });
};

const newcomer = async () => new Verifying(sandbox, (await stranger().registered()).accessToken);
const linkTransaction = async (transactionId: string) =>
  (await newcomer()).post(`${IDENTITY}/LinkUserWithExistingTransaction`, { transactionId });
const asAdmin = async (method: string, path: string, body?: object) => {
  const { data } = await sandbox.call<{ accessToken: string }>('POST', '/api/credentials/Login', {
    body: { tenancyName: 'Sandbox', userNameOrEmailAddress: 'admin', password: 'Operator-2026!' },
  });
  return sandbox.call(method, path, { token: data.accessToken, ...(body ? { body } : {}) });
};
let people = 10;
const verifiedTransaction = async () => {
  people += 1;
  return (await (await newcomer()).whole(people)).data.idFrontData.transaction_id;
};

/** Each operation of the document: once as it succeeds, once as it says no. */
const OPERATIONS: Record<
  string,
  { yes: () => Promise<Answer<unknown>>; no: () => Promise<Answer<unknown>> }
> = {
  [`GET ${API}/GetAllRequestTypes`]: {
    yes: () => customer.call('GET', `${API}/GetAllRequestTypes`),
    no: () => sandbox.call('GET', `${API}/GetAllRequestTypes`),
  },
  [`GET ${API}/GetBusinessRequestTypeTemplateFields`]: {
    yes: () => customer.call('GET', `${API}/GetBusinessRequestTypeTemplateFields?requestTypeId=414`),
    no: () => customer.call('GET', `${API}/GetBusinessRequestTypeTemplateFields?requestTypeId=1`),
  },
  [`GET ${API}/CheckEligibility`]: {
    yes: () => customer.call('GET', `${API}/CheckEligibility`),
    no: () => sandbox.call('GET', `${API}/CheckEligibility`),
  },
  [`POST ${API}/Create/{typeId}`]: {
    yes: () => customer.create(CAR_LOAN, FORM),
    no: () => customer.create(999, FORM),
  },
  [`GET ${API}/Current`]: {
    yes: () => customer.call('GET', `${API}/Current`),
    no: () => customer.call('GET', `${API}/Current?minimal=perhaps`),
  },
  [`GET ${API}/CurrentList`]: {
    yes: () => customer.call('GET', `${API}/CurrentList`),
    no: () => customer.call('GET', `${API}/CurrentList?SkipCount=-1`),
  },
  [`GET ${API}/CurrentListIds`]: {
    yes: () => customer.call('GET', `${API}/CurrentListIds`),
    no: () => customer.call('GET', `${API}/CurrentListIds?SkipCount=-1`),
  },
  [`GET ${API}/GetBusinessRequestById/{id}`]: {
    yes: async () => customer.call('GET', `${API}/GetBusinessRequestById/${await open()}`),
    no: () => customer.call('GET', `${API}/GetBusinessRequestById/${MISSING}`),
  },
  [`POST ${STEPS}/StepRequestOtp`]: {
    yes: async () => customer.requestOtp(await open()),
    no: () => customer.requestOtp(MISSING),
  },
  [`POST ${STEPS}/StepReValidateLiveness`]: {
    yes: () => customer.revalidate(),
    no: () => customer.revalidate({}, { image: 'not a picture' }),
  },
  [`POST ${STEPS}/StepValidateOtp`]: {
    yes: async () => {
      const { id, code } = await customer.otpFor(await open());
      return customer.validateOtp(id, code);
    },
    no: () => customer.validateOtp(MISSING, '123456'),
  },
  [`POST ${STEPS}/StepValidatePayment`]: {
    yes: async () => customer.confirm(await open()),
    no: () => customer.confirm(MISSING),
  },
  [`POST ${API}/GenerateSignContractLink`]: {
    yes: async () => linkTo(await open()),
    no: () => linkTo(MISSING),
  },
  [`GET ${API}/ViewContractPdf`]: {
    yes: async () =>
      sandbox.call('GET', `${API}/ViewContractPdf${new URL((await linkTo(await open())).data).search}`),
    no: () => sandbox.call('GET', `${API}/ViewContractPdf?RequestId=${MISSING}&SecurityHash=guess`),
  },
  [`POST ${API}/OpenSigningSession`]: {
    yes: async () => {
      const requestId = await open();
      const link = new URL((await linkTo(requestId)).data);
      return openLink(requestId, link.searchParams.get('SecurityHash') ?? '');
    },
    no: () => openLink(MISSING, 'guess'),
  },
  'POST /api/credentials/Login': {
    yes: () => adminLogin('Operator-2026!'),
    no: () => adminLogin('guess'),
  },
  'POST /api/credentials/RefreshToken': {
    yes: async () => refresh((await adminLogin('Operator-2026!')).data.refreshToken),
    no: () => refresh('guess'),
  },
  [`POST ${IDENTITY}/CheckExistenceOfEmailOrPhone`]: {
    yes: () => stranger().post('CheckExistenceOfEmailOrPhone', { phoneNumber: AHMED.phoneNumber }),
    no: () => stranger().post('CheckExistenceOfEmailOrPhone', {}),
  },
  [`POST ${IDENTITY}/Register/StepVerifyPhone`]: {
    yes: async () => {
      const somebody = stranger();
      return somebody.confirmPhone(await somebody.phoneCode());
    },
    no: () => stranger().post('Register/StepVerifyPhone', { phoneNumber: AHMED.phoneNumber }),
  },
  [`POST ${IDENTITY}/Register/StepVerifyEmail`]: {
    yes: async () => {
      const somebody = stranger();
      return somebody.confirmEmail(await somebody.emailCode());
    },
    no: () => stranger().post('Register/StepVerifyEmail', { email: 'nobody' }),
  },
  [`POST ${IDENTITY}/Register`]: {
    yes: async () => {
      const somebody = stranger();
      return somebody.register(await somebody.phoneCode());
    },
    no: () => stranger().register({}),
  },
  [`POST ${IDENTITY}/Register/StepVerifyOAuthToken`]: {
    yes: () => showIdToken('Register/StepVerifyOAuthToken', 'somebody.new@example.com'),
    no: () => showIdToken('Register/StepVerifyOAuthToken', 'ahmed.mohamed@example.com'),
  },
  [`POST ${IDENTITY}/VerifyOAuthToken`]: {
    yes: () => showIdToken('VerifyOAuthToken', 'ahmed.mohamed@example.com'),
    no: () => showIdToken('VerifyOAuthToken', 'somebody.new@example.com'),
  },
  [`POST ${IDENTITY}/VerifyEmail`]: {
    yes: () => stranger().post('VerifyEmail', { email: 'ahmed.mohamed@example.com' }),
    no: () => stranger().post('VerifyEmail', { email: 'somebody.new@example.com' }),
  },
  [`POST ${IDENTITY}/ForgetPassword/SendEmailOtp`]: {
    yes: () => lostPassword('mona.hassan@example.com'),
    no: () => lostPassword('somebody.new@example.com'),
  },
  [`POST ${IDENTITY}/ForgetPassword/ValidateEmailOtp`]: {
    yes: async () => {
      const mona = new Newcomer(sandbox, MONA.phoneNumber, 'mona.hassan@example.com');
      const { emailOtpRequestId } = (await lostPassword(mona.email)).data;
      const { code: emailOtp } = await mona.newestMail();
      const body = {
        emailOrPhoneNumber: mona.email,
        emailOtpRequestId,
        emailOtp,
        newPassword: MONA.password,
      };
      return mona.post('ForgetPassword/ValidateEmailOtp', body);
    },
    no: () =>
      stranger().post('ForgetPassword/ValidateEmailOtp', {
        emailOrPhoneNumber: MONA.phoneNumber,
        emailOtpRequestId: MISSING,
        emailOtp: '123456',
      }),
  },
  [`POST ${IDENTITY}/ForgetPassword/ValidatePhoneOtp`]: {
    yes: async () => {
      const somebody = stranger();
      await somebody.register(await somebody.phoneCode());
      const { phoneNumber: emailOrPhoneNumber } = somebody;
      const { phoneNumberOtpRequestId } = (await lostPassword(emailOrPhoneNumber)).data;
      const { code: phoneNumberOtp } = await sandbox.newestSms(emailOrPhoneNumber);
      const body = { emailOrPhoneNumber, phoneNumberOtpRequestId, phoneNumberOtp };
      return somebody.post('ForgetPassword/ValidatePhoneOtp', body);
    },
    no: () =>
      stranger().post('ForgetPassword/ValidatePhoneOtp', {
        emailOrPhoneNumber: MONA.phoneNumber,
        phoneNumberOtpRequestId: MISSING,
        phoneNumberOtp: '123456',
      }),
  },
  [`POST ${IDENTITY}/verify/id/front`]: {
    yes: async () => (await newcomer()).side('front', (await cardOf(1)).front),
    no: async () => (await newcomer()).post(`${IDENTITY}/verify/id/front`, {}),
  },
  [`POST ${IDENTITY}/verify/id/back`]: {
    yes: async () => (await newcomer()).side('back', (await cardOf(1)).back),
    no: async () => (await newcomer()).post(`${IDENTITY}/verify/id/back`, {}),
  },
  [`POST ${IDENTITY}/verify/liveness/multi`]: {
    yes: async () => (await newcomer()).whole(2),
    no: async () => (await newcomer()).liveness(MISSING),
  },
  [`POST ${IDENTITY}/LinkUserWithExistingTransaction`]: {
    yes: async () => {
      const { data } = await new Verifying(sandbox, undefined, '/v1/ocr').whole(3);
      return linkTransaction(data.idFrontData.transaction_id);
    },
    no: () => linkTransaction(MISSING),
  },
  [`POST ${IDENTITY}/CancelVerifiedDigitalIdentity`]: {
    yes: async () => {
      const verified = await newcomer();
      await verified.whole(4);
      return verified.post(`${IDENTITY}/CancelVerifiedDigitalIdentity`, {});
    },
    no: async () => (await newcomer()).post(`${IDENTITY}/CancelVerifiedDigitalIdentity`, {}),
  },
  [`POST ${IDENTITY}/CancelVerifiedDigitalIdentityForAdmin`]: {
    yes: async () => {
      const { data } = await (await newcomer()).whole(5);
      return asAdmin('POST', `${IDENTITY}/CancelVerifiedDigitalIdentityForAdmin`, { userId: data.user?.id });
    },
    no: () => asAdmin('POST', `${IDENTITY}/CancelVerifiedDigitalIdentityForAdmin`, { userId: 999 }),
  },
  [`GET ${IDENTITY}/GetUserDigitalIdentityImages`]: {
    yes: () => asAdmin('GET', `${IDENTITY}/GetUserDigitalIdentityImages?emailOrPhoneNumber=%2B201000000001`),
    no: () => asAdmin('GET', `${IDENTITY}/GetUserDigitalIdentityImages?emailOrPhoneNumber=nobody`),
  },
  [`GET ${IDENTITY}/GetStepImage`]: {
    yes: async () => {
      const id = await verifiedTransaction();
      return asAdmin('GET', `${IDENTITY}/GetStepImage?TransactionId=${id}&FileName=${id}_id_front.png`);
    },
    no: () => asAdmin('GET', `${IDENTITY}/GetStepImage?TransactionId=${MISSING}&FileName=none.png`),
  },
  'GET /api/Transactions/GetTransactionById': {
    yes: async () => asAdmin('GET', `/api/Transactions/GetTransactionById?id=${await verifiedTransaction()}`),
    no: () => asAdmin('GET', `/api/Transactions/GetTransactionById?id=${MISSING}`),
  },
  [`POST ${IDENTITY}/GetUsers`]: {
    yes: () => asAdmin('POST', `${IDENTITY}/GetUsers`, {}),
    no: () => asAdmin('POST', `${IDENTITY}/GetUsers`, { skipCount: -1 }),
  },
  'POST /api/IdentityUserSession/CreateAuthSession': {
    yes: () =>
      sandbox.call('POST', `${EMBEDDED}/CreateAuthSession`, { body: { phoneNumber: MONA.phoneNumber } }),
    no: () => sandbox.call('POST', `${EMBEDDED}/CreateAuthSession`, { body: {} }),
  },
  'POST /api/IdentityUserSession/CreateInvitation': {
    yes: () => asAdmin('POST', `${EMBEDDED}/CreateInvitation`, { SessionInput: {} }),
    no: () => asAdmin('POST', `${EMBEDDED}/CreateInvitation`, {}),
  },
  'POST /api/DigitalIdentity/Login': {
    yes: () => logIn(sandbox, AHMED),
    no: () => logIn(sandbox, { ...AHMED, password: 'guess' }),
  },
};

describe('every operation of the document', () => {
  it('is one that is tried here', () => {
    expect(Object.keys(OPERATIONS).sort()).toEqual(DocumentedAnswers.shared.operations().sort());
  });

  // The client of these tests throws where an answer is not as documented.
  it.each(Object.entries(OPERATIONS))('%s answers as documented', async (_operation, { yes }) => {
    const { status, code, message } = await yes();
    expect([status, code || null, message || null]).toEqual([200, null, null]);
  });

  it.each(Object.entries(OPERATIONS))('%s says no as documented', async (_operation, { no }) => {
    const refused = await no();
    expect(refused).toMatchObject({ code: expect.any(Number), message: expect.any(String), data: null });
    expect(refused.code).not.toBe(0);
  });
});

describe('a call that reaches no step', () => {
  it('is answered in the envelope where there is nothing at its address', async () => {
    const nowhere = { status: 404, code: 404, data: null };
    expect(await sandbox.call('GET', '/api/BusinessRequest/Nothing')).toMatchObject(nowhere);
    expect(await sandbox.call('GET', '/nothing')).toMatchObject(nowhere);
  });

  it('is answered in the envelope where its body is no JSON', async () => {
    const answer = await sandbox.call('POST', '/api/DigitalIdentity/Login', { raw: '{"phoneNumber": ' });
    expect(answer).toMatchObject({ status: 400, code: 400, data: null });
  });

  it('is answered in the envelope where its body is too large', async () => {
    const raw = JSON.stringify({ password: 'x'.repeat(5 * 1024 * 1024) });
    const answer = await sandbox.call('POST', '/api/DigitalIdentity/Login', { raw });
    expect(answer).toMatchObject({ status: 413, code: 413 });
  });

  it('is answered in the envelope where its body is something else', async () => {
    const response = await fetch(`${sandbox.url}/api/DigitalIdentity/Login`, {
      method: 'POST',
      headers: { apikey: sandbox.apiKey, 'content-type': 'text/plain' },
      body: 'hello',
    });
    expect([response.status, await response.json()]).toEqual([
      415,
      { data: null, error_code: 415, error_message: expect.any(String) },
    ]);
  });

  it('without a body lacks all that is expected in one', async () => {
    const { status, code } = await sandbox.call('POST', '/api/DigitalIdentity/Login');
    expect([status, code]).toEqual([200, 400]);
  });
});

describe('what was sent', () => {
  it('is never repeated in an answer that says no', async () => {
    const body = {
      phoneNumber: 4711,
      password: ['hunter2'],
      geoLocation: { latitude: 'here', longitude: 999 },
    };
    const { fields } = await sandbox.call('POST', '/api/DigitalIdentity/Login', { body });
    expect(fields.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['phoneNumber', 'password', 'geoLocation.latitude', 'geoLocation.longitude']),
    );
    expect(JSON.stringify(fields)).not.toMatch(/4711|hunter2|here|999/);
  });
});
