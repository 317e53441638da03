import { describe, expect, it } from '@jest/globals';
import {
  type Execute,
  GatewayErrors,
  type SignContractOptions,
  type SigningPhase,
  type SigningProgress,
  signContract,
} from '../../client/src/index.js';
import { type Answers, answering, noAnswer, sessionOver, settled } from './a-fake-gateway.js';

const ONE = '5b1c3f0a-9d1e-4b7a-8a3c-000000000001';
const OTHER = '5b1c3f0a-9d1e-4b7a-8a3c-000000000002';
const RENAMED = '5b1c3f0a-9d1e-4b7a-8a3c-000000000003';

const never = () => new Promise<never>(() => {});
const standing = (nextStep: string) => ({
  businessRequest: { id: ONE, requestNumber: 'REQ-1', status: 'APPROVED', statusName: '', nextStep },
});
const UNHEARD_OF = { requestNumber: 'REQ-1', status: 'UNKNOWN', statusName: '', nextStep: 'NONE' };
const pictures = () => ({
  requestActivationOtp: {
    ...{ __typename: 'LivenessRequired', message: 'You are far away.', thresholdKm: 80 },
    ...{ requestId: RENAMED, transactionId: null },
  },
});

/** A request that is signed at once, unless a test says otherwise. */
const signed: Answers = {
  AskForOtp: () => ({ requestActivationOtp: { __typename: 'ActivationOtpSent', otpRequestId: 'otp' } }),
  Revalidate: () => ({ revalidateLiveness: { __typename: 'LivenessRevalidated', message: '' } }),
  ValidateOtp: () => ({
    validateActivationOtp: { __typename: 'ActivationOtpValidated', message: '', paymentUrl: null },
  }),
  Confirm: () => ({ confirmPayment: { __typename: 'ContractActivated', businessRequest: null } }),
  Status: () => standing('SIGN'),
};

function customer(execute: Execute, more: Partial<SignContractOptions> = {}): SignContractOptions {
  return {
    execute,
    requestId: ONE,
    locate: () => ({ latitude: 30, longitude: 31 }),
    onLivenessRequired: async () => ({ image: '', face1: '', face2: '', face3: '' }),
    onOtp: async () => ({ otpCode: '123456' }),
    onPayment: async () => {},
    environment: { pause: async () => {} },
    ...more,
  };
}

/** What a host has kept of somebody who left at this question. */
async function leftAt(phase: 'askForCode' | 'askForScan', answers: Answers): Promise<SigningProgress> {
  const left = new AbortController();
  let kept = '';
  const leave = async () => {
    await null;
    left.abort();
    return never();
  };
  const leaving = phase === 'askForCode' ? { onOtp: leave } : { onLivenessRequired: leave };
  const options = customer(answering(answers).execute, {
    ...leaving,
    signal: left.signal,
    onProgress: (progress) => {
      if (!left.signal.aborted) kept = JSON.stringify(progress);
    },
  });
  expect(await signContract(options)).toEqual({ outcome: 'aborted', phase });
  return JSON.parse(kept);
}

describe('A last step whose answer is lost', () => {
  it.each([
    ['can’t be found', { businessRequest: null }],
    ['is in a state that nobody knows', { businessRequest: { ...UNHEARD_OF, id: ONE } }],
  ])('is not known to have been taken or not where the request %s', async (_how, answer) => {
    const { execute, times } = answering({ ...signed, Confirm: noAnswer, Status: () => answer });
    expect(await signContract(customer(execute))).toMatchObject({
      outcome: 'unknown',
      step: 'confirmPayment',
      fault: { code: 'NETWORK' },
    });
    expect(times('Confirm')).toBe(1);
  });

  it('was not taken where the request is rejected', async () => {
    const businessRequest = { ...UNHEARD_OF, status: 'REJECTED' };
    const { execute } = answering({ ...signed, Confirm: noAnswer, Status: () => ({ businessRequest }) });
    expect(await signContract(customer(execute))).toEqual({ outcome: 'notSignable', status: 'REJECTED' });
  });
});

it('A payment that is not seen yet is asked for again with all that was said of it', async () => {
  const asked: unknown[] = [];
  const refusal = {
    __typename: 'Rejection',
    message: 'Not yet.',
    reason: 'PAYMENT_INCOMPLETE',
    retryAfterSeconds: 30,
    fieldErrors: [{ field: 'payment', message: 'It is on its way.' }],
  };
  const { execute } = answering({
    ...signed,
    Confirm: (input, before) =>
      before === 0 ? { confirmPayment: refusal } : signed.Confirm?.(input, before),
  });
  const onPayment = async ({ problem }: { problem?: object }) => void asked.push(problem);
  expect(await signContract(customer(execute, { onPayment }))).toMatchObject({ outcome: 'signed' });
  const { __typename: _type, ...told } = refusal;
  expect(asked).toEqual([told]);
});

