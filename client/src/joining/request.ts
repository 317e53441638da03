import { type Fault, NOT_KNOWN } from '../faults.js';
import type {
  ContractPdfQuery,
  CreateMutation,
  EligibilityQuery,
  OpenRequestQuery,
  ProductFormQuery,
  ProductsQuery,
  SigningLinkMutation,
} from '../generated/graphql.js';
import { PRODUCT_GONE } from '../sentences.js';
import { problemOf } from '../signing/problem.js';
import type { ActivatedRequest, SigningOutcome } from '../signing/types.js';
import { ask, end, goOn, inDoubt, type JoinFlow, refused } from './flow.js';
import type { FormAnswer, JoinProblem, OpenRequest } from './types.js';
import { nextPicture } from './verify.js';

/** @param problem what Vlens said of a request that was refused for it */
export function afterEligibility(
  flow: JoinFlow,
  { eligibility }: EligibilityQuery,
  problem?: JoinProblem,
): JoinFlow {
  if (!eligibility) return end(flow, { outcome: 'failed', phase: 'readEligibility', fault: NOT_KNOWN });
  const { isEligible, isDigitalIdentityVerified, hasPendingRequest } = eligibility;
  if (isEligible) return goOn(flow, { task: 'readProducts', problem: null });
  if (!isDigitalIdentityVerified && !flow.isIdentityComplete) return nextPicture(flow);
  if (hasPendingRequest) return goOn(flow, { task: 'readOpenRequest', eligibility });
  return end(flow, { outcome: 'notEligible', eligibility, ...(problem ? { problem } : {}) });
}

/** Where the tenant allows one request at a time, and there is one. */
export function afterOpenRequest(flow: JoinFlow, { currentBusinessRequest }: OpenRequestQuery): JoinFlow {
  if (flow.task.task !== 'readOpenRequest') return flow;
  const { eligibility } = flow.task;
  return currentBusinessRequest
    ? goOn(flow, { task: 'askToGoOn', eligibility, request: currentBusinessRequest })
    : end(flow, { outcome: 'notEligible', eligibility });
}

export function afterGoingOn(flow: JoinFlow, isWanted: boolean): JoinFlow {
  if (flow.task.task !== 'askToGoOn') return flow;
  const { eligibility, request } = flow.task;
  if (!isWanted) return end(flow, { outcome: 'notEligible', eligibility });
  return goOn({ ...flow, requestId: request.id, signing: null }, { task: 'sign' });
}

export function afterProducts(flow: JoinFlow, { productTypes }: ProductsQuery): JoinFlow {
  const problem = flow.task.task === 'readProducts' ? flow.task.problem : null;
  return productTypes
    ? goOn(flow, { task: 'askForProduct', products: productTypes, problem })
    : end(flow, { outcome: 'failed', phase: 'readProducts', fault: NOT_KNOWN });
}

export function afterProduct(flow: JoinFlow, productTypeId: number): JoinFlow {
  return goOn({ ...flow, productTypeId }, { task: 'readForm', productTypeId, problem: null });
}

export function afterFormRead(flow: JoinFlow, { productType }: ProductFormQuery): JoinFlow {
  const problem = flow.task.task === 'readForm' ? flow.task.problem : null;
  if (productType) return goOn(flow, { task: 'askForForm', productType, problem });
  const gone: JoinProblem = { message: PRODUCT_GONE };
  return goOn({ ...flow, productTypeId: null }, { task: 'readProducts', problem: gone });
}

export function afterForm(flow: JoinFlow, answer: FormAnswer): JoinFlow {
  if ('change' in answer) return goOn(flow, { task: 'readProducts', problem: null });
  if (flow.task.task !== 'askForForm') return flow;
  return goOn(flow, { task: 'createBusinessRequest', productType: flow.task.productType, form: answer });
}

export function afterCreation(flow: JoinFlow, answer: CreateMutation['createBusinessRequest']): JoinFlow {
  switch (answer.__typename) {
    case 'BusinessRequestCreated':
      return goOn({ ...flow, requestId: answer.businessRequest.id }, { task: 'sign' });
    case 'NotEligible':
      // The mutation selects no isEligible, which is false here.
      return afterEligibility(
        flow,
        { eligibility: { ...answer.eligibility, isEligible: false } },
        { message: answer.message },
      );
    case 'Rejection': {
      const problem = problemOf(answer);
      if (answer.reason === 'INVALID_INPUT') return formAgain(flow, problem) ?? refused(flow, STEP, problem);
      if (answer.reason === 'NOT_FOUND') return goOn(flow, { task: 'readProducts', problem });
      return refused(flow, STEP, problem);
    }
    default: {
      const { message } = answer as { message?: string };
      return message === undefined ? afterLostCreation(flow, NOT_KNOWN) : refused(flow, STEP, { message });
    }
  }
}

