import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Execute, GatewayErrors, type JoinProgress, joinAndSign } from '../../client/src/index.js';
import { cardOf } from '../sandbox/support/id-cards.js';
import { ASWAN, TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { Newcomer } from './a-newcomer.js';

let sandbox: TestSandbox;
let gateway: TestServer;
let newcomer: Newcomer;
beforeAll(async () => {
  sandbox = await TestSandbox.start();
  const env = { CACHE_MAX_AGE_MS: '0', MAX_FAILED_ATTEMPTS_PER_IP: '0' };
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey, env });
});
beforeEach(() => {
  newcomer = new Newcomer(gateway, sandbox);
});
afterAll(async () => {
  await gateway.close();
  await sandbox.close();
});

const PERSONAL_LOAN = 414;

/** Registers, and leaves. */
async function register(): Promise<void> {
  const left = new AbortController();
  const onIdSide = () => {
    left.abort();
    return new Promise<never>(() => {});
  };
  await joinAndSign(newcomer.options({ onIdSide, signal: left.signal }));
}

describe('joinAndSign', () => {
  it('goes the whole way, from nothing to the contract’s PDF, each step once and under a key of its own', async () => {
    const outcome = await joinAndSign(
      newcomer.options({
        onProduct: async ({ products }) => {
          newcomer.place = ASWAN;
          return {
            productTypeId: products.find(({ productTypeId }) => productTypeId === PERSONAL_LOAN)
              ? PERSONAL_LOAN
              : 0,
          };
        },
      }),
    );
    expect(outcome).toMatchObject({
      outcome: 'signed',
      businessRequest: { status: 'CUSTOMER_SIGNED' },
      contract: { url: expect.stringMatching(/^http/) },
    });
    if (outcome.outcome !== 'signed') throw new Error();
    const pdf = await fetch(String(outcome.contract?.url));
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    expect(newcomer.phases).toEqual([
      ...['askForPhone', 'checkAccount', 'sendPhoneCode', 'askForPhoneCode', 'confirmPhone'],
      ...['askForEmail', 'sendEmailCode', 'askForEmailCode', 'confirmEmail', 'askForPassword', 'register'],
      ...['askForIdFront', 'verifyIdFront', 'askForIdBack', 'verifyIdBack', 'askForFace', 'verifyLiveness'],
      ...[
        'readEligibility',
        'readProducts',
        'askForProduct',
        'readForm',
        'askForForm',
        'createBusinessRequest',
      ],
      ...['sign', 'requestOtp', 'askForScan', 'revalidate', 'requestOtp', 'askForCode', 'validateOtp'],
      ...['askForPayment', 'confirmPayment', 'generateLink', 'readContract', 'end'],
    ]);
    const steps = newcomer.sent.filter(({ isStep }) => isStep);
    const keys = new Set(steps.map(({ key }) => key));
    expect(keys.has(undefined)).toBe(false);
    expect(keys.size).toBe(steps.length);
    expect(steps.map(({ name }) => name)).toEqual([
      ...['SendPhoneCode', 'ConfirmPhone', 'SendEmailCode', 'ConfirmEmail', 'Register'],
      ...['VerifyIdFront', 'VerifyIdBack', 'VerifyLiveness', 'Create'],
      ...['AskForOtp', 'Revalidate', 'AskForOtp', 'ValidateOtp', 'Confirm', 'SigningLink'],
    ]);
  });

  it.each(['older', 'sdk'])('goes the same way where Vlens speaks as in its %s form', async (dialect) => {
    await sandbox.control('POST', 'tenant', { dialect });
    const outcome = await joinAndSign(
      newcomer.options({
        onProduct: async () => {
          newcomer.place = ASWAN;
          return { productTypeId: PERSONAL_LOAN };
        },
      }),
    );
    await sandbox.control('POST', 'tenant', { dialect: 'current' });
    expect(outcome).toMatchObject({ outcome: 'signed', contract: { url: expect.stringMatching(/^http/) } });
    expect(newcomer.phases).toEqual(expect.arrayContaining(['revalidate', 'askForPayment']));
    expect(newcomer.problems()).toEqual([]);
  });

  it('asks again, with what to do, for each thing that did not do', async () => {
    const { back } = await cardOf(newcomer.person);
    const right = newcomer.options();
    const once = <A, R>(first: R, then: (asked: A) => Promise<R>) => {
      let isFirst = true;
      return async (asked: A) => {
        const right = await then(asked);
        const given = isFirst ? first : right;
        isFirst = false;
        return given;
      };
    };
    const outcome = await joinAndSign(
      newcomer.options({
        onPhone: once({ phoneNumber: 'none' }, right.onPhone),
        onCode: once({ code: '12345678' }, right.onCode),
        onEmail: once({ email: 'none' }, right.onEmail),
        onPassword: once({ password: 'weak' }, right.onPassword),
        onIdSide: once({ image: back }, right.onIdSide),
        onFace: once({ face1: back, face2: back, face3: back }, right.onFace),
        onForm: once({ fields: [{ key: 'fullName', value: '' }] }, right.onForm),
      }),
    );
    expect(outcome).toMatchObject({ outcome: 'signed' });
    const said = newcomer.asked.flatMap(({ what, problem }) => (problem ? [[what, problem]] : []));
    expect(said).toMatchObject([
      ['phone', { reason: 'INVALID_INPUT', fieldErrors: [{ field: 'phoneNumber' }] }],
      ['code', { reason: 'OTP_INCORRECT' }],
      ['email', { reason: 'INVALID_INPUT', fieldErrors: [{ field: 'input.email' }] }],
      ['password', { reason: 'INVALID_INPUT', fieldErrors: [{ field: 'password' }] }],
      ['idSide', { checks: [{ code: 5007, message: expect.stringMatching(/side/) }] }],
      [
        'face',
        { reason: 'INVALID_INPUT', fieldErrors: [{ field: 'input.face2' }, { field: 'input.face3' }] },
      ],
      ['form', { reason: 'INVALID_INPUT', fieldErrors: [{ field: 'fullName' }, {}, {}] }],
    ]);
  });

  it('logs in who is registered, on a new device by a code, and goes on with what is left', async () => {
    const left = new AbortController();
    await joinAndSign(
      newcomer.options({
        onFace: () => {
          left.abort();
          return new Promise(() => {});
        },
        signal: left.signal,
      }),
    );
    const outcome = await joinAndSign(newcomer.options({ deviceId: 'another-phone' }));
    expect(outcome).toMatchObject({ outcome: 'signed' });
    expect(newcomer.phases).toContain('askForLogInCode');
    expect(newcomer.times('Register')).toBe(1);
  });

  it('is left at each phase and goes on there, with nothing done twice', async () => {
    let progress: JoinProgress | undefined;
    const left: string[] = [];
    for (;;) {
      const away = new AbortController();
      let kept = '';
      let leaves = false;
      const outcome = await joinAndSign(
        newcomer.options({
          ...(progress ? { resume: progress } : {}),
          // The page is gone before the answer is: what was sent by then, Vlens takes.
          execute: async (document, variables) => {
            const data = await newcomer.execute(document, variables);
            if (leaves) away.abort();
            return data;
          },
          onProgress: (now) => {
            if (!away.signal.aborted) kept = JSON.stringify(now);
          },
          onStatus: (phase) => {
            if (leaves || phase === 'end') return;
            // Once before anything is sent, and once while it is under way.
            if (!left.includes(phase)) {
              left.push(phase);
              away.abort();
            } else if (!phase.startsWith('ask') && phase !== 'sign' && !left.includes(`${phase} sent`)) {
              left.push(`${phase} sent`);
              leaves = true;
            }
          },
          signal: away.signal,
        }),
      );
      if (outcome.outcome !== 'aborted') {
        expect(outcome).toMatchObject({ outcome: 'signed' });
        break;
      }
      expect(kept).not.toMatch(/Newcomer-2026|eyJ/);
      progress = JSON.parse(kept) as JoinProgress;
    }
    expect(left).toEqual(
      expect.arrayContaining(['askForPhoneCode', 'verifyIdBack sent', 'askForForm', 'confirmPayment sent']),
    );
    for (const step of ['Register', 'Create', 'Confirm']) expect(newcomer.times(step)).toBe(1);
  });

  it('finds a way on for somebody who lost the password', async () => {
    await register();
    const asked: (string | boolean)[] = [];
    let wrong = true;
    const outcome = await joinAndSign(
      newcomer.options({
        onLogIn: async ({ isPasswordSent = false, problem }) => {
          asked.push(problem?.reason ?? isPasswordSent);
          if (asked.length === 1) return { password: 'Forgotten-2026!' };
          return isPasswordSent ? { password: await newcomer.newestMail() } : { forgot: true };
        },
        onCode: async ({ for: purpose, problem }) => {
          asked.push(problem?.reason ?? purpose);
          if (!wrong) return { code: await newcomer.newestMail() };
          wrong = false;
          return { code: '000000' };
        },
      }),
    );
    expect(outcome).toMatchObject({ outcome: 'signed' });
    expect(asked).toEqual([false, 'INVALID_CREDENTIALS', 'passwordReset', 'OTP_INCORRECT', true]);
    const phases = newcomer.phases.slice(newcomer.phases.indexOf('sendPasswordResetCode'));
    expect(phases.slice(0, 7)).toEqual([
      ...(['sendPasswordResetCode', 'askForPasswordResetCode', 'confirmPasswordResetCode'] as const),
      ...(['askForPasswordResetCode', 'confirmPasswordResetCode', 'askForLogIn', 'logIn'] as const),
    ]);
  });

  it.each(['SendPasswordResetCode', 'ConfirmPasswordResetCode'])(
    'sends %s again only where the customer wants it after its answer was lost',
    async (lost) => {
      await register();
      let isLost = false;
      const execute: Execute = async (document, variables, signal) => {
        const data = await newcomer.execute(document, variables, signal);
        if (isLost || newcomer.sent.at(-1)?.name !== lost) return data;
        isLost = true;
        throw new TypeError('fetch failed');
      };
      let asked = 0;
      const outcome = await joinAndSign(
        newcomer.options({
          execute,
          onLogIn: async ({ problem }) => {
            asked += 1;
            if (asked === 1) return { forgot: true };
            expect(problem).toEqual(
              lost === 'ConfirmPasswordResetCode' ? expect.objectContaining({ isUnknown: true }) : undefined,
            );
            return { password: await newcomer.newestMail() };
          },
          onCode: async ({ codeRequestId, problem }) => {
            if (codeRequestId !== null) return { code: await newcomer.newestMail() };
            expect(problem).toMatchObject({ isUnknown: true });
            return { resend: true };
          },
        }),
      );
      expect(outcome).toMatchObject({ outcome: 'signed' });
      expect(newcomer.times(lost)).toBe(lost === 'SendPasswordResetCode' ? 2 : 1);
    },
  );

  it.each(
    ['SendPhoneCode', 'ConfirmPhone', 'SendEmailCode', 'ConfirmEmail', 'Register', 'VerifyIdFront'].concat([
      'VerifyIdBack',
      'VerifyLiveness',
      'Create',
      'AskForOtp',
      'ValidateOtp',
      'Confirm',
      'SigningLink',
    ]),
  )('finds its way where the answer to %s is lost, and sends nothing again by itself', async (lost) => {
    let isLost = false;
    const execute: Execute = async (document, variables, signal) => {
      const data = await newcomer.execute(document, variables, signal);
      if (isLost || newcomer.sent.at(-1)?.name !== lost) return data;
      isLost = true;
      throw new TypeError('fetch failed');
    };
    const outcome = await joinAndSign(newcomer.options({ execute }));
    expect(outcome).toMatchObject({ outcome: 'signed' });
    expect(newcomer.times(lost)).toBe(
      // A code or a picture that the customer asked for, or took, once more.
      [
        'SendPhoneCode',
        'SendEmailCode',
        'VerifyIdFront',
        'VerifyIdBack',
        'AskForOtp',
        'ValidateOtp',
      ].includes(lost)
        ? 2
        : 1,
    );
  });

  it.each([
    ['sendPhoneCode', 'sendPhoneCode'],
    ['confirmPhone', 'confirmPhone'],
    ['register', 'register'],
    ['createBusinessRequest', 'createBusinessRequest'],
  ])(
    'goes no further where a later gateway says no to %s in a way that it does not know',
    async (field, step) => {
      const execute = (async (document, variables, signal) => {
        const data = (await newcomer.execute(document as never, variables, signal)) as object;
        return field in data ? { [field]: { __typename: 'CameLater', message: 'Not today.' } } : data;
      }) as Execute;
      expect(await joinAndSign(newcomer.options({ execute }))).toEqual({
        outcome: 'refused',
        step,
        problem: { message: 'Not today.' },
      });
    },
  );

  it('asks for a login where the session is over, and goes on', async () => {
    let isOver = false;
    const execute: Execute = async (document, variables, signal) => {
      const isRead = JSON.stringify(document).includes('productTypes');
      if (isRead && !isOver) {
        isOver = true;
        throw new GatewayErrors([{ message: 'Log in again.', extensions: { code: 'UNAUTHENTICATED' } }]);
      }
      return newcomer.execute(document, variables, signal);
    };
    expect(await joinAndSign(newcomer.options({ execute }))).toMatchObject({ outcome: 'signed' });
    expect(newcomer.problems()).toMatchObject([{ message: 'Log in again.' }]);
  });

  it('fails with the gateway’s fault, and throws what a callback throws', async () => {
    const execute: Execute = async () => {
      throw new GatewayErrors([{ message: 'Soon.', extensions: { code: 'UPSTREAM_UNAVAILABLE' } }]);
    };
    expect(await joinAndSign(newcomer.options({ execute }))).toMatchObject({
      outcome: 'failed',
      phase: 'checkAccount',
      fault: { code: 'UPSTREAM_UNAVAILABLE' },
    });
    const onPhone = () => Promise.reject(new Error('Nobody is there.'));
    await expect(joinAndSign(newcomer.options({ onPhone }))).rejects.toThrow('Nobody');
  });
});
