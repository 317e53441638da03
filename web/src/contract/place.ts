import type { StatusName } from '../status-screens/status-screen';
import type { Contract } from './contract';

export type Place = 'toSign' | 'signed' | Extract<StatusName, 'notApproved' | 'rejected' | 'unknownStatus'>;

const PLACES: Record<Contract['nextStep'], Place> = {
  WAIT_FOR_APPROVAL: 'notApproved',
  SIGN: 'toSign',
  // Some have signed: only Vlens knows whether this customer has, and answers it to the first step.
  SIGN_UNLESS_SIGNED: 'toSign',
  WAIT_FOR_OTHER_SIGNERS: 'toSign',
  WAIT_FOR_COUNTERSIGNATURE: 'signed',
  DONE: 'signed',
  NONE: 'unknownStatus',
};

/** Which screen a request belongs on; a gateway that was deployed since may name a step that this page does not know. */
export function placeOf({ nextStep, status }: Contract): Place {
  return status === 'REJECTED' ? 'rejected' : (PLACES[nextStep] ?? 'unknownStatus');
}
