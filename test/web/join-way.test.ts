import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLEnumType, isEnumType, isUnionType } from 'graphql';
import { ar } from '../../web/src/join/i18n/join-ar.js';
import { en } from '../../web/src/join/i18n/join-en.js';
import type { Event } from '../../web/src/join/state/event.js';
import type { Call, OperationName, ProductForm, Submitted } from '../../web/src/join/state/operations.js';
import { reduce } from '../../web/src/join/state/reduce.js';
import {
  type Known,
  NOTHING_KNOWN,
  resumed,
  type Screen,
  type SentCode,
  type Way,
} from '../../web/src/join/state/way.js';

const SCHEMA = buildSchema(readFileSync(new URL('../../schema/schema.graphql', import.meta.url), 'utf8'));
const NOW = Date.UTC(2026, 10, 28, 12);
const PLACE = { latitude: 30, longitude: 31 };
const PHONE = '+201112345678';
const TRANSACTION = '00000000-0000-4000-8000-000000000001';
const CODE: SentCode = { codeRequestId: 'sms', sentAt: NOW, goodForSeconds: 300, confirmed: null };
const FIELD = {
  key: 'name',
  kind: 'TEXT',
  visibleToUser: true,
  table: [],
  relatedFields: [],
  options: [],
};
const PRODUCT = {
  id: 'ProductType:415',
  productTypeId: 415,
  name: 'Car Loan',
  formFields: [FIELD],
} as unknown as ProductForm;

let keys = 0;
const stamp = () => {
  keys += 1;
  return { key: `key-${keys}`, now: NOW, deviceId: 'device' };
};
const play = (way: Way, ...events: Event[]) =>
  events.reduce((before, event) => reduce(before, event, stamp()), way);
/** Somebody at a screen. */
const at = (screen: Screen, known: Partial<Known> = {}): Way => ({
  ...resumed({ ...NOTHING_KNOWN, phoneNumber: PHONE, ...known }),
  secret: { password: 'secret', place: PLACE, loginCode: null },
  screen,
});
const answered = (name: OperationName, answer: unknown): Event =>
  ({ type: 'answered', of: { name, answer } }) as Event;
const waitsFor = (way: Way, name: OperationName) => expect([way.call?.name, way.fault]).toEqual([name, null]);

const SCREENS = {
  phone: at({ kind: 'phone', problem: null }),
  phoneCode: at({ kind: 'phoneCode', code: CODE, problem: null }, { phone: CODE }),
  email: at({ kind: 'email', problem: null }, { wantsEmail: true }),
  emailCode: at({ kind: 'emailCode', code: CODE, problem: null }, { email: 'a@example.com', mail: CODE }),
  password: at({ kind: 'password', problem: null }, { phone: { ...CODE, confirmed: '123456' } }),
  logIn: at({ kind: 'logIn', problem: null, note: null }),
  logInCode: at({ kind: 'logInCode', code: CODE, problem: null }),
  resetCode: at({ kind: 'resetCode', code: CODE, problem: null }),
  front: at({ kind: 'card', side: 'front', problem: null }, { hasAccount: true }),
  back: at(
    { kind: 'card', side: 'back', problem: null },
    { hasAccount: true, transactionId: TRANSACTION, sidesDone: ['front'] },
  ),
  face: at(
    { kind: 'face', problem: null },
    { hasAccount: true, transactionId: TRANSACTION, sidesDone: ['front', 'back'] },
  ),
  form: at({ kind: 'form', product: PRODUCT, problem: null }, { hasAccount: true, productTypeId: 415 }),
} as const;

