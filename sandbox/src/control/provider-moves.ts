import type { Status } from '../rules/statuses.js';
import { mayMove } from '../rules/transitions.js';
import type { PaymentRow } from '../store/tables.js';

/** Where each of the provider's steps leads. */
export const PROVIDER_MOVES = {
  approve: 'APPROVED',
  reject: 'REJECTED',
  countersignPartially: 'SERVICE_PROVIDER_PARTIALLY_SIGNED',
  countersign: 'SERVICE_PROVIDER_SIGNED',
  complete: 'COMPLETED',
} as const satisfies Record<string, Status>;

export type ProviderStep = keyof typeof PROVIDER_MOVES | 'pay';

/** The steps that a request allows as it is, so that nobody offers others. */
export function stepsAllowed(status: Status, payment: PaymentRow | undefined): ProviderStep[] {
  const steps: ProviderStep[] = [];
  for (const step of Object.keys(PROVIDER_MOVES) as (keyof typeof PROVIDER_MOVES)[]) {
    if (mayMove(status, PROVIDER_MOVES[step])) steps.push(step);
  }
  if (payment && payment.paidAt === null && status !== 'REJECTED') steps.push('pay');
  return steps;
}
