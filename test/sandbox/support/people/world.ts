import { cardOf, Verifying } from '../id-cards.js';
import { PASSWORD, type SignIn } from '../newcomer.js';
import { CAIRO, TestSandbox } from '../sandbox.js';
import type { Outcome, Step } from './model.js';

const API = '/api/DigitalIdentity';

/** The sandbox over HTTP, as people come to it. What answers held is kept by the step that it answered. */
export class PeopleWorld {
  private readonly codes = new Map<string, { id: string; code: string }>();
  private readonly tokens = new Map<string, string>();
  private readonly access = new Map<number, string>();

  private constructor(readonly sandbox: TestSandbox) {}

  static async start(): Promise<PeopleWorld> {
    return new PeopleWorld(await TestSandbox.start());
  }

  close(): Promise<void> {
    return this.sandbox.close();
  }

  async reset(): Promise<void> {
    await this.sandbox.control('POST', 'reset');
    for (const kept of [this.codes, this.tokens, this.access]) kept.clear();
  }

  async take(step: Step, id: string): Promise<Outcome> {
    switch (step.kind) {
      case 'send': {
        const phoneNumber = phoneOf(step.person);
        const { code, data } = await this.post<{ phoneNumberOtpRequestId: string }>(
          'Register/StepVerifyPhone',
          {
            phoneNumber,
          },
        );
        if (code === null) {
          const sms = await this.sandbox.newestSms(phoneNumber);
          this.codes.set(id, { id: data.phoneNumberOtpRequestId, code: sms.code });
        }
        return code;
      }
      case 'confirm': {
        const pair = this.pairOf(step.by, step.isRight);
        return (await this.post('Register/StepVerifyPhone', { phoneNumber: phoneOf(step.person), ...pair }))
          .code;
      }
      case 'register': {
        const pair = step.by === null ? {} : this.pairOf(step.by, true);
        const { code, data } = await this.post<SignIn>('Register', {
          ...this.accountOf(step.person),
          ...pair,
        });
        if (code === null) this.access.set(step.person, data.accessToken);
        return code;
      }
      case 'logIn': {
        const { code, data } = await this.post<SignIn>('Login', this.accountOf(step.person));
        if (code === null) this.tokens.set(id, data.refreshToken);
        return code;
      }
      case 'refresh': {
        const body = { refreshToken: this.tokens.get(step.by) ?? 'of nobody' };
        const answer = await this.sandbox.call<SignIn>('POST', '/api/credentials/RefreshToken', { body });
        if (answer.code === null) this.tokens.set(id, answer.data.refreshToken);
        return answer.code;
      }
      case 'front':
      case 'back': {
        const image = (await cardOnce(step.card))[step.kind];
        const transaction_id = transactionOf(step.transaction);
        return (await this.verifying(step.person).side(step.kind, image, { transaction_id })).code;
      }
      case 'liveness':
        return (await this.verifying(step.person).liveness(transactionOf(step.transaction))).code;
      case 'cancel': {
        const path = `${API}/CancelVerifiedDigitalIdentity`;
        const token = this.access.get(step.person);
        return (await this.sandbox.call('POST', path, { token, body: {} })).code;
      }
    }
  }

  /** Whether each of them is verified; null for whom nobody knows. */
  async verified(count: number): Promise<(boolean | null)[]> {
    const told: (boolean | null)[] = [];
    for (let person = 0; person < count; person += 1) {
      const token = this.access.get(person);
      const path = '/api/BusinessRequest/CheckEligibility';
      const answer =
        token && (await this.sandbox.call<{ isDigitalIdentityVerified: boolean }>('GET', path, { token }));
      told.push(answer ? answer.data.isDigitalIdentityVerified : null);
    }
    return told;
  }

  private verifying(person: number): Verifying {
    return new Verifying(this.sandbox, this.access.get(person));
  }

  private pairOf(by: string, isRight: boolean) {
    const { id, code } = this.codes.get(by) ?? { id: by, code: '000000' };
    const other = code === '000000' ? '111111' : '000000';
    return { phoneNumberOtpRequestId: id, phoneNumberOtp: isRight ? code : other };
  }

  private accountOf(person: number) {
    return { phoneNumber: phoneOf(person), password: PASSWORD, imei: `phone-${person}`, geoLocation: CAIRO };
  }

  private post<T>(path: string, body: object) {
    return this.sandbox.call<T>('POST', `${API}/${path}`, { body });
  }
}

function phoneOf(person: number): string {
  return `+20111234560${person}`;
}

function transactionOf(transaction: number): string {
  return `7c000000-0000-4000-8000-00000000000${transaction}`;
}

const cards = new Map<number, ReturnType<typeof cardOf>>();
/** Drawn once. */
function cardOnce(card: number): ReturnType<typeof cardOf> {
  const drawn = cards.get(card) ?? cardOf(card + 1);
  cards.set(card, drawn);
  return drawn;
}