/** What leads to each step, from which screen. */
const LEADS: Partial<Record<OperationName, [Way, Event]>> = {
  sendPhoneCode: [SCREENS.phoneCode, { type: 'codeWanted' }],
  confirmPhone: [SCREENS.phoneCode, { type: 'codeGiven', code: '123456' }],
  sendEmailCode: [SCREENS.email, { type: 'emailGiven', email: 'a@example.com' }],
  confirmEmail: [SCREENS.emailCode, { type: 'codeGiven', code: '123456' }],
  register: [SCREENS.password, { type: 'passwordGiven', password: 'secret' }],
  login: [SCREENS.logIn, { type: 'passwordGiven', password: 'secret' }],
  sendPasswordResetCode: [SCREENS.logIn, { type: 'passwordLost' }],
  confirmPasswordResetCode: [SCREENS.resetCode, { type: 'codeGiven', code: '123456' }],
  verifyIdFront: [SCREENS.front, { type: 'pictureTaken', image: 'picture' }],
  verifyIdBack: [SCREENS.back, { type: 'pictureTaken', image: 'picture' }],
  verifyLiveness: [SCREENS.face, { type: 'faceTaken', scan: { face1: 'one', face2: 'two', face3: 'three' } }],
  createBusinessRequest: [
    SCREENS.form,
    { type: 'formFilled', fields: [{ key: 'name', value: 'Mona' }], signers: [] },
  ],
};

const rejection = (reason: string) => ({ __typename: 'Rejection', reason, message: 'No.', fieldErrors: [] });
const standing = (more: object) => ({
  isEligible: false,
  isDigitalIdentityVerified: true,
  hasPendingRequest: false,
  isEmailConfirmed: true,
  ...more,
});
const request = (nextStep: string, status = 'APPROVED') =>
  ({ id: 'request', requestNumber: 'REQ-1', status, nextStep, typeName: 'CarLoan' }) as Submitted;
const checked = (isComplete: boolean) => ({
  __typename: 'IdentityChecked',
  transactionId: TRANSACTION,
  isComplete,
  isVerified: isComplete,
  document: { fullName: 'Mona' },
});
const failedCheck = {
  __typename: 'IdentityCheckFailed',
  message: 'No.',
  sameTransactionId: TRANSACTION,
  checks: [{ message: 'Too dark.' }],
};
const codeSent = { __typename: 'CodeSent', codeRequestId: 'another', expiresInSeconds: 300 };
const confirmed = { __typename: 'ContactConfirmed', emailConfirmationRequired: false };
const session = { __typename: 'Session', accessToken: 'token', refreshToken: 'again' };

/** One answer of every member of every step's union, and the screen or the reading that it leads to. */
const ANSWERS: Partial<Record<OperationName, Record<string, [answer: object, leadsTo: string]>>> = {
  sendPhoneCode: {
    CodeSent: [codeSent, 'phoneCode'],
    Rejection: [rejection('TOO_MANY_ATTEMPTS'), 'phoneCode'],
  },
  confirmPhone: {
    ContactConfirmed: [confirmed, 'password'],
    Rejection: [rejection('OTP_INCORRECT'), 'phoneCode'],
  },
  sendEmailCode: { CodeSent: [codeSent, 'emailCode'], Rejection: [rejection('ALREADY_REGISTERED'), 'email'] },
  confirmEmail: {
    ContactConfirmed: [confirmed, 'password'],
    Rejection: [rejection('OTP_EXPIRED'), 'emailCode'],
  },
  register: { Session: [session, 'card'], Rejection: [rejection('INVALID_INPUT'), 'password'] },
  login: {
    Session: [session, 'eligibility'],
    LoginOtpRequired: [
      { __typename: 'LoginOtpRequired', otpRequestId: 'sms', expiresInSeconds: 300 },
      'logInCode',
    ],
    Rejection: [rejection('INVALID_CREDENTIALS'), 'logIn'],
  },
  sendPasswordResetCode: {
    CodeSent: [codeSent, 'resetCode'],
    Rejection: [rejection('TOO_MANY_ATTEMPTS'), 'logIn'],
  },
  confirmPasswordResetCode: {
    ContactConfirmed: [confirmed, 'logIn'],
    Rejection: [rejection('OTP_INCORRECT'), 'resetCode'],
  },
  verifyIdFront: {
    IdentityChecked: [checked(false), 'card'],
    IdentityCheckFailed: [failedCheck, 'card'],
    Rejection: [rejection('DOCUMENT_UNREADABLE'), 'card'],
  },
  verifyIdBack: {
    IdentityChecked: [checked(false), 'face'],
    IdentityCheckFailed: [failedCheck, 'card'],
    Rejection: [rejection('DOCUMENT_MISMATCH'), 'card'],
  },
  verifyLiveness: {
    IdentityChecked: [checked(true), 'eligibility'],
    IdentityCheckFailed: [failedCheck, 'face'],
    Rejection: [rejection('FACE_MISMATCH'), 'face'],
  },
  createBusinessRequest: {
    BusinessRequestCreated: [
      {
        __typename: 'BusinessRequestCreated',
        businessRequest: request('WAIT_FOR_APPROVAL', 'PENDING_APPROVAL'),
      },
      'waiting',
    ],
    NotEligible: [
      { __typename: 'NotEligible', message: 'No.', eligibility: standing({ isEmailConfirmed: false }) },
      'stopped',
    ],
    Rejection: [rejection('INVALID_INPUT'), 'form'],
  },
};