describe('What is kept of one request', () => {
  it('is nothing to go on with for another one', async () => {
    const resume = await leftAt('askForCode', signed);
    const { execute, sent } = answering(signed);
    const result = await signContract(customer(execute, { requestId: OTHER, resume }));
    expect(result).toMatchObject({ outcome: 'signed' });
    expect(sent.map(({ name, input }) => [name, input.requestId])).toEqual([
      ['AskForOtp', OTHER],
      ['ValidateOtp', OTHER],
      ['Confirm', OTHER],
    ]);
  });

  it('goes on also where Vlens has named the request otherwise for the pictures', async () => {
    const kept = await leftAt('askForScan', { ...signed, AskForOtp: pictures });
    expect(kept).toMatchObject({ begunFor: ONE, requestId: RENAMED });
    const { begunFor: _begunFor, ...older } = kept;
    for (const resume of [kept, older]) {
      const { execute, inputsOf } = answering(signed);
      expect(await signContract(customer(execute, { resume }))).toMatchObject({ outcome: 'signed' });
      expect(inputsOf('Revalidate')).toMatchObject([{ requestId: RENAMED }]);
    }
    const { execute, inputsOf } = answering(signed);
    await signContract(customer(execute, { requestId: OTHER, resume: kept }));
    expect(inputsOf('Confirm')).toMatchObject([{ requestId: OTHER }]);
  });

  it('is told apart by its request also where an earlier version kept it', async () => {
    const { begunFor: _begunFor, ...older } = await leftAt('askForCode', signed);
    const one = answering(signed);
    await signContract(customer(one.execute, { resume: older }));
    expect(one.times('AskForOtp')).toBe(0);
    const other = answering(signed);
    await signContract(customer(other.execute, { requestId: OTHER, resume: older }));
    expect(other.inputsOf('Confirm')).toMatchObject([{ requestId: OTHER }]);
  });
});

it.each([
  ['a session that is over', sessionOver, { code: 'UNAUTHENTICATED' }],
  [
    'the gateway’s no',
    () => {
      throw new GatewayErrors([{ message: 'Not you.', extensions: { code: 'FORBIDDEN' } }]);
    },
    { code: 'FORBIDDEN' },
  ],
])('A step that was not taken for %s does not count as sent', async (_what, refuse, fault) => {
  const told: unknown[] = [];
  const { execute } = answering({ ...signed, ValidateOtp: refuse });
  const result = await signContract(
    customer(execute, {
      onProgress: (progress) => {
        if (progress?.phase === 'validateOtp') told.push(progress.isUnderWay);
      },
    }),
  );
  expect(result).toMatchObject({ outcome: 'failed', phase: 'validateOtp', fault });
  expect(told).toEqual([false, true, false]);
});

describe('Without a network for a while', () => {
  const notApproved = (_input: unknown, before: number) =>
    before === 0
      ? { requestActivationOtp: { __typename: 'Rejection', message: 'Not yet.', reason: 'NOT_APPROVED' } }
      : signed.AskForOtp?.({}, before);

  it('goes on to wait for the approval', async () => {
    const { execute, times } = answering({
      ...signed,
      AskForOtp: notApproved,
      Status: (_input, before) => (before < 30 ? noAnswer() : standing('SIGN')),
    });
    expect(await signContract(customer(execute))).toMatchObject({ outcome: 'signed' });
    expect(times('Status')).toBe(31);
  });

  it('looks up what became of a step once the network is back', async () => {
    const { execute, times } = answering({
      ...signed,
      Confirm: noAnswer,
      Status: (_input, before) => (before < 6 ? noAnswer() : standing('DONE')),
    });
    expect(await signContract(customer(execute))).toMatchObject({ outcome: 'signed' });
    expect(times('Confirm')).toBe(1);
  });

  it('does not look for ever', async () => {
    let waitedMs = 0;
    const pause = async (ms: number) => {
      waitedMs += ms;
    };
    const { execute } = answering({ ...signed, Confirm: noAnswer, Status: noAnswer });
    expect(await signContract(customer(execute, { environment: { pause } }))).toMatchObject({
      outcome: 'unknown',
      step: 'confirmPayment',
      lookUpFault: { code: 'NETWORK' },
    });
    expect(waitedMs).toBe(91_000);
  });
});

describe('Ended by its host', () => {
  it.each<SigningPhase>(['requestOtp', 'askForCode', 'confirmPayment'])(
    'as it is told of %s, it does nothing more',
    async (phase) => {
      const left = new AbortController();
      const { execute, sent } = answering(signed);
      let before = 0;
      const onStatus = (now: SigningPhase) => {
        if (now !== phase) return;
        before = sent.length;
        left.abort();
      };
      const onOtp = async () => (phase === 'askForCode' ? never() : { otpCode: '123456' });
      const signing = signContract(customer(execute, { onStatus, onOtp, signal: left.signal }));
      expect(await settled(signing)).toEqual({ outcome: 'aborted', phase });
      expect(sent).toHaveLength(before);
    },
  );

  it('at once as it asks, it waits for no answer', async () => {
    const left = new AbortController();
    const onOtp = () => {
      left.abort();
      return never();
    };
    const { execute } = answering(signed);
    const signing = signContract(customer(execute, { onOtp, signal: left.signal }));
    expect(await settled(signing)).toEqual({ outcome: 'aborted', phase: 'askForCode' });
  });

  it('as a step is about to be sent, it does not send it, and says so', async () => {
    const left = new AbortController();
    const told: unknown[] = [];
    const { execute, times } = answering(signed);
    const onProgress = (progress: SigningProgress | null) => {
      if (progress?.phase !== 'confirmPayment') return;
      told.push(progress.isUnderWay);
      if (progress.isUnderWay) left.abort();
    };
    const signing = signContract(customer(execute, { onProgress, signal: left.signal }));
    expect(await settled(signing)).toEqual({ outcome: 'aborted', phase: 'confirmPayment' });
    expect(times('Confirm')).toBe(0);
    expect(told).toEqual([false, true, false]);
  });
});
