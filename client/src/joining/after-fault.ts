import { type Fault, LEFT, NOT_KNOWN } from '../faults.js';
import { ask, end, goOn, isStep, type JoinFlow, START } from './flow.js';
import { afterLostRegistering, whatToAskAgain } from './register.js';
import { afterLostCreation, formAgain, logInAgain, signed } from './request.js';
import type { JoinProblem, JoinProgress, JoinStep } from './types.js';
import { afterLostPicture, nextPicture, pictureAgain } from './verify.js';

/** Where it stands after a fault of the gateway, or where no answer came. */
export function afterFault(flow: JoinFlow, fault: Fault): JoinFlow {
  const { task } = flow;
  const isOver = flow.hasSession && fault.code === 'UNAUTHENTICATED';
  switch (task.task) {
    case 'findOutRegistration':
      return notFoundOut(flow, 'register', task.fault, fault);
    case 'findOutVerification':
      return isOver ? logInAgain(flow, fault) : notFoundOut(flow, 'verifyLiveness', task.fault, fault);
    case 'findOutCreation':
      return isOver ? logInAgain(flow, fault) : notFoundOut(flow, 'createBusinessRequest', task.fault, fault);
    // It is signed: its contract can be asked for later.
    case 'generateLink':
    case 'readContract':
      return signed(flow, task.businessRequest, null);
  }
  if (isStep(task.task) && fault.outcome === 'UNKNOWN') return afterLost(flow, task.task, fault);
  if (isOver) return logInAgain(flow, fault);
  if (task.task === 'checkAccount' && isForCustomer(fault)) {
    return goOn(flow, { task: 'askForPhone', problem: inputProblem(fault) });
  }
  const again =
    isStep(task.task) && isForCustomer(fault) ? askAgain(flow, task.task, inputProblem(fault)) : null;
  return again ?? end(flow, { outcome: 'failed', phase: task.task, fault });
}

function notFoundOut(flow: JoinFlow, step: JoinStep, lost: Fault | null, lookUpFault: Fault): JoinFlow {
  return end(flow, { outcome: 'unknown', step, fault: lost ?? NOT_KNOWN, lookUpFault });
}

/** What was kept of somebody, as far as it was got: what was under way may have been taken. */
export function resumed({ phase, isUnderWay, ...known }: JoinProgress): JoinFlow {
  const flow: JoinFlow = { ...START, ...known };
  if (isUnderWay === false && isStep(phase)) return beforeSending(flow, phase);
  switch (phase) {
    case 'checkAccount':
      return goOn(flow, { task: 'checkAccount' });
    case 'askForLogInCode':
      // Its password is not kept.
      return goOn(flow, { task: 'askForLogIn', problem: null });
    case 'askForPhone':
    case 'askForPhoneCode':
    case 'askForEmail':
    case 'askForEmailCode':
    case 'askForPassword':
    case 'askForLogIn':
    case 'askForPasswordResetCode':
      return goOn(flow, { task: phase, problem: null });
    case 'askForIdFront':
    case 'askForIdBack':
    case 'askForFace':
      return nextPicture(flow);
    case 'sign':
    case 'generateLink':
    case 'readContract':
      return goOn(flow, { task: 'sign' });
    case 'findOutRegistration':
      return afterLost(flow, 'register', LEFT);
    case 'findOutVerification':
      return afterLost(flow, 'verifyLiveness', LEFT);
    case 'findOutCreation':
      return afterLost(flow, 'createBusinessRequest', LEFT);
    case 'readForm':
    case 'askForForm': {
      const { productTypeId } = flow;
      return productTypeId === null
        ? goOn(flow, { task: 'readProducts', problem: null })
        : goOn(flow, { task: 'readForm', productTypeId, problem: null });
    }
    default:
      return isStep(phase) ? afterLost(flow, phase, LEFT) : goOn(flow, { task: 'readEligibility' });
  }
}

/** The step was not sent: it is taken now, or what it needs and is not kept is asked for again. */
function beforeSending(flow: JoinFlow, step: JoinStep): JoinFlow {
  switch (step) {
    case 'sendPhoneCode':
    case 'sendEmailCode':
    case 'sendPasswordResetCode':
      return goOn(flow, { task: step });
    case 'confirmPhone':
      return ask(flow, 'askForPhoneCode');
    case 'confirmEmail':
      return ask(flow, 'askForEmailCode');
    case 'confirmPasswordResetCode':
      return ask(flow, 'askForPasswordResetCode');
    case 'verifyOAuthToken':
      return ask(flow, 'askForEmail');
    case 'register':
      return ask(flow, 'askForPassword');
    case 'logIn':
      return ask(flow, 'askForLogIn');
    case 'verifyIdFront':
      return ask(flow, 'askForIdFront');
    case 'verifyIdBack':
      return ask(flow, 'askForIdBack');
    case 'verifyLiveness':
      return ask(flow, 'askForFace');
    case 'createBusinessRequest': {
      const { productTypeId } = flow;
      return productTypeId === null
        ? goOn(flow, { task: 'readProducts', problem: null })
        : goOn(flow, { task: 'readForm', productTypeId, problem: null });
    }
    case 'generateLink':
      return goOn(flow, { task: 'sign' });
  }
}

function afterLost(flow: JoinFlow, step: JoinStep, fault: Fault): JoinFlow {
  switch (step) {
    case 'verifyIdFront':
    case 'verifyIdBack':
    case 'verifyLiveness':
      return afterLostPicture(flow, step, fault);
    case 'createBusinessRequest':
      return afterLostCreation(flow, fault);
    case 'generateLink':
      return signed(flow, null, null);
    default:
      return afterLostRegistering(flow, step, fault);
  }
}

function askAgain(flow: JoinFlow, step: JoinStep, problem: JoinProblem): JoinFlow | null {
  switch (step) {
    case 'verifyIdFront':
    case 'verifyIdBack':
    case 'verifyLiveness':
      return pictureAgain(flow, step, problem);
    case 'createBusinessRequest':
      return formAgain(flow, problem);
    case 'generateLink':
      return null;
    default:
      return whatToAskAgain(flow, step, problem);
  }
}

/** What the frontend itself puts into an input is nothing that its customer can correct. */
const OF_THE_FRONTEND = /^input\.(?:deviceId|geoLocation|idempotencyKey|userDeviceUtcTime|transactionId)\b/;

function isForCustomer({ code, fieldErrors = [] }: Fault): boolean {
  return (
    code === 'BAD_USER_INPUT' &&
    fieldErrors.length > 0 &&
    fieldErrors.every(({ field }) => !OF_THE_FRONTEND.test(field))
  );
}

function inputProblem({ message, fieldErrors = [] }: Fault): JoinProblem {
  return { message, reason: 'INVALID_INPUT', fieldErrors };
}