const sent = (name: OperationName): Way => {
  const lead = LEADS[name];
  if (!lead) throw new Error(`What leads to ${name}?`);
  return play(...lead);
};

describe('Every answer of every step leads to a screen', () => {
  const steps = Object.keys(LEADS) as OperationName[];

  it.each(steps)('%s: each member of its union', (name) => {
    const type = SCHEMA.getMutationType()?.getFields()[name]?.type.toString().replace('!', '') ?? '';
    const union = SCHEMA.getType(type);
    if (!isUnionType(union)) throw new Error(`${type} is no union.`);
    const answers = ANSWERS[name] ?? {};
    expect(Object.keys(answers).toSorted()).toEqual(
      union
        .getTypes()
        .map((member) => member.name)
        .toSorted(),
    );
    for (const [member, [answer, leadsTo]] of Object.entries(answers)) {
      const way = play(sent(name), answered(name, answer));
      expect([member, way.fault, way.call?.name ?? way.screen.kind]).toEqual([member, null, leadsTo]);
      // What was refused says so on its screen.
      if (member === 'Rejection' || member === 'IdentityCheckFailed')
        expect(way.screen).toHaveProperty('problem.reason', expect.any(String));
    }
  });

  it('and none that a later gateway may send is taken for another', () => {
    for (const name of steps)
      expect(() => play(sent(name), answered(name, { __typename: 'CameLater' }))).toThrow('later gateway');
  });

  it('each step goes out under a key of its own', () => {
    for (const name of steps) {
      const { call } = sent(name);
      expect(call?.variables).toHaveProperty('input.idempotencyKey', `key-${keys}`);
    }
  });

  it.each((SCHEMA.getType('RejectionReason') as GraphQLEnumType).getValues().map(({ name }) => name))(
    'a refusal for %s has a sentence in both languages',
    (reason) => {
      for (const { problems } of [en, ar])
        expect(problems[reason as keyof typeof problems]).toMatch(/\S{2}.*\.$/);
    },
  );

  it('what is not there is named: a code, the photographs, an account, a product', () => {
    const no = rejection('NOT_FOUND');
    const gone = ({ screen }: Way) => ('problem' in screen ? screen.problem?.gone : null);
    const goneOf = (name: OperationName) => gone(play(sent(name), answered(name, no)));
    const codes = ['confirmPhone', 'confirmEmail', 'confirmPasswordResetCode', 'register'] as const;
    const cards = ['verifyIdFront', 'verifyIdBack', 'verifyLiveness'] as const;
    const accounts = ['login', 'sendPasswordResetCode'] as const;
    expect(codes.map(goneOf)).toEqual(Array(4).fill('code'));
    expect(cards.map(goneOf)).toEqual(Array(3).fill('card'));
    expect(accounts.map(goneOf)).toEqual(Array(2).fill('account'));
    expect(goneOf('createBusinessRequest')).toBeUndefined();
    const choosing = play(at({ kind: 'products', products: [], problem: null }), {
      type: 'productChosen',
      productTypeId: 415,
    });
    expect(gone(play(choosing, answered('productType', null)))).toBe('product');
    // The code of a log-in is asked for where it is entered.
    const coded = play(SCREENS.logInCode, { type: 'codeGiven', code: '123456' }, answered('login', no));
    expect(coded.screen).toMatchObject({ kind: 'logInCode', problem: { gone: 'code' } });
    for (const { gone } of [en, ar]) expect(Object.values(gone).join(' ')).toMatch(/^\S.*\. \S.*\.$/);
  });

  it('a code that the registration does not find any more is asked for again', () => {
    const { screen, known } = play(sent('register'), answered('register', rejection('NOT_FOUND')));
    expect(screen).toMatchObject({ kind: 'phoneCode', problem: { reason: 'NOT_FOUND', gone: 'code' } });
    // After a reload too: no password helps.
    expect(resumed(known).screen.kind).toBe('phoneCode');
  });

  it.each(steps)('every reason to refuse %s leads to a screen that says it', (name) => {
    const reasons = SCHEMA.getType('RejectionReason');
    if (!isEnumType(reasons)) throw new Error('There are no reasons.');
    for (const { name: reason } of reasons.getValues()) {
      const way = play(sent(name), answered(name, rejection(reason)));
      expect([reason, way.call, way.fault]).toEqual([reason, null, null]);
      const isTold = 'problem' in way.screen && way.screen.problem?.reason === reason;
      const isLogIn = way.screen.kind === 'logIn' && way.screen.note === 'registered';
      const isEmail = way.screen.kind === 'email' && reason === 'NOT_ELIGIBLE';
      expect([name, reason, isTold || isLogIn || isEmail]).toEqual([name, reason, true]);
    }
  });
});

