import { type Answer, CAIRO, type TestSandbox } from './sandbox.js';

export interface SignIn {
  accessToken: string;
  refreshToken: string;
  isEmailConfirmed: boolean;
  isDigitalIdentityVerified: boolean;
  user: { id: number; phoneNumber: string; emailAddress: string | null; fullName: string | null };
}

export interface Step {
  phoneNumberOtpRequestId: string | null;
  emailOtpRequestId: string | null;
  isPhoneNumberConfirmed: boolean;
  isEmailConfirmed: boolean;
}

const API = '/api/DigitalIdentity';
export const PASSWORD = 'Newcomer-2026!';

/** Somebody whom the sandbox doesn't know yet. */
export class Newcomer {
  constructor(
    readonly sandbox: TestSandbox,
    readonly phoneNumber = '+201112345678',
    readonly email = 'newcomer@example.com',
  ) {}

  post<T = Step>(path: string, body: object): Promise<Answer<T>> {
    return this.sandbox.call<T>('POST', `${API}/${path}`, { body });
  }

  async newestMail(): Promise<{ code: string; text: string }> {
    const query = `inbox?emailAddress=${encodeURIComponent(this.email)}`;
    return (await this.sandbox.control('GET', query)).body.messages[0];
  }

  async phoneCode(): Promise<{ phoneNumberOtpRequestId: string | null; phoneNumberOtp: string }> {
    const { phoneNumber } = this;
    const { data, message } = await this.post('Register/StepVerifyPhone', { phoneNumber });
    if (!data) throw new Error(`No code was sent: ${message}`);
    const { code } = await this.sandbox.newestSms(phoneNumber);
    return { phoneNumberOtpRequestId: data.phoneNumberOtpRequestId, phoneNumberOtp: code };
  }

  async emailCode(): Promise<{ emailOtpRequestId: string | null; emailOtp: string }> {
    const { data, message } = await this.post('Register/StepVerifyEmail', { email: this.email });
    if (!data) throw new Error(`No code was sent: ${message}`);
    return { emailOtpRequestId: data.emailOtpRequestId, emailOtp: (await this.newestMail()).code };
  }

  confirmPhone(pair: object) {
    return this.post('Register/StepVerifyPhone', { phoneNumber: this.phoneNumber, ...pair });
  }

  confirmEmail(pair: object) {
    return this.post('Register/StepVerifyEmail', { email: this.email, ...pair });
  }

  register(more: object) {
    const device = { imei: 'new-phone', geoLocation: CAIRO };
    const own = { phoneNumber: this.phoneNumber, password: PASSWORD, ...device };
    return this.post<SignIn>('Register', { ...own, ...more });
  }

  /** The whole way, with a confirmed e-mail address. */
  async registered(): Promise<SignIn> {
    const phone = await this.phoneCode();
    const mail = await this.emailCode();
    const { data, message } = await this.register({ email: this.email, ...phone, ...mail });
    if (!data) throw new Error(`Not registered: ${message}`);
    return data;
  }
}
