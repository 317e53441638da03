import type { SigningProblem, SigningProgress, SigningStep } from '@vlens-gateway/client';
import type { ReactElement } from 'react';
import { Face } from '../faces/face';
import { faultAsTold } from '../faces/fault';
import { FaultFace } from '../faces/fault-face';
import { REJECTION_FACES } from '../faces/rejection-faces';
import type { RejectionReason } from '../gql/graphql';
import { useSpeech } from '../i18n/language';
import { TooMany } from './too-many';
import type { Ending } from './view';

interface EndedProps {
  outcome: Ending;
  begin: (resume?: SigningProgress) => void;
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
      return <FaultFace fault={faultAsTold(ending.fault)} goOn={() => begin()} />;
    case 'refused':
      return ending.problem.reason === 'TOO_MANY_ATTEMPTS' ? (
        <TooMany {...ending} begin={begin} />
      ) : (
        <Refused {...ending} begin={begin} />
      );
  }
}

interface RefusedProps {
  step: SigningStep;
  problem: SigningProblem;
  begin: () => void;
}

function Refused({ problem: { reason = 'OTHER', message }, begin }: RefusedProps) {
  const { text } = useSpeech();
  return (
    <Face name={REJECTION_FACES[reason]} said={SAYS_MORE.has(reason) ? message : undefined}>
      {MAY_BEGIN_AGAIN.has(reason) && (
        <button type="button" className="primary" onClick={() => begin()}>
          {text.beginAgain}
        </button>
      )}
    </Face>
  );
}

/** Where the provider's sentence tells what the face can't. */
const SAYS_MORE = new Set<RejectionReason>(['OTHER', 'INVALID_INPUT', 'NOT_ELIGIBLE', 'LIVENESS_FAILED']);
const MAY_BEGIN_AGAIN = new Set<RejectionReason>([
  'OTHER',
  'INVALID_INPUT',
  'LIVENESS_FAILED',
  'OTP_EXPIRED',
  'OTP_INCORRECT',
  'PAYMENT_INCOMPLETE',
]);