describe('Where a request stands decides where its customer goes on', () => {
  it.each((SCHEMA.getType('NextStep') as GraphQLEnumType).getValues().map(({ name }) => name))(
    '%s',
    (nextStep) => {
      const reading: Way = { ...SCREENS.front, call: { name: 'currentBusinessRequest', variables: {} } };
      const { screen } = play(reading, answered('currentBusinessRequest', request(nextStep, 'REJECTED')));
      const leadsTo = { WAIT_FOR_APPROVAL: 'waiting', NONE: 'stopped' }[nextStep] ?? 'sign';
      expect(screen.kind).toBe(leadsTo);
    },
  );

  it('a contract that was signed before is opened from the choice', () => {
    const choice = at({ kind: 'products', products: [], problem: null });
    const opened = play(choice, { type: 'contractWanted', request: request('DONE', 'COMPLETED') });
    expect(opened.screen).toEqual({ kind: 'sign', requestId: 'request' });
  });

  it('waiting ends by itself: approved, turned down, or in a state that nobody knows', () => {
    const waiting = at({ kind: 'waiting', request: request('WAIT_FOR_APPROVAL') });
    const told = (nextStep: string, status: string) =>
      play(waiting, { type: 'statusChanged', request: request(nextStep, status) }).screen;
    expect(told('SIGN', 'APPROVED')).toEqual({ kind: 'sign', requestId: 'request' });
    expect(told('NONE', 'REJECTED')).toMatchObject({ kind: 'stopped', why: 'rejected' });
    expect(told('NONE', 'UNKNOWN')).toMatchObject({ kind: 'stopped', why: 'unknownStatus' });
    // As a gateway that was deployed since has it.
    expect(told('CAME_LATER', 'CAME_LATER')).toMatchObject({ kind: 'stopped', why: 'unknownStatus' });
  });

  it.each([
    ['eligible', { isEligible: true }, 'productTypes'],
    ['not verified', { isDigitalIdentityVerified: false }, 'card'],
    ['a request is open', { hasPendingRequest: true }, 'currentBusinessRequest'],
    ['the address is not confirmed', { isEmailConfirmed: false }, 'emailNotConfirmed'],
    ['something else', {}, 'notEligible'],
  ])('eligibility: %s', (_, more, leadsTo) => {
    const reading: Way = { ...SCREENS.logIn, call: { name: 'eligibility', variables: {} } };
    const { call, screen } = play(reading, answered('eligibility', standing(more)));
    expect(call?.name ?? (screen.kind === 'stopped' ? screen.why : screen.kind)).toBe(leadsTo);
  });

  it('pictures that are all there and not verified yet wait for the authorities, and are not asked for again', () => {
    const known = { isIdentitySent: true, transactionId: TRANSACTION };
    const reading: Way = {
      ...at({ kind: 'face', problem: null }, known),
      call: { name: 'eligibility', variables: {} },
    };
    const { screen } = play(reading, answered('eligibility', standing({ isDigitalIdentityVerified: false })));
    expect(screen).toMatchObject({ kind: 'stopped', why: 'identityInReview' });
  });
});

