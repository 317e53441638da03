import { describe, expect, it } from '@jest/globals';
import {
  GatewayErrors,
  type JoinAndSignOptions,
  type JoinOutcome,
  type JoinProgress,
  joinAndSign,
} from '../../client/src/index.js';
import { type JoinFlow, progressOf, START } from '../../client/src/joining/flow.js';
import {
  type Answers,
  answering,
  type FakeGateway,
  noAnswer,
  sessionOver,
  settled,
} from './a-fake-gateway.js';

const FIRST = '+201000000001';
const SECOND = '+201000000002';
const REQUEST = '5b1c3f0a-9d1e-4b7a-8a3c-000000000001';

const never = () => new Promise<never>(() => {});
const session = (isDigitalIdentityVerified: boolean) => ({
  ...{ __typename: 'Session', accessToken: 'new', refreshToken: null, expiresInSeconds: null },
  ...{ transactionId: null, isDigitalIdentityVerified },
});
const no = (reason: string) => ({ __typename: 'Rejection', message: 'No.', reason, fieldErrors: [] });
const eligibility = (more: object) => ({
  eligibility: {
    ...{ isEligible: false, isDigitalIdentityVerified: true, hasPendingRequest: false },
    ...{ isEmailConfirmed: true, ...more },
  },
});
const openRequest = { id: REQUEST, requestNumber: 'REQ-1', status: 'APPROVED', nextStep: 'SIGN' };

/** The first is registered, the second is not; nobody gets further than a test wants. */
const usual: Answers = {
  AccountExists: ({ phoneNumber }) => ({ accountExists: phoneNumber === FIRST }),
  SendPhoneCode: () => ({
    sendPhoneCode: { __typename: 'CodeSent', codeRequestId: 'phone', expiresInSeconds: 300 },
  }),
  ConfirmPhone: () => ({
    confirmPhone: { __typename: 'ContactConfirmed', emailConfirmationRequired: false },
  }),
  LogIn: () => ({ login: session(true) }),
  Eligibility: () => eligibility({}),
  Register: () => ({ register: no('OTHER') }),
  AskForOtp: () => ({
    requestActivationOtp: { __typename: 'ActivationOtpSent', otpRequestId: 'otp' },
  }),
  ValidateOtp: () => ({
    validateActivationOtp: { __typename: 'ActivationOtpValidated', message: '', paymentUrl: null },
  }),
  Confirm: () => ({ confirmPayment: { __typename: 'ContractActivated', businessRequest: null } }),
  SigningLink: () => ({ generateSigningLink: no('OTHER') }),
};

/** Somebody who was known to this extent when the page was left. */
function known(more: Partial<JoinFlow>): JoinProgress {
  const progress = progressOf({ ...START, phoneNumber: FIRST, ...more });
  if (progress === null) throw new Error('Nothing is left to do.');
  return JSON.parse(JSON.stringify(progress));
}

function join(answers: Answers, more: Partial<JoinAndSignOptions>): [FakeGateway, Promise<JoinOutcome>] {
  const gateway = answering({ ...usual, ...answers });
  const unexpected = (what: string) => () => Promise.reject(new Error(`Nobody expects ${what}.`));
  let keys = 0;
  const joining = joinAndSign({
    execute: gateway.execute,
    deviceId: 'a-phone',
    locate: () => ({ latitude: 30, longitude: 31 }),
    onPhone: async () => ({ phoneNumber: FIRST }),
    onCode: async () => ({ code: '123456' }),
    onEmail: async () => null,
    onPassword: async () => ({ password: 'Second-2026!' }),
    onLogIn: async () => ({ password: 'First-2026!' }),
    onSession: () => {},
    onIdSide: async () => ({ image: 'card' }),
    onFace: async () => ({ face1: '1', face2: '2', face3: '3' }),
    onProduct: unexpected('a product'),
    onForm: unexpected('a form'),
    onLivenessRequired: unexpected('pictures'),
    onOtp: async () => ({ otpCode: '123456' }),
    onPayment: unexpected('a payment'),
    environment: {
      pause: async () => {},
      newKey: () => {
        keys += 1;
        return `key-${keys}`;
      },
    },
    ...more,
  });
  return [gateway, joining];
}

