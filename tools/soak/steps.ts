import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type AuditLog, outcomeOf } from './audit-log.js';
import type { GatewayClient, Taken } from './gateway-client.js';
import type { SeededRandom } from './seeded-random.js';

/** How the gateway's mutations are called, and how Vlens and its audit trail name what they do. */
const STEPS = {
  sendPhoneCode: ['SendPhoneCodeInput', 'StepVerifyPhone', '... on CodeSent { codeRequestId }'],
  confirmPhone: ['ConfirmPhoneInput', 'StepVerifyPhone', ''],
  sendEmailCode: ['SendEmailCodeInput', 'StepVerifyEmail', '... on CodeSent { codeRequestId }'],
  register: ['RegisterInput', 'Register', '... on Session { accessToken refreshToken }'],
  verifyIdFront: ['VerifyIdSideInput', 'verify/id/front', '... on IdentityChecked { document { idNumber } }'],
  verifyIdBack: ['VerifyIdSideInput', 'verify/id/back', ''],
  verifyLiveness: ['VerifyLivenessInput', 'verify/liveness/multi', ''],
  login: ['LoginInput', 'Login', '... on Session { accessToken refreshToken }'],
  createBusinessRequest: [
    'CreateBusinessRequestInput',
    'Create',
    '... on BusinessRequestCreated { businessRequest { id } }',
  ],
  generateSigningLink: [
    'GenerateSigningLinkInput',
    'GenerateSignContractLink',
    '... on SigningLink { securityHash }',
  ],
  requestActivationOtp: [
    'RequestActivationOtpInput',
    'StepRequestOtp',
    '... on ActivationOtpSent { otpRequestId }',
  ],
  revalidateLiveness: ['RevalidateLivenessInput', 'StepReValidateLiveness', ''],
  validateActivationOtp: ['ValidateActivationOtpInput', 'StepValidateOtp', ''],
  confirmPayment: ['ConfirmPaymentInput', 'StepValidatePayment', ''],
} as const;

export type StepName = keyof typeof STEPS;

/** The longest pauses of a customer, in milliseconds. */
export interface Pace {
  /** How long a customer takes before each step of a signature. */
  thinksMs: number;
  /** How long a customer takes before asking again under the same key. */
  asksAgainMs: number;
}

/** The share of known outcomes after which a customer asks again. */
const ASKS_AGAIN = 0.2;
const MAX_TIMES_ASKED_AGAIN = 5;

interface Parts {
  client: GatewayClient;
  auditLog: AuditLog;
  random: SeededRandom;
  pace: Pace;
}

/** Sends steps, now and then several times at once or once more later under the same key, and records their outcomes. */
export class Steps {
  token: string | null = null;

  constructor(private readonly parts: Parts) {}

  async take(name: StepName, trail: string | null, input: object): Promise<Taken> {
    const { client, auditLog, random, pace } = this.parts;
    // On what they sign.
    if (trail !== null) await pause(random.between(0, pace.thinksMs));
    const [type, step, fields] = STEPS[name];
    const copies = random.isLucky(0.4) ? random.between(2, 4) : 1;
    const key = copies > 1 || random.isLucky(0.5) ? { idempotencyKey: randomUUID() } : {};
    // Steps with pictures go over HTTP, as a page sends them.
    const isLight = !name.startsWith('verify');
    const ask = () => {
      const transport = isLight && random.isLucky(0.4) ? random.oneOf('websocket', 'sse') : 'http';
      return client.mutate({ field: name, type, fields }, { ...input, ...key }, this.token, transport);
    };
    const taken = await Promise.all(Array.from({ length: copies }, ask));
    // As docs/how-to/repeat-safely.md has it; and now and then in any case: by then another process may be there, or another Redis.
    const isOpen = !['acknowledged', 'refused'].includes(outcomeOf(taken));
    let asksAgain = 'idempotencyKey' in key && (isOpen || random.isLucky(ASKS_AGAIN));
    for (let times = 0; asksAgain && times < MAX_TIMES_ASKED_AGAIN; times += 1) {
      await pause(random.between(0, pace.asksAgainMs));
      const answer = await ask();
      taken.push(answer);
      // No gateway is listening yet.
      asksAgain = answer.outcome === 'cut' || answer.error?.startsWith('NOT_SENT') === true;
    }
    auditLog.record({ step, trail, copies: taken });
    const best = taken.find(({ outcome }) => outcome === outcomeOf(taken));
    if (!best) throw new Error('Nothing was sent.');
    return best;
  }
}
