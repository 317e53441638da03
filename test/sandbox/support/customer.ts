import { frames } from './frames.js';
import { type Answer, CAIRO, type TestSandbox } from './sandbox.js';

export type Place = { latitude: number; longitude: number };

export interface SampleCustomer {
  phoneNumber: string;
  password: string;
  imei: string;
  nationalId: string;
  transactionId: string;
}

export const AHMED: SampleCustomer = {
  phoneNumber: '+201000000001',
  password: 'Cairo-2026!',
  imei: 'cairo-phone',
  nationalId: '29901234567890',
  transactionId: '0b6f1c52-7d0e-4c1f-9a51-000000000001',
};
export const MONA: SampleCustomer = {
  phoneNumber: '+201000000002',
  password: 'Alexandria-2026!',
  imei: 'alexandria-phone',
  nationalId: '29203150201482',
  transactionId: '0b6f1c52-7d0e-4c1f-9a51-000000000002',
};
/** Not verified. */
export const OMAR: SampleCustomer = {
  phoneNumber: '+201000000003',
  password: 'Luxor-2026!',
  imei: 'luxor-phone',
  nationalId: '',
  transactionId: '',
};

export const FORM = { fullName: 'Ahmed Mohamed', nationalId: '29901234567890', monthlyIncome: '5000' };
export const PERSONAL_LOAN = 414;
export const CAR_LOAN = 415;
export const JOINT_ACCOUNT = 416;
export const STEPS = '/api/BusinessRequest/CustomerSign';

export interface Request {
  id: string;
  requestNumber: string;
  requeststatus: number;
  requestStatusName: string;
}

export interface Login {
  accessToken?: string;
  phoneNumberOtpRequestId?: string | null;
  phoneOtpExpireInSeconds?: number | null;
  hasPendingRequest?: boolean;
  isDigitalIdentityVerified?: boolean;
}

/** A login as a customer's app sends it. */
export function logIn(
  sandbox: TestSandbox,
  { phoneNumber, password, imei }: Pick<SampleCustomer, 'phoneNumber' | 'password' | 'imei'>,
  more: object = {},
  apiKey?: string,
): Promise<Answer<Login>> {
  const body = { phoneNumber, password, imei, geoLocation: CAIRO, ...more };
  return sandbox.call('POST', '/api/DigitalIdentity/Login', { body, ...(apiKey ? { apiKey } : {}) });
}

/** Somebody who is logged in, and what they do; each step is an HTTP call of its own. */
export class Customer {
  constructor(
    readonly sandbox: TestSandbox,
    readonly sample: SampleCustomer,
    readonly token: string,
    readonly apiKey: string,
    private place: Place = CAIRO,
  ) {}

  static async loggedIn(
    sandbox: TestSandbox,
    sample: SampleCustomer = AHMED,
    apiKey: string = sandbox.apiKey,
  ): Promise<Customer> {
    const { data } = await logIn(sandbox, sample, {}, apiKey);
    if (!data?.accessToken) throw new Error('The login gave no token.');
    return new Customer(sandbox, sample, data.accessToken, apiKey);
  }

  travelTo(place: Place): void {
    this.place = place;
  }

  call<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    return this.sandbox.call<T>(method, path, { token: this.token, apiKey: this.apiKey, body });
  }

  step<T = unknown>(path: string, body: object): Promise<Answer<T>> {
    const moment = { geoLocation: this.place, userDeviceUtcTime: this.sandbox.time.now.toISOString() };
    return this.call<T>('POST', path, { ...moment, ...body });
  }

  create(productId = PERSONAL_LOAN, values: Record<string, string> = FORM, more: object = {}) {
    return this.step<Request>(`/api/BusinessRequest/Create/${productId}`, {
      requestFieldsValues: values,
      ...more,
    });
  }

  /** A request that waits for its signature. */
  async approved(productId = PERSONAL_LOAN, more: object = {}): Promise<string> {
    const { data, message } = await this.create(productId, FORM, more);
    if (!data) throw new Error(`No request was created: ${message}`);
    return data.id;
  }

  requestOtp(requestId: string, more: object = {}) {
    return this.step<{ otpRequestId: string | null; needsReValidate?: boolean; transactionId?: string }>(
      `${STEPS}/StepRequestOtp`,
      { requestId, ...more },
    );
  }

  async revalidate(more: object = {}, scanTransaction?: object) {
    return this.step<string>(`${STEPS}/StepReValidateLiveness`, {
      scanTransaction: scanTransaction ?? (await frames()),
      ...more,
    });
  }

  validateOtp(otpRequestId: string | null, otpCode: string, more: object = {}) {
    return this.step<string>(`${STEPS}/StepValidateOtp`, { otpRequestId, otpCode, ...more });
  }

  confirm(requestId: string, more: object = {}) {
    return this.step<string>(`${STEPS}/StepValidatePayment`, { requestId, ...more });
  }

  /** Asks for an OTP and reads it from the inbox. */
  async otpFor(requestId: string, more: object = {}): Promise<{ id: string; code: string }> {
    const { data, message } = await this.requestOtp(requestId, more);
    if (!data?.otpRequestId) throw new Error(`No OTP was sent: ${message}`);
    const { code } = await this.sandbox.newestSms(this.sample.phoneNumber);
    return { id: data.otpRequestId, code };
  }

  /** Up to the OTP's validation; answers what that said. */
  async withValidOtp(requestId: string): Promise<string> {
    const { id, code } = await this.otpFor(requestId);
    return (await this.validateOtp(id, code)).data;
  }

  async sign(requestId: string): Promise<void> {
    await this.withValidOtp(requestId);
    await this.sandbox.control('POST', `requests/${requestId}/pay`, {});
    const { code, message } = await this.confirm(requestId);
    if (code !== null) throw new Error(`Not signed: ${message}`);
  }

  async statusOf(requestId: string): Promise<string> {
    const { data } = await this.call<Request>(
      'GET',
      `/api/BusinessRequest/GetBusinessRequestById/${requestId}`,
    );
    return data.requestStatusName;
  }
}

/** A code of the same form that is not this one. */
export function anotherCode(code: string): string {
  return code === '000000' ? '000001' : '000000';
}