describe('Another phone number', () => {
  it('registers with its own password and address, after the first was logged in with', async () => {
    const asked: string[] = [];
    const numbers = [FIRST, SECOND];
    const [gateway, joining] = join(
      {
        LogIn: () => ({
          login: {
            __typename: 'LoginOtpRequired',
            message: '',
            otpRequestId: 'login',
            expiresInSeconds: 300,
          },
        }),
      },
      {
        onPhone: async () => ({ phoneNumber: numbers.shift() ?? '' }),
        onCode: async (code) => (code.for === 'login' ? { change: true } : { code: '123456' }),
        onEmail: async () => {
          asked.push('email');
          return null;
        },
        onPassword: async () => {
          asked.push('password');
          return { password: 'Second-2026!' };
        },
      },
    );
    expect(await joining).toMatchObject({ outcome: 'refused', step: 'register' });
    expect(asked).toEqual(['email', 'password']);
    expect(gateway.inputsOf('Register')).toMatchObject([
      { phoneNumber: SECOND, password: 'Second-2026!', email: null },
    ]);
  });

  const changing = () => {
    let logIns = 0;
    return {
      onPhone: async () => ({ phoneNumber: SECOND }),
      onLogIn: async () => {
        logIns += 1;
        return logIns === 1 ? { change: true as const } : { password: 'Second-2026!' };
      },
    };
  };
  const overAtFirst = (_input: object, before: number) =>
    before === 0 ? sessionOver() : usual.AskForOtp?.({}, before);
  const both = { AccountExists: () => ({ accountExists: true }) };

  it('does not sign the first one’s contract after that session was over', async () => {
    const resume = known({ requestId: REQUEST, hasSession: true, task: { task: 'sign' } });
    const [gateway, joining] = join({ ...both, AskForOtp: overAtFirst }, { resume, ...changing() });
    expect(await joining).toMatchObject({ outcome: 'notEligible' });
    expect(gateway.times('AskForOtp')).toBe(1);
    expect(gateway.inputsOf('LogIn')).toMatchObject([{ phoneNumber: SECOND }]);
  });

  it('has its card in a transaction of its own after that session was over', async () => {
    const verifying = { hasSession: true, transactionId: 'first', isFrontChecked: true };
    const resume = known({ ...verifying, task: { task: 'askForIdBack', problem: null } });
    const answers: Answers = {
      VerifyIdBack: (_input, before) => (before === 0 ? sessionOver() : { verifyIdBack: no('OTHER') }),
      VerifyIdFront: () => ({ verifyIdFront: no('OTHER') }),
    };
    const [gateway, joining] = join(
      { ...both, ...answers, LogIn: () => ({ login: session(false) }) },
      { resume, ...changing() },
    );
    expect(await joining).toMatchObject({ outcome: 'refused', step: 'verifyIdFront' });
    expect(gateway.inputsOf('VerifyIdBack')).toMatchObject([{ transactionId: 'first' }]);
    expect(gateway.inputsOf('VerifyIdFront')).toMatchObject([
      { transactionId: expect.stringMatching(/^key-/) },
    ]);
  });

  it('hears nothing of a password that was sent to the first one', async () => {
    const told: unknown[] = [];
    const [, joining] = join(both, {
      resume: known({ isPasswordSent: true, task: { task: 'askForLogIn', problem: null } }),
      onPhone: async () => ({ phoneNumber: SECOND }),
      onLogIn: async ({ phoneNumber, isPasswordSent = false }) => {
        told.push([phoneNumber, isPasswordSent]);
        return phoneNumber === FIRST ? { change: true } : { password: 'Second-2026!' };
      },
    });
    await joining;
    expect(told).toEqual([
      [FIRST, true],
      [SECOND, false],
    ]);
  });

  it('is told from the same one, which goes on where it was', async () => {
    const [gateway, joining] = join(
      { AskForOtp: overAtFirst },
      {
        resume: known({ requestId: REQUEST, hasSession: true, task: { task: 'sign' } }),
        ...changing(),
        onPhone: async () => ({ phoneNumber: FIRST }),
      },
    );
    expect(await joining).toMatchObject({ outcome: 'signed', requestId: REQUEST });
    expect(gateway.times('AskForOtp')).toBe(2);
  });
});