describe('Too many of something', () => {
  const refusedWith = (name: OperationName, retryAfterSeconds: number | null) => {
    const { screen } = play(
      sent(name),
      answered(name, { ...rejection('TOO_MANY_ATTEMPTS'), retryAfterSeconds }),
    );
    return 'problem' in screen ? screen.problem?.tooMany : null;
  };

  it.each(['sendPhoneCode', 'sendEmailCode', 'sendPasswordResetCode'] as const)(
    '%s: codes, which time alone helps',
    (name) => {
      expect(refusedWith(name, 540)).toEqual({ of: 'codes', seconds: 540 });
      // Vlens tells no time.
      expect(refusedWith(name, null)).toEqual({ of: 'codes', seconds: 600 });
    },
  );

  it.each(['confirmPhone', 'confirmEmail', 'confirmPasswordResetCode'] as const)(
    '%s: wrong codes, which another one helps at once, or tries, which time helps',
    (name) => {
      expect(refusedWith(name, null)).toEqual({ of: 'wrongCodes', seconds: null });
      expect(refusedWith(name, 540)).toEqual({ of: 'tries', seconds: 540 });
    },
  );
});

describe('Another language', () => {
  const list = (...names: string[]) =>
    ({
      ...PRODUCT,
      formFields: [{ ...FIELD, key: 'work', options: names.map((name) => ({ name })) }],
    }) as unknown as ProductForm;
  const english = at(
    { kind: 'form', product: list('Employed', 'Retired'), problem: null },
    { values: { work: 'Retired', name: 'Mona' } },
  );

  it('renames what was chosen, and nothing that was written', () => {
    const way = play(english, { type: 'formReworded', product: list('موظف', 'متقاعد') });
    expect(way.known.values).toEqual({ work: 'متقاعد', name: 'Mona' });
    expect(way.screen).toMatchObject({ product: { formFields: [{ options: [{ name: 'موظف' }, {}] }] } });
  });

  it('comes too late for somebody who has gone on', () => {
    const way = at({ kind: 'waiting', request: request('WAIT_FOR_APPROVAL') });
    expect(play(way, { type: 'formReworded', product: list('موظف') })).toBe(way);
    expect(play(way, { type: 'productsReworded', products: [] })).toBe(way);
  });
});

describe('What comes late', () => {
  const found: Event = { type: 'placeFound', place: { latitude: 24, longitude: 32 } };

  it.each([
    ['register', SCREENS.password],
    ['login', SCREENS.logIn],
  ] as const)('a place that is found twice sends %s once', (name, home) => {
    const asked = play(
      { ...home, secret: { ...home.secret, place: null } },
      {
        type: 'passwordGiven',
        password: 'secret',
      },
    );
    expect(asked.screen.kind).toBe('place');
    const first = play(asked, found);
    waitsFor(first, name);
    expect(play(first, found).call).toBe(first.call);
  });

  it('a place changes neither the screen that somebody has gone on to, nor what is sent from there', () => {
    for (const way of [SCREENS.front, sent('verifyIdFront'), SCREENS.form]) {
      const after = play(way, found);
      expect([after.screen, after.call]).toEqual([way.screen, way.call]);
    }
  });

  it.each(['verifyIdFront', 'verifyIdBack', 'verifyLiveness'] as const)(
    'pictures that are taken twice are sent once: %s',
    (name) => {
      const [, taken] = LEADS[name] ?? [];
      const way = sent(name);
      expect(taken && play(way, taken)).toBe(way);
    },
  );

  it('the end of a session after the signature: there is nothing to log in for', () => {
    const signing = at({ kind: 'sign', requestId: 'request' }, { hasAccount: true });
    const signed = play(signing, { type: 'signed' });
    expect(play(signed, { type: 'sessionEnded' })).toBe(signed);
    // Before it a log-in goes on.
    expect(play(signing, { type: 'sessionEnded' }).screen).toMatchObject({
      kind: 'logIn',
      note: 'sessionOver',
    });
  });
});

