import {
  create,
  mayCreate,
  obstacle,
  ownRequest,
  providersStep,
  requestOtp,
  sign,
  stay,
  validateOtp,
} from './rules.js';
import type { Model, Outcome, Request } from './state.js';
import type { Step, Town } from './steps.js';

export function emptyModel(approvesByItself: boolean): Model {
  const verifiedIn = (at: Town) => ({ at, lastActive: at, isVerified: true, hasKyc: true });
  return {
    now: 0,
    approvesByItself,
    users: {
      'Ahmed Mohamed': verifiedIn('Cairo'),
      'Mona Hassan': verifiedIn('Alexandria'),
      'Omar Ali': { ...verifiedIn('Luxor'), isVerified: false, hasKyc: false },
    },
    requests: [],
    codes: [],
  };
}

/** What a step must come to. What it makes is named `id`; the model it starts from stays as it was. */
export function predict(before: Model, step: Step, id: string): { outcome: Outcome; after: Model } {
  const after = structuredClone(before);
  return { outcome: take(after, step, id), after };
}

function take(model: Model, step: Step, id: string): Outcome {
  if (step.kind === 'wait') {
    model.now += step.seconds;
    return 'accepted';
  }
  if (!('user' in step)) return providersStep(model, step);
  const { user } = step;
  const person = model.users[user];
  const named = 'request' in step ? ownRequest(model, user, step.request) : undefined;
  switch (step.kind) {
    case 'travel':
      person.at = step.to;
      return 'accepted';
    case 'log in':
      person.lastActive = person.at;
      return 'accepted';
    case 'verify identity':
      person.isVerified = step.isVerified;
      person.hasKyc ||= step.isVerified;
      return 'accepted';
    case 'check eligibility':
      return mayCreate(model, user) ? 'accepted' : 'NOT_ELIGIBLE';
    case 'create':
      return create(model, step, id);
    case 'read':
    case 'generate link':
      return named ? 'accepted' : 'NOT_FOUND';
    case 'revalidate liveness':
      if (!person.hasKyc || (step.request !== null && !named)) return 'NOT_FOUND';
      if (!step.isLive) return 'LIVENESS_FAILED';
      person.lastActive = person.at;
      if (named) stay(named, user, 'StepReValidateLiveness');
      return 'accepted';
    case 'request OTP':
      return obstacle(named, user) ?? requestOtp(model, named as Request, user, id);
    case 'validate OTP':
      return validateOtp(model, step);
    case 'confirm payment':
      return obstacle(named, user) ?? sign(named as Request, user);
  }
}