describe('A session that is over', () => {
  it('at a step of the signature, leaves the step to be taken after the login', async () => {
    const [gateway, joining] = join(
      { Confirm: (_input, before) => (before === 0 ? sessionOver() : usual.Confirm?.({}, before)) },
      { resume: known({ requestId: REQUEST, hasSession: true, task: { task: 'sign' } }) },
    );
    expect(await joining).toMatchObject({ outcome: 'signed' });
    expect(gateway.sent.map(({ name }) => name)).toEqual([
      ...['AskForOtp', 'ValidateOtp', 'Confirm', 'LogIn', 'Confirm', 'SigningLink'],
    ]);
  });

  it('while the last step is looked up, is followed by a login and another look', async () => {
    const [gateway, joining] = join(
      {
        Confirm: noAnswer,
        Status: (_input, before) =>
          before === 0 ? sessionOver() : { businessRequest: { ...openRequest, nextStep: 'DONE' } },
      },
      { resume: known({ requestId: REQUEST, hasSession: true, task: { task: 'sign' } }) },
    );
    expect(await joining).toMatchObject({ outcome: 'signed', requestId: REQUEST });
    expect(gateway.times('Confirm')).toBe(1);
  });

  it('while a creation is looked up, is followed by a login and another look, also over a reload', async () => {
    const answers: Answers = {
      Create: noAnswer,
      OpenRequest: (_input, before) =>
        before === 0 ? sessionOver() : { currentBusinessRequest: openRequest },
    };
    const productType = { id: '', productTypeId: 415, name: '', formFields: [] };
    const creating = { ...known({ productTypeId: 415, hasSession: true }), phase: 'askForForm' as const };
    let kept = '';
    const left = new AbortController();
    const [, leaving] = join(
      { ...answers, ProductForm: () => ({ productType }) },
      {
        resume: creating,
        onForm: async () => ({ fields: [] }),
        onProgress: (progress) => {
          if (!left.signal.aborted) kept = JSON.stringify(progress);
        },
        onLogIn: async () => {
          left.abort();
          return never();
        },
        signal: left.signal,
      },
    );
    expect(await settled(leaving)).toEqual({ outcome: 'aborted', phase: 'askForLogIn' });
    const [gateway, joining] = join(
      { ...answers, OpenRequest: () => ({ currentBusinessRequest: openRequest }) },
      { resume: JSON.parse(kept) },
    );
    expect(await joining).toMatchObject({ outcome: 'signed', requestId: REQUEST });
    expect(gateway.times('Create')).toBe(0);
  });

  it('while a verification is looked up, is followed by a login', async () => {
    const faces = { face1: '1', face2: '2', face3: '3' };
    const progress = { hasSession: true, isFrontChecked: true, isBackChecked: true };
    const [gateway, joining] = join(
      {
        VerifyLiveness: noAnswer,
        Eligibility: (_input, before) => (before === 0 ? sessionOver() : eligibility({})),
      },
      {
        resume: known({ ...progress, task: { task: 'askForFace', problem: null } }),
        onFace: async () => faces,
      },
    );
    expect(await joining).toMatchObject({ outcome: 'notEligible' });
    expect(gateway.sent.map(({ name }) => name)).toEqual([
      ...['VerifyLiveness', 'Eligibility', 'LogIn', 'Eligibility'],
    ]);
  });
});

describe('What a refusal says', () => {
  const tooMany = { ...no('TOO_MANY_ATTEMPTS'), retryAfterSeconds: 540 };

  it('of how long to wait is told where it ends, and where something is asked for again', async () => {
    const problems: unknown[] = [];
    const [, joining] = join(
      {
        AccountExists: () => ({ accountExists: false }),
        SendPhoneCode: (input, before) =>
          before === 0 ? usual.SendPhoneCode?.(input, before) : { sendPhoneCode: tooMany },
        Register: () => ({ register: tooMany }),
      },
      {
        onCode: async ({ problem }) => {
          problems.push(problem);
          return problems.length === 1 ? { resend: true } : { code: '123456' };
        },
      },
    );
    const told = { message: 'No.', reason: 'TOO_MANY_ATTEMPTS', retryAfterSeconds: 540 };
    expect(await joining).toEqual({ outcome: 'refused', step: 'register', problem: told });
    expect(problems).toEqual([undefined, told]);
  });

  it('to a request that may not be created is told with what stands in its way', async () => {
    const standing = { isDigitalIdentityVerified: true, hasPendingRequest: false, isEmailConfirmed: false };
    const [, joining] = join(
      {
        ProductForm: () => ({ productType: { id: '', productTypeId: 415, name: '', formFields: [] } }),
        Create: () => ({
          createBusinessRequest: {
            __typename: 'NotEligible',
            message: 'Confirm your address.',
            eligibility: standing,
          },
        }),
      },
      {
        resume: { ...known({ productTypeId: 415, hasSession: true }), phase: 'askForForm' },
        onForm: async () => ({ fields: [] }),
      },
    );
    expect(await joining).toEqual({
      outcome: 'notEligible',
      eligibility: { ...standing, isEligible: false },
      problem: { message: 'Confirm your address.' },
    });
  });
});

