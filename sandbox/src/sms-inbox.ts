import type { CodePurpose } from './rules/one-time-code.js';

const PROVIDERS: Record<number, string> = { 1: 'Infobip', 2: 'Vodafone', 3: 'Cequens', 4: 'Victory Link' };
const USUAL_PROVIDER = 1;
const KEPT = 1000;

export interface SmsMessage {
  tenantId: string;
  phoneNumber: string;
  provider: string;
  purpose: CodePurpose;
  requestId: string | null;
  otpRequestId: string;
  code: string;
  text: string;
  sentAt: string;
}

/**
 * Where the sandbox's text messages arrive, and nowhere else: in memory, since the database knows no code but by
 * its hash; and as a line in the log.
 */
export class SmsInbox {
  private readonly messages: SmsMessage[] = [];

  constructor(private readonly log: (line: string) => void) {}

  /** @param provider 1 to 4 as in `vlens.yaml`, SmsProvider; none chosen: the first. */
  deliver(
    message: Omit<SmsMessage, 'provider' | 'text' | 'sentAt'> & { provider: number | null; sentAt: Date },
  ): void {
    const provider = PROVIDERS[message.provider ?? USUAL_PROVIDER] ?? 'Infobip';
    const use = message.purpose === 'login' ? 'log in' : 'activate your contract';
    const text = `${message.code} is your code to ${use}. It is valid for 5 minutes.`;
    this.messages.unshift({ ...message, provider, text, sentAt: message.sentAt.toISOString() });
    this.messages.length = Math.min(this.messages.length, KEPT);
    this.log(`SMS to ${message.phoneNumber} by ${provider}: ${text}`);
  }

  /** Newest first. */
  list(wanted: { phoneNumber?: string | undefined; requestId?: string | undefined }): SmsMessage[] {
    return this.messages.filter(
      ({ phoneNumber, requestId }) =>
        (wanted.phoneNumber === undefined || wanted.phoneNumber === phoneNumber) &&
        (wanted.requestId === undefined || wanted.requestId === requestId),
    );
  }

  clear(): void {
    this.messages.length = 0;
  }
}
