import { readOperations } from '../../src/example-operations.js';
import { frames } from '../sandbox/support/frames.js';
import { CAIRO, type TestSandbox } from '../sandbox/support/sandbox.js';
import type { Answer, TestServer } from '../support/server.js';

const OPERATIONS = readOperations(
  new URL('../../client/operations/sign-a-contract.graphql', import.meta.url),
);

export interface Told {
  __typename: string;
  [field: string]: unknown;
}

export const AHMED = { phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' };
export const MONA = {
  phoneNumber: '+201000000002',
  password: 'Alexandria-2026!',
  deviceId: 'alexandria-phone',
};
export const OMAR = { phoneNumber: '+201000000003', password: 'Luxor-2026!', deviceId: 'luxor-phone' };
export const MONA_NATIONAL_ID = '29203150201482';

export const PERSONAL_LOAN = 414;
export const CAR_LOAN = 415;
export const JOINT_ACCOUNT = 416;

/** A frontend of one customer: it sends the operations of the examples, over HTTP. */
export class Frontend {
  token: string | undefined;
  place = CAIRO;

  constructor(
    private readonly gateway: TestServer,
    private readonly sandbox: TestSandbox,
    private readonly customer: typeof AHMED,
  ) {}

  /** Sends an operation and answers the one field that it asks for; it must not come to an error. */
  async run<T = Told>(operation: string, variables: Record<string, unknown> = {}): Promise<T> {
    const { body } = await this.send(operation, variables);
    if (body.errors || !body.data) throw new Error(`${operation}: ${JSON.stringify(body.errors)}`);
    return Object.values(body.data)[0] as T;
  }

  send(operation: string, variables: Record<string, unknown> = {}): Promise<Answer<Record<string, unknown>>> {
    const document = OPERATIONS.get(operation) ?? operation;
    return this.gateway.query(document, variables, this.token === undefined ? {} : { token: this.token });
  }

  async logIn(more: Record<string, unknown> = {}): Promise<Told> {
    const login = await this.run('LogIn', { input: { ...this.customer, geoLocation: this.place, ...more } });
    if (login.__typename === 'Session') this.token = String(login.accessToken);
    return login;
  }

  async openLink(requestId: string, securityHash: string): Promise<Told> {
    const session = await this.run('OpenSigningSession', { input: { requestId, securityHash } });
    if (session.__typename === 'SigningSession') this.token = String(session.accessToken);
    return session;
  }

  create(
    productTypeId: number,
    more: Record<string, unknown> = {},
  ): Promise<Told & { businessRequest?: { id: string } }> {
    const values = { fullName: 'Ahmed Mohamed', nationalId: '29901234567890', monthlyIncome: '5000' };
    const fields = Object.entries(values).map(([key, value]) => ({ key, value }));
    return this.run('Create', { input: { productTypeId, fields, ...this.moment(), ...more } });
  }

  /** The id of a new, approved request. */
  async approved(productTypeId: number, more: Record<string, unknown> = {}): Promise<string> {
    const { businessRequest, message } = await this.create(productTypeId, more);
    if (!businessRequest) throw new Error(`Not created: ${message}`);
    return businessRequest.id;
  }

  askForOtp(requestId: string, more: Record<string, unknown> = {}): Promise<Told> {
    return this.run('AskForOtp', { input: { requestId, ...this.moment(), ...more } });
  }

  async revalidate(requestId: string): Promise<Told> {
    const { image, face_1, face_2, face_3 } = await frames();
    const scan = { image, face1: face_1, face2: face_2, face3: face_3 };
    return this.run('Revalidate', { input: { requestId, scan, ...this.moment() } });
  }

  validateOtp(otpRequestId: unknown, otpCode: string, requestId: string): Promise<Told> {
    return this.run('ValidateOtp', { input: { otpRequestId, otpCode, requestId, ...this.moment() } });
  }

  /** Asks for an OTP and validates it with the code from the inbox. */
  async withValidOtp(requestId: string): Promise<Told> {
    const { otpRequestId } = await this.askForOtp(requestId);
    const { code } = await this.sandbox.newestSms(this.customer.phoneNumber);
    return this.validateOtp(otpRequestId, code, requestId);
  }

  confirm(requestId: string): Promise<Told & { businessRequest?: { status: string } }> {
    return this.run('Confirm', { input: { requestId, ...this.moment() } });
  }

  link(requestId: string): Promise<Told> {
    return this.run('SigningLink', { input: { requestId, ...this.moment() } });
  }

  private moment() {
    return { geoLocation: this.place, userDeviceUtcTime: this.sandbox.time.now.toISOString() };
  }
}
