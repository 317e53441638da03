import { unknownAnswer } from './after-contact.js';
import { know, problemOf, read, show, showError } from './moves.js';
import type { Standing, Verification } from './operations.js';
import type { Problem, Screen, Side, Way } from './way.js';

export function afterSide(way: Way, answer: Verification, side: Side): Way {
  switch (answer.__typename) {
    case 'IdentityChecked': {
      const { transactionId } = answer;
      const sidesDone = [...new Set([...way.known.sidesDone, side])];
      const nameOnCard = answer.document?.fullName ?? way.known.nameOnCard;
      const known = know(way, { transactionId, sidesDone, nameOnCard, isIdentitySent: answer.isComplete });
      return answer.isComplete ? read(known, 'eligibility', {}) : show(known, nextOfIdentity(known));
    }
    case 'IdentityCheckFailed': {
      const { sameTransactionId, checks } = answer;
      return showError(
        know(way, { transactionId: sameTransactionId ?? way.known.transactionId }),
        failed(checks),
      );
    }
    case 'Rejection': {
      const problem = problemOf(answer, 'card');
      // Two cards, or a verification that the provider does not know any more: both sides again.
      if (answer.reason === 'DOCUMENT_MISMATCH' || answer.reason === 'NOT_FOUND')
        return show(startOver(way), { kind: 'card', side: 'front', problem });
      return showError(way, problem);
    }
    default:
      return unknownAnswer(answer);
  }
}

export function afterLiveness(way: Way, answer: Verification): Way {
  switch (answer.__typename) {
    case 'IdentityChecked': {
      const known = know(way, { transactionId: answer.transactionId, isIdentitySent: answer.isComplete });
      if (answer.isComplete) return read(known, 'eligibility', {});
      // A side was lost on the way.
      return show(startOver(known), { kind: 'card', side: 'front', problem: null });
    }
    case 'IdentityCheckFailed':
      return showError(way, failed(answer.checks));
    case 'Rejection': {
      const problem = problemOf(answer, 'card');
      if (answer.reason === 'NOT_FOUND' || answer.reason === 'DOCUMENT_MISMATCH')
        return show(startOver(way), { kind: 'card', side: 'front', problem });
      return showError(way, problem);
    }
    default:
      return unknownAnswer(answer);
  }
}

/** What stands between the customer and a request, most pressing first. */
export function afterEligibility(way: Way, standing: Standing | null | undefined): Way {
  if (!standing)
    return { ...way, fault: { kind: 'unavailable' }, call: { name: 'eligibility', variables: {} } };
  if (standing.isEligible) return read(way, 'productTypes', {});
  return whatIsMissing(way, standing);
}

/** @param said the provider's sentence, where a request was refused for it */
export function whatIsMissing(way: Way, standing: Standing, said: string | null = null): Way {
  if (!standing.isDigitalIdentityVerified) {
    if (way.known.isIdentitySent) return show(way, { kind: 'stopped', why: 'identityInReview', said: null });
    return show(way, nextOfIdentity(way));
  }
  if (standing.hasPendingRequest) return read(way, 'currentBusinessRequest', {});
  // Our own sentence says more about an address.
  return standing.isEmailConfirmed
    ? show(way, { kind: 'stopped', why: 'notEligible', said })
    : show(way, { kind: 'stopped', why: 'emailNotConfirmed', said: null });
}

function nextOfIdentity({ known: { sidesDone, transactionId } }: Way): Screen {
  const isDone = (side: Side) => transactionId !== null && sidesDone.includes(side);
  if (!isDone('front')) return { kind: 'card', side: 'front', problem: null };
  return isDone('back') ? { kind: 'face', problem: null } : { kind: 'card', side: 'back', problem: null };
}

function startOver(way: Way): Way {
  return know(way, { transactionId: null, sidesDone: [], isIdentitySent: false });
}

function failed(checks: { message: string }[]): Problem {
  return { reason: 'CHECKS', said: checks.map(({ message }) => message), fields: [] };
}