it.each([
  ['register', 'Register', 'AccountExists', { phase: 'askForPassword' }],
  ['verifyLiveness', 'VerifyLiveness', 'Eligibility', { phase: 'askForFace', isBackChecked: true }],
] as const)(
  'Where %s can’t be looked up either, both faults are told apart',
  async (step, lost, lookUp, at) => {
    const down = () => {
      throw new GatewayErrors([{ message: 'Down.', extensions: { code: 'UPSTREAM_INVALID_RESPONSE' } }]);
    };
    const hasSession = step !== 'register';
    const [, joining] = join(
      { [lost]: noAnswer, [lookUp]: down },
      { resume: { ...known({ hasSession, isFrontChecked: true }), ...at } },
    );
    expect(await joining).toMatchObject({
      outcome: 'unknown',
      step,
      fault: { code: 'NETWORK' },
      lookUpFault: { code: 'UPSTREAM_INVALID_RESPONSE' },
    });
  },
);

it('The card’s front is of one transaction, also where the first answer to it is lost', async () => {
  const [gateway, joining] = join(
    { VerifyIdFront: (_input, before) => (before === 0 ? noAnswer() : { verifyIdFront: no('OTHER') }) },
    { resume: known({ hasSession: true, task: { task: 'askForIdFront', problem: null } }) },
  );
  expect(await joining).toMatchObject({ outcome: 'refused', step: 'verifyIdFront' });
  const [first, second] = gateway.inputsOf('VerifyIdFront');
  expect(first?.transactionId).toEqual(expect.any(String));
  expect(second?.transactionId).toBe(first?.transactionId);
  expect(second?.idempotencyKey).not.toBe(first?.idempotencyKey);
});

it.each([
  ['a contract that was signed before', { isEligible: true }, 'DONE'],
  ['a contract whose other side signs next', {}, 'WAIT_FOR_COUNTERSIGNATURE'],
  ['a request that was turned down', {}, 'NONE'],
  ['somebody else’s contract that waits for this signature too', { isEligible: true }, 'SIGN_UNLESS_SIGNED'],
])(
  'A creation whose answer was lost is not found in %s: the form is asked for again',
  async (_what, standing, nextStep) => {
    const left = new AbortController();
    const problems: unknown[] = [];
    const [gateway, joining] = join(
      {
        Create: noAnswer,
        Eligibility: () => eligibility(standing),
        OpenRequest: () => ({ currentBusinessRequest: { ...openRequest, nextStep } }),
        ProductForm: () => ({ productType: { id: '', productTypeId: 415, name: '', formFields: [] } }),
      },
      {
        resume: { ...known({ productTypeId: 415, hasSession: true }), phase: 'askForForm' },
        signal: left.signal,
        onForm: async ({ problem }) => {
          problems.push(problem);
          if (problems.length === 1) return { fields: [] };
          left.abort();
          return never();
        },
      },
    );
    expect(await settled(joining)).toEqual({ outcome: 'aborted', phase: 'askForForm' });
    expect(problems).toEqual([undefined, expect.objectContaining({ isUnknown: true })]);
    expect(gateway.times('AskForOtp')).toBe(0);
  },
);

it('It ends where its host ends it at once as it asks, and waits for no answer', async () => {
  const left = new AbortController();
  const onPhone = () => {
    left.abort();
    return never();
  };
  const [, joining] = join({}, { onPhone, signal: left.signal });
  expect(await settled(joining)).toEqual({ outcome: 'aborted', phase: 'askForPhone' });
});
