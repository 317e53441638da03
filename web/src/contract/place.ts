import type { StatusName } from '../status-screens/status-screen';
import type { Contract } from './contract';

export type Place = 'toSign' | 'signed' | Extract<StatusName, 'notApproved' | 'rejected' | 'unknownStatus'>;

/** Which screen a request belongs on. */
export function placeOf({ nextStep, status }: Contract): Place {
  switch (nextStep) {
    case 'WAIT_FOR_APPROVAL':
      return 'notApproved';
    case 'SIGN':
    // Some have signed: whether this customer has, only Vlens can tell, when the first step is taken.
    case 'SIGN_UNLESS_SIGNED':
    case 'WAIT_FOR_OTHER_SIGNERS':
      return 'toSign';
    case 'WAIT_FOR_COUNTERSIGNATURE':
    case 'DONE':
      return 'signed';
    case 'NONE':
      return status === 'REJECTED' ? 'rejected' : 'unknownStatus';
  }
}
