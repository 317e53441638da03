import type { AppContext } from '../app-context.js';
import { Refusal } from '../refusal.js';
import { type CodeBinding, issueCode } from '../store/one-time-codes.js';
import type { CustomerRow, Work } from '../store/tables.js';

/**
 * Makes a code within this work. The message must leave only when the work is on disk, so that no code is sent
 * which a moment later isn't known: `deliver` is for then.
 */
export async function prepareCode(
  { secrets, random, inbox, clock }: AppContext,
  work: Work,
  to: { customer: CustomerRow; provider: number | null },
  binding: Omit<CodeBinding, 'customerId'> & { paymentGateway: string | null },
): Promise<{ otpRequestId: string; sentAt: Date; deliver: () => void } | Refusal> {
  const { customer, provider } = to;
  const issued = await issueCode(
    work,
    { key: secrets.oneTimeCode, random, clock },
    { ...binding, customerId: customer.id },
  );
  if (!issued) return new Refusal('OTP_SENT_TOO_OFTEN');
  const deliver = () =>
    inbox.deliver({
      tenantId: customer.tenantId,
      to: customer.phoneNumber,
      purpose: binding.purpose,
      requestId: binding.requestId,
      otpRequestId: issued.id,
      code: issued.code,
      provider,
      sentAt: issued.sentAt,
    });
  return { otpRequestId: issued.id, sentAt: issued.sentAt, deliver };
}
