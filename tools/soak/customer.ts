import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { takeLivenessFrames } from '../demo/liveness-frames.js';
import { type AuditLog, outcomeOf } from './audit-log.js';
import type { GatewayClient, Member, Taken } from './gateway-client.js';
import type { Secrets } from './leaks.js';
import type { SandboxControl } from './sandbox-control.js';
import type { SeededRandom } from './seeded-random.js';

export interface Person {
  phoneNumber: string;
  password: string;
  deviceId: string;
  nationalId: string;
  home: { latitude: number; longitude: number };
}

interface Parts {
  client: GatewayClient;
  control: SandboxControl;
  auditLog: AuditLog;
  secrets: Secrets;
  random: SeededRandom;
}

/** How the gateway's mutations are called, and how Vlens and its audit trail name what they do. */
const STEPS = {
  login: ['LoginInput', 'Login', '... on Session { accessToken }'],
  createBusinessRequest: [
    'CreateBusinessRequestInput',
    'Create',
    '... on BusinessRequestCreated { businessRequest { id } }',
  ],
  generateSigningLink: ['GenerateSigningLinkInput', 'GenerateSignContractLink', ''],
  requestActivationOtp: [
    'RequestActivationOtpInput',
    'StepRequestOtp',
    '... on ActivationOtpSent { otpRequestId }',
  ],
  revalidateLiveness: ['RevalidateLivenessInput', 'StepReValidateLiveness', ''],
  validateActivationOtp: ['ValidateActivationOtpInput', 'StepValidateOtp', ''],
  confirmPayment: ['ConfirmPaymentInput', 'StepValidatePayment', ''],
} as const;

const FAR_AWAY = { latitude: 24.08891, longitude: 32.89987 };
const STATUS = 'query Soak($id: UUID!) { businessRequest(id: $id) { status } }';
const LOAD = `query Soak { businessRequests(first: 50) { nodes { id status } } currentBusinessRequest { status formFields { key } }
  productTypes { id formFields { key } } }`;

/** One customer who signs one contract after the other, whatever fails, as a careful frontend would. */
export class Customer {
  private token: string | null = null;
  private readonly frames = takeLivenessFrames();
  private sentCodes = 0;
  stories = 0;
  signed = 0;

  constructor(
    private readonly person: Person,
    private readonly parts: Parts,
  ) {}

  async liveUntil(endAt: number): Promise<void> {
    while (Date.now() < endAt) {
      this.stories += 1;
      const requestId = await this.begin();
      if (requestId === null) await pause(200);
      else if (await this.sign(requestId)) this.signed += 1;
      else await this.parts.control.reject(requestId);
    }
  }

  /** Logs in and has a request that is approved; null where a fault prevents it. */
  private async begin(): Promise<string | null> {
    const { client, control, secrets, random } = this.parts;
    if (this.sentCodes >= 2) {
      await control.advanceClock(601);
      this.sentCodes = 0;
    }
    const { phoneNumber, password, deviceId, home } = this.person;
    this.token = null;
    const login = await this.step('login', null, { phoneNumber, password, deviceId, geoLocation: home });
    this.token = typeof login.member?.accessToken === 'string' ? login.member.accessToken : null;
    if (this.token === null) return null;
    secrets.add('token', this.token);
    await client.query(LOAD, {}, this.token);
    const product = random.oneOf(414, 415);
    const input = { productTypeId: product, fields: await control.filledForm(product), ...this.moment() };
    const { member } = await this.step('createBusinessRequest', null, input);
    const created = (member?.businessRequest as { id: string } | undefined)?.id;
    // Whether it was created or not is not known, or one of an earlier story is still open: look.
    const current = created ?? (await this.openRequest());
    return current ?? null;
  }

  private async openRequest(): Promise<string | null> {
    const data = await this.parts.client.query(
      'query Soak { currentBusinessRequest { id status } }',
      {},
      this.token,
    );
    const { id, status } = (data?.currentBusinessRequest ?? {}) as { id?: string; status?: string };
    return id && status === 'APPROVED' ? id : null;
  }

  private async sign(requestId: string): Promise<boolean> {
    const { random, control } = this.parts;
    if (random.isLucky(0.3)) await this.signingStep('generateSigningLink', requestId, {});
    if (random.isLucky(0.3) && !(await this.becomeFar(requestId))) return false;
    const sent = await this.signingStep('requestActivationOtp', requestId, {});
    const otpRequestId = sent.member?.otpRequestId;
    if (typeof otpRequestId !== 'string') return false;
    this.sentCodes += 1;
    const otpCode = await control.newestCode(this.person.phoneNumber, requestId);
    if (otpCode === null) return false;
    if (random.isLucky(0.2)) {
      const wrong = otpCode === '000000' ? '111111' : '000000';
      await this.signingStep('validateActivationOtp', requestId, { otpRequestId, otpCode: wrong });
    }
    const validated = await this.signingStep('validateActivationOtp', requestId, { otpRequestId, otpCode });
    if (validated.outcome !== 'acknowledged') return false;
    await control.pay(requestId);
    const confirmed = await this.signingStep('confirmPayment', requestId, {});
    if (confirmed.outcome === 'refused') return false;
    const data = await this.parts.client.query(STATUS, { id: requestId }, this.token);
    return (
      confirmed.outcome === 'acknowledged' ||
      (data?.businessRequest as Member | null)?.status === 'CUSTOMER_SIGNED'
    );
  }

  /** From far away liveness is asked for first. */
  private async becomeFar(requestId: string): Promise<boolean> {
    await this.signingStep('requestActivationOtp', requestId, { geoLocation: FAR_AWAY });
    const scan = await this.frames;
    const { outcome } = await this.signingStep('revalidateLiveness', requestId, {
      geoLocation: FAR_AWAY,
      scan,
    });
    return outcome === 'acknowledged';
  }

  /** A step on a request. */
  private signingStep(name: keyof typeof STEPS, requestId: string, more: object): Promise<Taken> {
    const trail = name === 'generateSigningLink' ? null : requestId;
    return this.step(name, trail, { ...this.moment(), requestId, ...more });
  }

  /** Sends a step, now and then several times at once under one key, and enters what became of it. */
  private async step(name: keyof typeof STEPS, trail: string | null, input: object): Promise<Taken> {
    const { client, auditLog, random } = this.parts;
    const [type, step, fields] = STEPS[name];
    const copies = random.isLucky(0.4) ? random.between(2, 4) : 1;
    const key = copies > 1 || random.isLucky(0.5) ? { idempotencyKey: randomUUID() } : {};
    const taken = await Promise.all(
      Array.from({ length: copies }, () => {
        const transport = random.isLucky(0.25) ? 'websocket' : 'http';
        return client.mutate({ field: name, type, fields }, { ...input, ...key }, this.token, transport);
      }),
    );
    auditLog.record({ step, trail, copies: taken });
    const best = taken.find(({ outcome }) => outcome === outcomeOf(taken));
    if (!best) throw new Error('Nothing was sent.');
    return best;
  }

  private moment() {
    return { geoLocation: this.person.home, userDeviceUtcTime: new Date().toISOString() };
  }
}