describe('A code is not sent twice', () => {
  const given: Event = { type: 'phoneGiven', phoneNumber: PHONE };

  it('for the same number while the first is good, nor once it was confirmed', () => {
    const mended = play(SCREENS.phoneCode, { type: 'correct' }, given, answered('accountExists', false));
    expect(mended).toMatchObject({ call: null, screen: { kind: 'phoneCode' } });
    const known = play(SCREENS.password, given, answered('accountExists', false));
    expect(known).toMatchObject({ call: null, screen: { kind: 'password' } });
  });

  it('and what it was sent for can be mended: the number, the address, the log-in', () => {
    const back = (way: Way) => play(way, { type: 'correct' }).screen.kind;
    const { phoneCode, emailCode, logInCode, resetCode } = SCREENS;
    expect([phoneCode, emailCode, logInCode, resetCode].map(back)).toEqual([
      'phone',
      'email',
      'logIn',
      'logIn',
    ]);
  });

  it('but is for another number, and when the first is over', () => {
    const other = play(
      SCREENS.phoneCode,
      { type: 'correct' },
      { type: 'phoneGiven', phoneNumber: '+201212345678' },
      answered('accountExists', false),
    );
    waitsFor(other, 'sendPhoneCode');
    const old = at({ kind: 'phone', problem: null }, { phone: { ...CODE, sentAt: NOW - 301_000 } });
    waitsFor(play(old, given, answered('accountExists', false)), 'sendPhoneCode');
  });

  it('by a reload: each screen before the account comes back as it was', () => {
    for (const { known, screen } of [SCREENS.phoneCode, SCREENS.password])
      expect(resumed(known)).toMatchObject({ call: null, screen: { kind: screen.kind } });
    const confirmed = { ...CODE, confirmed: '1' };
    const mail = { phone: confirmed, wantsEmail: true };
    expect(resumed({ ...SCREENS.email.known, ...mail }).screen.kind).toBe('email');
    expect(resumed({ ...SCREENS.email.known, ...mail, mail: CODE }).screen.kind).toBe('emailCode');
    expect(resumed({ ...SCREENS.email.known, ...mail, mail: confirmed }).screen.kind).toBe('password');
    expect(resumed(SCREENS.form.known).screen).toMatchObject({ kind: 'logIn', note: 'welcomeBack' });
  });

  it('where the page was reloaded before the answer came: the same step goes out under the same key', () => {
    const lost = play(SCREENS.phone, given, answered('accountExists', false));
    const again = play(resumed(lost.known), given, answered('accountExists', false));
    expect(keyOf(again.call)).toBe(keyOf(lost.call));
    const filled: Event = { type: 'formFilled', fields: [{ key: 'name', value: 'Mona' }], signers: [] };
    const request = play(SCREENS.form, filled);
    expect(keyOf(play({ ...SCREENS.form, known: request.known }, filled).call)).toBe(keyOf(request.call));
    const another: Event = { type: 'formFilled', fields: [{ key: 'name', value: 'Ahmed' }], signers: [] };
    expect(keyOf(play({ ...SCREENS.form, known: request.known }, another).call)).not.toBe(
      keyOf(request.call),
    );
  });

  it.each(['sendPasswordResetCode', 'confirmPasswordResetCode'] as const)(
    'nor %s: the same step goes out under the same key after a reload',
    (name) => {
      const [way, event] = LEADS[name] ?? [];
      if (!way || !event) throw new Error('What leads there?');
      const lost = play(way, event);
      expect(keyOf(play({ ...way, known: lost.known }, event).call)).toBe(keyOf(lost.call));
    },
  );
});

