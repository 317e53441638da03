import { type Fault, NOT_KNOWN } from '../faults.js';
import type { EligibilityQuery, VerificationPartsFragment } from '../generated/graphql.js';
import { VERIFICATION_NOT_COMPLETE } from '../sentences.js';
import { problemOf } from '../signing/problem.js';
import { ask, end, goOn, inDoubt, type JoinFlow, type Refusal, refused } from './flow.js';
import type { FaceAnswer, IdSideAnswer, JoinProblem } from './types.js';

type Verifying = 'verifyIdFront' | 'verifyIdBack' | 'verifyLiveness';

const ASKS = {
  verifyIdFront: 'askForIdFront',
  verifyIdBack: 'askForIdBack',
  verifyLiveness: 'askForFace',
} as const;
/** Of SDKs' sources: the transaction's id is wrong. It is begun again then. */
const TRANSACTION_WRONG = 5004;

/** The first picture that Vlens has not taken yet. */
export function nextPicture(flow: JoinFlow, problem: JoinProblem | null = null): JoinFlow {
  if (!flow.isFrontChecked) return ask(flow, 'askForIdFront', problem);
  return ask(flow, flow.isBackChecked ? 'askForFace' : 'askForIdBack', problem);
}

export function afterIdSide(flow: JoinFlow, asked: 'front' | 'back', answer: IdSideAnswer): JoinFlow {
  if ('side' in answer) return ask(flow, answer.side === 'front' ? 'askForIdFront' : 'askForIdBack');
  return goOn(flow, { task: asked === 'front' ? 'verifyIdFront' : 'verifyIdBack', image: answer.image });
}

export function afterFace(flow: JoinFlow, answer: FaceAnswer): JoinFlow {
  if ('side' in answer) return ask(flow, answer.side === 'front' ? 'askForIdFront' : 'askForIdBack');
  return goOn(flow, { task: 'verifyLiveness', faces: answer });
}

export function afterVerification(
  flow: JoinFlow,
  step: Verifying,
  answer: VerificationPartsFragment,
): JoinFlow {
  switch (answer.__typename) {
    case 'IdentityChecked': {
      const checked: JoinFlow = { ...flow, ...CHECKED[step], transactionId: answer.transactionId };
      if (answer.isComplete)
        return goOn({ ...checked, isIdentityComplete: true }, { task: 'readEligibility' });
      return step === 'verifyLiveness' ? cardAgain(checked, NOT_COMPLETE) : nextPicture(checked);
    }
    case 'IdentityCheckFailed': {
      const { message, checks, sameTransactionId } = answer;
      const transactionId = sameTransactionId ?? flow.transactionId;
      return ask({ ...flow, ...UNCHECKED[step], transactionId }, ASKS[step], { message, checks });
    }
    case 'Rejection':
      return afterRejection(flow, step, answer);
    default: {
      const { message } = answer as { message?: string };
      return message === undefined
        ? afterLostPicture(flow, step, NOT_KNOWN)
        : ask(flow, ASKS[step], { message });
    }
  }
}

function afterRejection(flow: JoinFlow, step: Verifying, refusal: Refusal): JoinFlow {
  const problem = problemOf(refusal);
  if (refusal.errorCode === TRANSACTION_WRONG) return cardAgain({ ...flow, transactionId: null }, problem);
  switch (refusal.reason) {
    case 'DOCUMENT_UNREADABLE':
    case 'DOCUMENT_INVALID':
    case 'DOCUMENT_EXPIRED':
    case 'DOCUMENT_MISMATCH':
      return step === 'verifyLiveness' ? cardAgain(flow, problem) : ask(flow, ASKS[step], problem);
    case 'INVALID_INPUT':
    case 'LIVENESS_FAILED':
    case 'FACE_MISMATCH':
      return ask(flow, ASKS[step], problem);
  }
  return refused(flow, step, problem);
}

/** The picture is asked for again: whether the one before was taken does not matter to Vlens, which keeps the newest. */
export function afterLostPicture(flow: JoinFlow, step: Verifying, fault: Fault): JoinFlow {
  return step === 'verifyLiveness'
    ? goOn(flow, { task: 'findOutVerification', fault })
    : ask(flow, ASKS[step], inDoubt(fault));
}

/** The answer to the faces was lost: whether the customer is verified now. */
export function afterLookForVerification(flow: JoinFlow, { eligibility }: EligibilityQuery): JoinFlow {
  const fault = flow.task.task === 'findOutVerification' ? flow.task.fault : NOT_KNOWN;
  if (!eligibility) return end(flow, { outcome: 'unknown', step: 'verifyLiveness', fault });
  return eligibility.isDigitalIdentityVerified
    ? goOn({ ...flow, isIdentityComplete: true }, { task: 'readEligibility' })
    : ask(flow, 'askForFace', inDoubt(fault));
}

export function pictureAgain(flow: JoinFlow, step: Verifying, problem: JoinProblem): JoinFlow {
  return ask(flow, ASKS[step], problem);
}

function cardAgain(flow: JoinFlow, problem: JoinProblem): JoinFlow {
  return nextPicture({ ...flow, isFrontChecked: false, isBackChecked: false }, problem);
}

const CHECKED = {
  verifyIdFront: { isFrontChecked: true },
  verifyIdBack: { isBackChecked: true },
  verifyLiveness: {},
} as const;
const UNCHECKED = {
  verifyIdFront: { isFrontChecked: false },
  verifyIdBack: { isBackChecked: false },
  verifyLiveness: {},
} as const;

const NOT_COMPLETE: JoinProblem = { message: VERIFICATION_NOT_COMPLETE };
