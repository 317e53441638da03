import type { CodePurpose, ContactPurpose } from './rules/one-time-code.js';

const PROVIDERS: Record<number, string> = { 1: 'Infobip', 2: 'Vodafone', 3: 'Cequens', 4: 'Victory Link' };
const USUAL_PROVIDER = 1;
const KEPT = 1000;

/** In both languages, since nobody has asked yet which one the phone's owner reads. */
const TEXTS: Record<MessagePurpose, (code: string) => string> = {
  login: codeFor('log in', 'لتسجيل الدخول'),
  activation: codeFor('activate your contract', 'لتفعيل العقد'),
  registerPhone: codeFor('confirm your phone number', 'لتأكيد رقم هاتفك'),
  registerEmail: codeFor('confirm your e-mail address', 'لتأكيد بريدك الإلكتروني'),
  verifyEmail: codeFor('confirm your e-mail address', 'لتأكيد بريدك الإلكتروني'),
  resetPassword: codeFor('reset your password', 'لتغيير كلمة المرور'),
  newPassword: (password) =>
    `${password} is your new password. Change it after you have logged in. ` +
    'هذه كلمة مرورك الجديدة. غيّرها بعد تسجيل الدخول.',
};

type MessagePurpose = CodePurpose | Exclude<ContactPurpose, 'oauth'> | 'newPassword';

/** A text message or an e-mail; the one of the two addresses that it did not go to is null. */
export interface Message {
  tenantId: string;
  channel: 'sms' | 'email';
  phoneNumber: string | null;
  emailAddress: string | null;
  /** Who carried it. */
  provider: string;
  purpose: MessagePurpose;
  requestId: string | null;
  otpRequestId: string;
  code: string;
  text: string;
  sentAt: string;
}

/** What is to be sent; `to` is an E.164 phone number or an e-mail address. */
interface OutgoingMessage
  extends Pick<Message, 'tenantId' | 'purpose' | 'requestId' | 'otpRequestId' | 'code'> {
  to: string;
  /** 1 to 4 as in `vlens.yaml`, SmsProvider; none chosen: the first. */
  provider: number | null;
  sentAt: Date;
}

/**
 * Where the sandbox's text messages and e-mails arrive, and nowhere else: in memory, since the database knows no code
 * but by its hash; and as a line in the log.
 */
export class Inbox {
  private readonly messages: Message[] = [];

  constructor(private readonly log: (line: string) => void) {}

  deliver({ to, provider: number, sentAt, ...message }: OutgoingMessage): void {
    const isMail = to.includes('@');
    const provider = isMail ? 'e-mail' : (PROVIDERS[number ?? USUAL_PROVIDER] ?? 'Infobip');
    const text = TEXTS[message.purpose](message.code);
    this.messages.unshift({
      ...message,
      channel: isMail ? 'email' : 'sms',
      phoneNumber: isMail ? null : to,
      emailAddress: isMail ? to : null,
      provider,
      text,
      sentAt: sentAt.toISOString(),
    });
    this.messages.length = Math.min(this.messages.length, KEPT);
    this.log(`${isMail ? 'E-mail' : 'SMS'} to ${to} by ${provider}: ${text}`);
  }

  /** Newest first. */
  list(wanted: {
    phoneNumber?: string | undefined;
    emailAddress?: string | undefined;
    requestId?: string | undefined;
  }): Message[] {
    return this.messages.filter(
      ({ phoneNumber, emailAddress, requestId }) =>
        (wanted.phoneNumber === undefined || wanted.phoneNumber === phoneNumber) &&
        (wanted.emailAddress === undefined || wanted.emailAddress === emailAddress) &&
        (wanted.requestId === undefined || wanted.requestId === requestId),
    );
  }

  clear(): void {
    this.messages.length = 0;
  }
}

function codeFor(use: string, arabicUse: string) {
  return (code: string) =>
    `${code} is your code to ${use}. It is valid for 5 minutes. هذا رمزك ${arabicUse}، وهو صالح لمدة ٥ دقائق.`;
}