describe('What was not answered', () => {
  const NOT_TAKEN = [
    { kind: 'offline' },
    { kind: 'unavailable' },
    { kind: 'rateLimited', retryAfterSeconds: 3 },
    { kind: 'unexpected', requestId: null },
  ] as const;

  it.each(Object.keys(LEADS) as OperationName[])(
    '%s: goes out again as it was, under the same key',
    (name) => {
      for (const fault of NOT_TAKEN) {
        const before = sent(name);
        const stopped = play(before, { type: 'failed', fault });
        expect(stopped).toMatchObject({ fault, screen: before.screen });
        const again = play(stopped, { type: 'again' });
        expect(again.call).toEqual(before.call);
        // Another object, so that it is sent.
        expect(again.call).not.toBe(before.call);
        expect(play(stopped, { type: 'back' })).toMatchObject({ call: null, fault: null });
      }
    },
  );

  const unknown: Event = { type: 'failed', fault: { kind: 'outcomeUnknown' } };
  it.each<[OperationName, OperationName]>([
    ['register', 'accountExists'],
    ['verifyLiveness', 'eligibility'],
    ['createBusinessRequest', 'eligibility'],
  ])('%s, which may have been taken: %s tells', (name, reading) => {
    waitsFor(play(sent(name), unknown, { type: 'again' }), reading);
  });

  it('any other step that may have been taken goes out again when the customer says so, under a new key', () => {
    for (const name of ['sendPhoneCode', 'confirmPhone', 'login', 'verifyIdFront'] as const) {
      const before = sent(name);
      const again = play(before, unknown, { type: 'again' });
      waitsFor(again, name);
      expect(keyOf(again.call)).not.toBe(keyOf(before.call));
    }
  });

  it.each(['sendPhoneCode', 'confirmPhone', 'sendEmailCode', 'confirmEmail'] as const)(
    '%s: the new key outlasts a reload too',
    (name) => {
      const again = play(sent(name), unknown, { type: 'again' });
      expect(again.known.unanswered).toMatchObject({ name, key: keyOf(again.call) });
      const [way, event] = LEADS[name] ?? [];
      expect(way && event && keyOf(play({ ...way, known: again.known }, event).call)).toBe(keyOf(again.call));
    },
  );

  it('a registration that was taken after all leads to the log-in, one that was not to its password', () => {
    const asked = play(sent('register'), unknown, { type: 'again' });
    expect(play(asked, answered('accountExists', true)).screen).toMatchObject({ kind: 'logIn' });
    expect(play(asked, answered('accountExists', false)).screen).toMatchObject({ kind: 'password' });
  });

  it('what the gateway calls wrong is mended on its screen, and a session that is over by a log-in', () => {
    const fields = [{ field: 'input.phoneNumber', message: 'E.164 is expected.' }];
    const wrong = play(sent('sendPhoneCode'), { type: 'failed', fault: { kind: 'badInput', fields } });
    expect(wrong.screen).toMatchObject({ kind: 'phoneCode', problem: { reason: 'INVALID_INPUT', fields } });
    const over = play(sent('createBusinessRequest'), { type: 'failed', fault: { kind: 'sessionOver' } });
    expect(over.screen).toMatchObject({ kind: 'logIn', note: 'sessionOver' });
    expect(over.known.productTypeId).toBe(415);
  });

  it('an answer that comes when the customer has gone on changes nothing', () => {
    const left = play(sent('sendEmailCode'), { type: 'back' });
    expect(play(left, answered('sendEmailCode', codeSent))).toBe(left);
  });
});

it('The way that is kept holds neither password nor place nor picture', () => {
  const ways = (Object.keys(LEADS) as OperationName[]).map((name) => sent(name).known);
  expect(JSON.stringify(ways)).not.toMatch(/secret|latitude|picture|"one"/);
});

function keyOf(call: Call | null): string {
  const { input } = (call?.variables ?? {}) as { input?: { idempotencyKey: string } };
  return String(input?.idempotencyKey);
}
