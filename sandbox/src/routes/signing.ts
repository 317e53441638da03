import { Refusal } from '../refusal.js';
import { signingObstacle } from '../rules/signing.js';
import { lockOwnRequest, type RequestName } from '../store/business-requests.js';
import { lockCustomer, type Place } from '../store/customers.js';
import type { Step } from '../store/request-moves.js';
import { signerRow } from '../store/signers.js';
import type { Caller, CustomerRow, RequestRow, SignerRow, Work } from '../store/tables.js';
import { fullName } from './request-answer.js';

/** A signing step under way: the caller, the locked request, and the caller's part in it. */
export interface Signing {
  customer: CustomerRow;
  request: RequestRow;
  signer: SignerRow;
}

/**
 * What a signing step begins with. A request or a KYC transaction that is somebody else's is answered like one that
 * does not exist.
 */
export async function findSigning(
  work: Work,
  caller: Caller,
  asked: RequestName & { transactionId?: string | undefined },
): Promise<Signing | Refusal> {
  const customer = await lockCustomer(work, caller.id);
  const request = await lockOwnRequest(work, caller, asked);
  const isOwnTransaction =
    asked.transactionId === undefined || asked.transactionId === customer.transactionId;
  if (!request || !isOwnTransaction) return new Refusal('NOT_FOUND');
  const signer = await signerRow(work, request.id, caller.id);
  const obstacle = signingObstacle(request.status, signer.signedAt !== null);
  return obstacle ? new Refusal(obstacle) : { customer, request, signer };
}

/** A step of this customer's, for the audit trail. */
export function stepOf(customer: CustomerRow, name: string, at: Date, place: Place): Step {
  return { who: fullName(customer), name, at, place };
}
