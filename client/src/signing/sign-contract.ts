import {
  AskForOtpDocument,
  ConfirmDocument,
  RevalidateDocument,
  ValidateOtpDocument,
} from '../generated/graphql.js';
import { type Language, languageHere, worded } from '../sentences.js';
import { approvalOf, standingOf } from './approval.js';
import { REAL_ENVIRONMENT } from './environment.js';
import type { Flow } from './flow.js';
import { next, type SigningEvent } from './next.js';
import { progressOf, startOf } from './progress.js';
import { runFlow } from './run-flow.js';
import { Faulted, Sending } from './sending.js';
import type { Environment, SignContractOptions, SigningOutcome } from './types.js';

/**
 * Signs a contract, from the OTP to its activation: sends each signing step once, asks the frontend for what only the
 * customer has, waits for what takes its time, and resolves with what it came to. What a callback throws, it throws.
 */
export async function signContract(options: SignContractOptions): Promise<SigningOutcome> {
  const { signal = new AbortController().signal, onStatus, onProgress, language = languageHere() } = options;
  const environment: Environment = { ...REAL_ENVIRONMENT, ...options.environment };
  const signing = new Signing({ ...options, language }, environment, signal);
  return runFlow(startOf(options.requestId, options.resume), {
    signal,
    notify(flow) {
      onProgress?.(progressOf(flow));
      onStatus?.(flow.task.task);
    },
    outcomeOf: ({ task }) => (task.task === 'end' ? worded(task.outcome, language) : null),
    perform: async (flow) => next(flow, await signing.perform(flow)),
  });
}

/** Performs one task after the other and says what has happened. */
class Signing {
  private readonly sending: Sending;
  private flow: Flow | null = null;

  constructor(
    private readonly options: SignContractOptions & { language: Language },
    private readonly environment: Environment,
    private readonly signal: AbortSignal,
  ) {
    this.sending = new Sending(options.execute, environment.pause, signal, (isUnderWay) => {
      if (this.flow) options.onProgress?.(progressOf(this.flow, isUnderWay));
    });
  }

  async perform(flow: Flow): Promise<SigningEvent> {
    this.flow = flow;
    try {
      return await this.performed(flow);
    } catch (error) {
      if (error instanceof Faulted) return { is: 'fault', fault: error.fault };
      throw error;
    }
  }

  private async performed({ task, requestId, transactionId }: Flow): Promise<SigningEvent> {
    const { sending, signal } = this;
    const { pause } = this.environment;
    const { onLivenessRequired, onOtp, onPayment, watch } = this.options;
    const { contractStorageId, paymentGateway, smsProvider, language } = this.options;
    switch (task.task) {
      case 'requestOtp': {
        const own = { requestId, transactionId, contractStorageId, paymentGateway, smsProvider };
        const input = { ...own, ...(await this.stepInput()) };
        return { is: 'otp', answer: (await sending.step(AskForOtpDocument, { input })).requestActivationOtp };
      }
      case 'askForScan':
        return { is: 'scan', scan: await onLivenessRequired(worded(task.asked, language)) };
      case 'revalidate': {
        const input = { requestId, transactionId, scan: task.scan, ...(await this.stepInput()) };
        const { revalidateLiveness } = await sending.step(RevalidateDocument, { input });
        return { is: 'liveness', answer: revalidateLiveness };
      }
      case 'askForCode': {
        const answer = await onOtp(worded(task.asked, language));
        return 'resend' in answer ? { is: 'resend' } : { is: 'code', otpCode: answer.otpCode };
      }
      case 'validateOtp': {
        const { otpRequestId, otpCode } = task;
        const own = { requestId, transactionId, paymentGateway, otpRequestId, otpCode };
        const input = { ...own, ...(await this.stepInput()) };
        const { validateActivationOtp } = await sending.step(ValidateOtpDocument, { input });
        return { is: 'validation', answer: validateActivationOtp };
      }
      case 'askForPayment':
        if (task.pauseMs > 0) await pause(task.pauseMs, signal);
        await onPayment(worded(task.asked, language));
        return { is: 'paid' };
      case 'confirmPayment': {
        const input = { requestId, transactionId, ...(await this.stepInput()) };
        return {
          is: 'confirmation',
          answer: (await sending.step(ConfirmDocument, { input })).confirmPayment,
        };
      }
      case 'awaitApproval':
        if (task.pauseMs > 0) await pause(task.pauseMs, signal);
        return { is: 'standing', request: await approvalOf(requestId, { sending, watch, pause, signal }) };
      case 'findOut':
        if (task.pauseMs > 0) await pause(task.pauseMs, signal);
        return { is: 'standing', request: await standingOf(requestId, sending) };
      case 'end':
        throw new Error('Nothing is left to do.');
    }
  }

  /** A step's own place, time and key. */
  private async stepInput() {
    const geoLocation = await this.options.locate();
    const { now, newKey } = this.environment;
    return { geoLocation, userDeviceUtcTime: now().toISOString(), idempotencyKey: newKey() };
  }
}
