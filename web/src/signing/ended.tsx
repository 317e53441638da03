import type { ReactElement } from 'react';
import { Face } from '../faces/face';
import { faultAsTold } from '../faces/fault';
import { FaultFace } from '../faces/fault-face';
import { REJECTION_FACES } from '../faces/rejection-faces';
import type { RejectionReason } from '../gql/graphql';
import { useSpeech } from '../i18n/language';
import type { Ending } from './use-signing';

interface EndedProps {
  outcome: Ending;
  begin: () => void;
  lookAgain: () => void;
}

/** What signing came to, where that was no signature. */
export function Ended({ outcome: ending, begin, lookAgain }: EndedProps): ReactElement | null {
  switch (ending.outcome) {
    case 'signed':
    case 'alreadySigned':
      return null;
    case 'notSignable':
      return <Face name={ending.status === 'REJECTED' ? 'rejected' : 'unknownStatus'} />;
    case 'unknown':
      return <FaultFace fault={{ kind: 'outcomeUnknown' }} goOn={lookAgain} />;
    case 'failed':
      return <FaultFace fault={faultAsTold(ending.fault)} goOn={begin} />;
    case 'refused':
      return <Refused {...ending.problem} begin={begin} />;
  }
}

interface RefusedProps {
  reason?: RejectionReason;
  message: string;
  begin: () => void;
}

function Refused({ reason = 'OTHER', message, begin }: RefusedProps) {
  const { text } = useSpeech();
  return (
    <Face name={REJECTION_FACES[reason]} said={SAYS_MORE.has(reason) ? message : undefined}>
      {MAY_BEGIN_AGAIN.has(reason) && (
        <button type="button" className="primary" onClick={begin}>
          {text.beginAgain}
        </button>
      )}
    </Face>
  );
}

/** Where the provider's sentence tells what the face can't. */
const SAYS_MORE = new Set<RejectionReason>([
  'OTHER',
  'INVALID_INPUT',
  'NOT_ELIGIBLE',
  'TOO_MANY_ATTEMPTS',
  'LIVENESS_FAILED',
]);
const MAY_BEGIN_AGAIN = new Set<RejectionReason>([
  'OTHER',
  'INVALID_INPUT',
  'TOO_MANY_ATTEMPTS',
  'LIVENESS_FAILED',
  'OTP_EXPIRED',
  'OTP_INCORRECT',
  'PAYMENT_INCOMPLETE',
]);
