import type { SigningProblem, SigningProgress, SigningStep } from '@vlens-gateway/client';
import type { ReactElement } from 'react';
import type { RejectionReason } from '../gql/graphql';
import { useI18n } from '../i18n/context';
import { fromClientFault } from '../status-screens/fault';
import { FaultScreen } from '../status-screens/fault-screen';
import { knownReason, rejectionScreen } from '../status-screens/rejection-screens';
import { saidOf } from '../status-screens/said';
import { StatusScreen } from '../status-screens/status-screen';
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
      return <StatusScreen name={ending.status === 'REJECTED' ? 'rejected' : 'unknownStatus'} />;
    case 'unknown':
      return <FaultScreen fault={{ kind: 'outcomeUnknown' }} goOn={lookAgain} />;
    case 'failed':
      return <FaultScreen fault={fromClientFault(ending.fault)} goOn={() => begin()} />;
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

function Refused({ problem, begin }: RefusedProps) {
  const { text } = useI18n();
  const reason = knownReason(problem.reason);
  return (
    <StatusScreen name={rejectionScreen(reason)} said={SAYS_MORE.has(reason) ? saidOf(problem) : undefined}>
      {MAY_BEGIN_AGAIN.has(reason) && (
        <button type="button" className="primary" onClick={() => begin()}>
          {text.beginAgain}
        </button>
      )}
    </StatusScreen>
  );
}

/** Where the provider's sentence says what the status screen can't. */
const SAYS_MORE = new Set<RejectionReason>(['OTHER', 'INVALID_INPUT', 'NOT_ELIGIBLE', 'LIVENESS_FAILED']);
const MAY_BEGIN_AGAIN = new Set<RejectionReason>([
  'OTHER',
  'INVALID_INPUT',
  'LIVENESS_FAILED',
  'OTP_EXPIRED',
  'OTP_INCORRECT',
  'PAYMENT_INCOMPLETE',
]);
