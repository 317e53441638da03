import type { SandboxClock } from '../clock.js';
import { lockRequest } from './business-requests.js';
import { markPaid, type PaymentGateway, paymentOf } from './payments.js';
import { auditStep } from './request-moves.js';
import type { Work } from './tables.js';

/** What paying came to; all but the first leave everything as it was. */
export type PaymentOutcome = 'paid' | 'already paid' | 'rejected' | 'nothing to pay' | 'no such request';

/** Pays a request's fee, by the payment page or by the control API. */
export async function payRequest(
  work: Work,
  requestId: string,
  { gateway, who, clock }: { gateway: PaymentGateway; who: string; clock: SandboxClock },
): Promise<PaymentOutcome> {
  const request = await lockRequest(work, requestId);
  if (!request) return 'no such request';
  if (request.status === 'REJECTED') return 'rejected';
  if (!(await paymentOf(work, requestId))) return 'nothing to pay';
  const now = clock.now();
  if (!(await markPaid(work, requestId, gateway, now))) return 'already paid';
  const unmoved = { from: request.status, to: request.status };
  await auditStep(work, requestId, unmoved, { who, name: `Pay (${gateway})`, at: now, place: null });
  return 'paid';
}
