import { setTimeout as pause } from 'node:timers/promises';
import { takeLivenessFrames } from '../demo/liveness-frames.js';
import type { AuditLog } from './audit-log.js';
import type { GatewayClient, Member, Taken } from './gateway-client.js';
import type { Secrets } from './leaks.js';
import { joinAs, type Person } from './newcomer.js';
import type { SandboxControl } from './sandbox-control.js';
import type { SeededRandom } from './seeded-random.js';
import type { SharedClock } from './shared-clock.js';
import { type Pace, type StepName, Steps } from './steps.js';

interface Parts {
  client: GatewayClient;
  control: SandboxControl;
  auditLog: AuditLog;
  secrets: Secrets;
  random: SeededRandom;
  pace: Pace;
  clock: SharedClock;
}

const FAR_AWAY = { latitude: 24.08891, longitude: 32.89987 };
const STATUS = 'query Soak($id: UUID!) { businessRequest(id: $id) { status } }';
const LOAD = `query Soak { businessRequests(first: 50) { nodes { id status } } currentBusinessRequest { status formFields { key } }
  productTypes { id formFields { key } } }`;

/** After so many contracts somebody else comes, from nothing. */
const STORIES_PER_PERSON = 3;

/** One customer after the other, who comes from nothing and signs contracts, whatever fails, as a careful frontend would. */
export class Customer {
  private readonly steps: Steps;
  private readonly frames = takeLivenessFrames();
  private person: Person | null = null;
  private sentCodes = 0;
  /** How often the clock had been moved then. */
  private moves = 0;
  /** Of this person. */
  private requests = 0;
  joined = 0;
  /** Requests that were there to be signed. */
  stories = 0;
  signed = 0;

  /** @param numbers of the people that the sandbox has cards of; the last of them stays */
  constructor(
    private readonly numbers: number[],
    private readonly parts: Parts,
  ) {
    this.steps = new Steps(parts);
  }

  async liveUntil(isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (this.person === null || this.requests >= STORIES_PER_PERSON) await this.join();
      if (this.person === null) {
        await pause(200);
        continue;
      }
      const requestId = await this.begin();
      if (requestId === null) {
        await pause(200);
        continue;
      }
      this.stories += 1;
      this.requests += 1;
      if (await this.parts.clock.hold(() => this.sign(requestId))) this.signed += 1;
      else await this.parts.control.reject(requestId);
    }
  }

  /** Somebody new, who is registered and verified; nobody where a fault prevents it. */
  async join(): Promise<void> {
    const number = this.numbers.shift();
    if (number === undefined) return;
    const person = await this.parts.clock.hold(() => joinAs(number, { ...this.parts, steps: this.steps }));
    if (person === null) return;
    this.person = person;
    this.joined += 1;
    this.sentCodes = 0;
    this.requests = 0;
  }

  /** Logs in and has a request that is approved; null where a fault prevents it. */
  private async begin(): Promise<string | null> {
    const { client, control, random } = this.parts;
    if (this.person === null) return null;
    await this.mayBeSentCodes();
    const { phoneNumber, password, deviceId, home, nationalId } = this.person;
    this.steps.token = null;
    const account = { phoneNumber, password, deviceId, geoLocation: home };
    const token = (await this.steps.take('login', null, account)).member?.accessToken;
    if (typeof token !== 'string') return null;
    this.steps.token = token;
    await client.query(LOAD, {}, token);
    const product = random.oneOf(414, 415);
    const input = {
      productTypeId: product,
      fields: await control.filledForm(product, nationalId),
      ...this.moment(),
    };
    const { member } = await this.steps.take('createBusinessRequest', null, input);
    const created = (member?.businessRequest as { id: string } | undefined)?.id;
    // Whether it was created or not is not known, or one of an earlier story is still open: look.
    const current = created ?? (await this.openRequest());
    return current ?? null;
  }

  /** Nobody is sent more than three codes in ten minutes. */
  private async mayBeSentCodes(): Promise<void> {
    const { clock } = this.parts;
    if (this.sentCodes >= 2 && this.moves === clock.moves) await clock.move();
    if (this.moves === clock.moves) return;
    this.sentCodes = 0;
    this.moves = clock.moves;
  }

  private async openRequest(): Promise<string | null> {
    const data = await this.parts.client.query(
      'query Soak { currentBusinessRequest { id status } }',
      {},
      this.steps.token,
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
    const otpCode = await control.newestCodeTo({ phoneNumber: this.person?.phoneNumber ?? '', requestId });
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
    const data = await this.parts.client.query(STATUS, { id: requestId }, this.steps.token);
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
  private signingStep(name: StepName, requestId: string, more: object): Promise<Taken> {
    const trail = name === 'generateSigningLink' ? null : requestId;
    return this.steps.take(name, trail, { ...this.moment(), requestId, ...more });
  }

  private moment() {
    return { geoLocation: this.person?.home, userDeviceUtcTime: new Date().toISOString() };
  }
}
