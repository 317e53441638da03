import {
  CreateDocument,
  type Execute,
  fetchExecute,
  fetchWatch,
  LogInDocument,
  type SignContractOptions,
  type SigningPhase,
} from '../../client/src/index.js';
import { frames } from '../sandbox/support/frames.js';
import { ASWAN, CAIRO, type TestSandbox } from '../sandbox/support/sandbox.js';
import type { TestServer } from '../support/server.js';

const AHMED = { phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' };
const FIELDS = Object.entries({ fullName: 'Ahmed', nationalId: '29901234567890', monthlyIncome: '5000' });

/** What a customer was asked, in order. */
export type Asked = { scan: unknown } | { code: unknown } | { payment: unknown };

/** A customer in front of a frontend that is built upon the client. */
export class Signer {
  readonly asked: Asked[] = [];
  readonly phases: SigningPhase[] = [];
  readonly pauses: number[] = [];
  place = ASWAN;

  private constructor(
    private readonly sandbox: TestSandbox,
    readonly execute: Execute,
    readonly watch: ReturnType<typeof fetchWatch>,
    private readonly tokenIs: (token: string) => void,
  ) {}

  static async loggedIn(gateway: TestServer, sandbox: TestSandbox): Promise<Signer> {
    let token: string | null = null;
    const options = { url: `${gateway.url}/graphql`, token: () => token };
    const signer = new Signer(sandbox, fetchExecute(options), fetchWatch(options), (given) => {
      token = given;
    });
    await signer.logIn();
    return signer;
  }

  async create(productTypeId: number): Promise<string> {
    const fields = FIELDS.map(([key, value]) => ({ key, value }));
    const moment = { geoLocation: CAIRO, userDeviceUtcTime: this.sandbox.time.now.toISOString() };
    const { createBusinessRequest } = await this.execute(CreateDocument, {
      input: { productTypeId, fields, ...moment },
    });
    if (createBusinessRequest.__typename === 'BusinessRequestCreated') {
      return createBusinessRequest.businessRequest.id;
    }
    throw new Error(`Not created: ${createBusinessRequest.message}`);
  }

  /** What the customer does when asked, unless a test says otherwise: everything right. */
  options(requestId: string, more: Partial<SignContractOptions> = {}): SignContractOptions {
    return {
      execute: this.execute,
      requestId,
      locate: () => this.place,
      onStatus: (phase) => this.phases.push(phase),
      onLivenessRequired: async (scan) => {
        this.asked.push({ scan });
        return this.scan();
      },
      onOtp: async (code) => {
        this.asked.push({ code });
        return { otpCode: await this.newestCode() };
      },
      onPayment: async (payment) => {
        this.asked.push({ payment });
        await this.sandbox.control('POST', `requests/${requestId}/pay`, {});
      },
      environment: {
        now: () => this.sandbox.time.now,
        pause: async (ms) => {
          this.pauses.push(ms);
        },
      },
      ...more,
    };
  }

  async newestCode(): Promise<string> {
    return (await this.sandbox.newestSms(AHMED.phoneNumber)).code;
  }

  async scan() {
    const { image, face_1, face_2, face_3 } = await frames();
    return { image, face1: face_1, face2: face_2, face3: face_3 };
  }

  private async logIn(): Promise<void> {
    const { login } = await this.execute(LogInDocument, { input: { ...AHMED, geoLocation: CAIRO } });
    if (login.__typename !== 'Session') throw new Error(`Not logged in: ${login.message}`);
    this.tokenIs(login.accessToken);
  }
}