const STEP = 'createBusinessRequest';

/** The same form with what is wrong; null where it is not at hand. */
export function formAgain(flow: JoinFlow, problem: JoinProblem): JoinFlow | null {
  if (flow.task.task !== STEP) return null;
  return goOn(flow, { task: 'askForForm', productType: flow.task.productType, problem });
}

export function afterLostCreation(flow: JoinFlow, fault: Fault): JoinFlow {
  return goOn({ ...flow, lostCreation: fault }, { task: 'findOutCreation', fault });
}

/**
 * There was no open request before: one that is open now is this one. Vlens calls current what was signed before too, where nothing is
 * open, and nobody must read that they have signed, or sign, what they did not choose.
 */
export function afterLookForRequest(looking: JoinFlow, found: OpenRequest | null | undefined): JoinFlow {
  const fault = looking.task.task === 'findOutCreation' ? looking.task.fault : NOT_KNOWN;
  const flow: JoinFlow = { ...looking, lostCreation: null };
  if (found && IS_OPEN.has(found.nextStep)) return goOn({ ...flow, requestId: found.id }, { task: 'sign' });
  const { productTypeId } = flow;
  if (productTypeId === null) return goOn(flow, { task: 'readProducts', problem: inDoubt(fault) });
  return goOn(flow, { task: 'readForm', productTypeId, problem: inDoubt(fault) });
}

const IS_OPEN: ReadonlySet<OpenRequest['nextStep']> = new Set([
  'WAIT_FOR_APPROVAL',
  'SIGN',
  'SIGN_UNLESS_SIGNED',
  // Of a gateway before 0.2.
  'WAIT_FOR_OTHER_SIGNERS',
]);

export function afterSigning(flow: JoinFlow, outcome: SigningOutcome): JoinFlow {
  switch (outcome.outcome) {
    case 'signed':
      return goOn(flow, { task: 'generateLink', businessRequest: outcome.businessRequest });
    case 'alreadySigned':
      return goOn(flow, { task: 'generateLink', businessRequest: null });
    case 'unknown':
      // It is looked up after the login.
      if (outcome.lookUpFault?.code === 'UNAUTHENTICATED') return logInAgain(flow, outcome.lookUpFault);
      return end(flow, outcome);
    case 'failed':
      if (outcome.fault.code === 'UNAUTHENTICATED') return logInAgain(flow, outcome.fault);
      return end(flow, { ...outcome, phase: outcome.phase === 'end' ? 'sign' : outcome.phase });
    case 'aborted':
      return end(flow, { ...outcome, phase: outcome.phase === 'end' ? 'sign' : outcome.phase });
    default:
      return end(flow, outcome);
  }
}

/** The session is over: what is done stays done, and goes on after a login. */
export function logInAgain(flow: JoinFlow, { message }: Fault): JoinFlow {
  return ask({ ...flow, hasSession: false }, 'askForLogIn', { message, reason: 'INVALID_CREDENTIALS' });
}

export function afterLink(flow: JoinFlow, answer: SigningLinkMutation['generateSigningLink']): JoinFlow {
  const businessRequest = flow.task.task === 'generateLink' ? flow.task.businessRequest : null;
  const securityHash = answer.__typename === 'SigningLink' ? answer.securityHash : null;
  if (securityHash === null) return signed(flow, businessRequest, null);
  return goOn(flow, { task: 'readContract', businessRequest, securityHash });
}

export function afterContract(flow: JoinFlow, { contractPdf }: ContractPdfQuery): JoinFlow {
  const businessRequest = flow.task.task === 'readContract' ? flow.task.businessRequest : null;
  return signed(flow, businessRequest, contractPdf.__typename === 'ContractPdf' ? contractPdf : null);
}

/** It is signed, whatever became of the contract's address. */
export function signed(
  flow: JoinFlow,
  businessRequest: ActivatedRequest,
  pdf: { url: string } | null,
): JoinFlow {
  const contract = pdf && { url: pdf.url };
  return end(flow, { outcome: 'signed', requestId: flow.requestId ?? '', businessRequest, contract });
}
