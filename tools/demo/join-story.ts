import type { GatewayClient } from './gateway-client.js';
import { takeLivenessFrames } from './liveness-frames.js';
import { CAIRO, expected, type Outcome } from './outcome.js';
import type { Sandbox } from './sandbox.js';

/** How many sample people the sandbox has cards of (docs/sandbox.md). */
const SAMPLE_PEOPLE = 500;
const PASSWORD = 'Newcomer-2026!';

/** Who came from nothing: what later steps need to know. */
export interface Newcomer {
  phoneNumber: string;
  fullName: string;
  nationalId: string;
}

interface Checked extends Outcome {
  transactionId?: string;
  isComplete?: boolean;
  isVerified?: boolean;
  document?: { fullNameEnglish: string | null; idNumber: string | null } | null;
  checks?: { message: string }[];
}

/** Nobody exists: somebody registers, and has an identity verified by a card and a face. */
export class JoinStory {
  constructor(
    private readonly gateway: GatewayClient,
    private readonly sandbox: Sandbox,
  ) {}

  /** Plays it until the newcomer may sign; the gateway's client is signed in then. */
  async play(): Promise<Newcomer> {
    const { person, phoneNumber } = await this.findNewcomer();
    await this.register(phoneNumber, person);
    const { idNumber, fullNameEnglish } = await this.verify(person);
    return { phoneNumber, nationalId: idNumber ?? '', fullName: fullNameEnglish ?? '' };
  }

  /** The first sample person whose phone nobody has registered: earlier runs, also ones that were cut short, have taken some. */
  private async findNewcomer(): Promise<{ person: number; phoneNumber: string }> {
    for (let person = 1; person <= SAMPLE_PEOPLE; person += 1) {
      const phoneNumber = `+2011${String(23_000_000 + person)}`;
      const { accountExists } = await this.gateway.run<{ accountExists: boolean | null }>(
        'See that nobody has this phone',
        'AccountExists',
        { phoneNumber },
      );
      if (accountExists === false) return { person, phoneNumber };
    }
    throw new Error('Every sample person of the sandbox has registered; start it with an empty database.');
  }

  private async register(phoneNumber: string, person: number): Promise<void> {
    const email = `newcomer-${person}@example.com`;
    const phone = await this.sendCode('SendPhoneCode', 'Ask for a code by SMS', { phoneNumber });
    const phoneCode = await this.sandbox.newestCode(phoneNumber);
    const { confirmPhone } = await this.gateway.run<{ confirmPhone: Outcome }>(
      'Confirm the phone',
      'ConfirmPhone',
      {
        input: { phoneNumber, codeRequestId: phone, code: phoneCode },
      },
    );
    expected(confirmPhone, 'ContactConfirmed');
    const mail = await this.sendCode('SendEmailCode', 'Ask for a code by e-mail', { email });
    const emailCode = await this.sandbox.newestCodeByEmail(email);
    const { register } = await this.gateway.run<{ register: Outcome & { accessToken?: string } }>(
      'Register, in Cairo',
      'Register',
      {
        input: {
          phoneNumber,
          phoneCodeRequestId: phone,
          phoneCode,
          email,
          emailCodeRequestId: mail,
          emailCode,
          password: PASSWORD,
          deviceId: 'newcomer-phone',
          geoLocation: CAIRO,
        },
      },
    );
    this.gateway.signInWith(expected(register, 'Session').accessToken ?? '');
  }

  private async sendCode(
    operation: 'SendPhoneCode' | 'SendEmailCode',
    title: string,
    input: object,
  ): Promise<string> {
    const answer = await this.gateway.run<Record<string, Outcome & { codeRequestId?: string }>>(
      title,
      operation,
      { input },
    );
    const [sent] = Object.values(answer);
    if (!sent) throw new Error('The gateway did not say whether a code was sent.');
    return expected(sent, 'CodeSent').codeRequestId ?? '';
  }

  private async verify(person: number): Promise<NonNullable<Checked['document']>> {
    const front = await this.check('Photograph the card’s front', 'VerifyIdFront', {
      image: await this.sandbox.cardSide('front', person),
    });
    const { transactionId, document } = front;
    await this.check('Photograph its back', 'VerifyIdBack', {
      image: await this.sandbox.cardSide('back', person),
      transactionId,
    });
    const { face1, face2, face3 } = await takeLivenessFrames();
    const last = await this.check('Show the face', 'VerifyLiveness', { face1, face2, face3, transactionId });
    if (!last.isComplete || !document) throw new Error('The verification is not complete.');
    return document;
  }

  private async check(title: string, operation: string, input: object): Promise<Checked> {
    const answer = await this.gateway.run<Record<string, Checked>>(title, operation, { input });
    const [checked] = Object.values(answer);
    if (!checked) throw new Error('The gateway did not say how the check went.');
    return expected(checked, 'IdentityChecked');
  }
}
