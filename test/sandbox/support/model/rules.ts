import type { Model, Outcome, Request } from './state.js';
import type { ProvidersMove, Step, Town, User } from './steps.js';

const REGION: Record<Town, string> = { Cairo: 'delta', Giza: 'delta', Alexandria: 'coast', Luxor: 'south' };
const OPEN = ['PENDING_APPROVAL', 'APPROVED', 'CUSTOMER_PARTIALLY_SIGNED'];
const SIGNABLE = ['APPROVED', 'CUSTOMER_PARTIALLY_SIGNED'];
const PROVIDER: Record<ProvidersMove, { from: string[]; to: string; step: string }> = {
  approve: { from: ['PENDING_APPROVAL'], to: 'APPROVED', step: 'Approve' },
  reject: { from: OPEN, to: 'REJECTED', step: 'Reject' },
  'countersign partially': {
    from: ['CUSTOMER_SIGNED'],
    to: 'SERVICE_PROVIDER_PARTIALLY_SIGNED',
    step: 'Countersign',
  },
  countersign: {
    from: ['CUSTOMER_SIGNED', 'SERVICE_PROVIDER_PARTIALLY_SIGNED'],
    to: 'SERVICE_PROVIDER_SIGNED',
    step: 'Countersign',
  },
  complete: { from: ['SERVICE_PROVIDER_SIGNED'], to: 'COMPLETED', step: 'Complete' },
};

export function providersStep(model: Model, step: Extract<Step, { kind: 'pay' | ProvidersMove }>): Outcome {
  const request = model.requests.find((each) => each.id === step.request);
  if (!request) return '404';
  if (step.kind === 'pay') {
    if (request.status === 'REJECTED' || request.payment !== 'due') return '409';
    request.payment = 'paid';
    stay(request, 'Control API', 'Pay (fawry)');
    return 'accepted';
  }
  const { from, to, step: name } = PROVIDER[step.kind];
  if (!from.includes(request.status)) return '409';
  move(request, 'Service provider', name, to);
  return 'accepted';
}

export function mayCreate(model: Model, user: User): boolean {
  const hasOpen = model.requests.some(({ creator, status }) => creator === user && OPEN.includes(status));
  return model.users[user].isVerified && !hasOpen;
}

export function create(
  model: Model,
  { user, product, others, required }: Extract<Step, { kind: 'create' }>,
  id: string,
): Outcome {
  if (!mayCreate(model, user)) return 'NOT_ELIGIBLE';
  const isJoint = product === 'joint account';
  if (isJoint && others.some((other) => !model.users[other].isVerified)) return 'INVALID_INPUT';
  const signers = isJoint ? [user, ...others] : [user];
  const request: Request = {
    id,
    creator: user,
    signers: signers.map((each) => ({ user: each, hasValidOtp: false, hasSigned: false })),
    required: isJoint ? (required ?? signers.length) : 1,
    status: 'PENDING_APPROVAL',
    hasFee: product === 'personal loan',
    payment: 'none',
    trail: [{ who: user, step: 'Create', from: null, to: 'PENDING_APPROVAL' }],
  };
  if (model.approvesByItself) move(request, 'Automatic approval', 'Approve', 'APPROVED');
  model.requests.push(request);
  return 'accepted';
}

export function ownRequest(model: Model, user: User, id: string | null): Request | undefined {
  return model.requests.find((each) => each.id === id && each.signers.some((signer) => signer.user === user));
}

function signerOf(request: Request, user: User) {
  return request.signers.find((signer) => signer.user === user) as Request['signers'][number];
}

export function obstacle(request: Request | undefined, user: User): Outcome | null {
  if (!request) return 'NOT_FOUND';
  if (request.status === 'PENDING_APPROVAL') return 'NOT_APPROVED';
  if (request.status === 'REJECTED') return 'REJECTED';
  return SIGNABLE.includes(request.status) && !signerOf(request, user).hasSigned ? null : 'ALREADY_SIGNED';
}

export function requestOtp(model: Model, request: Request, user: User, id: string): Outcome {
  const { at, lastActive } = model.users[user];
  if (REGION[at] !== REGION[lastActive]) return 'LIVENESS_NEEDED';
  const own = model.codes.filter((code) => code.user === user);
  if (own.filter(({ sentAt }) => model.now - sentAt < 600).length >= 3) return 'OTP_SENT_TOO_OFTEN';
  for (const older of own) older.isReplaced ||= older.request === request.id && !older.isUsed;
  model.codes.push({
    id,
    user,
    request: request.id,
    sentAt: model.now,
    wrong: 0,
    isUsed: false,
    isReplaced: false,
  });
  stay(request, user, 'StepRequestOtp');
  return 'accepted';
}

export function validateOtp(model: Model, step: Extract<Step, { kind: 'validate OTP' }>): Outcome {
  const { user } = step;
  const code = model.codes.find((each) => each.id === step.code && each.user === user);
  if (!code || (step.request !== null && step.request !== code.request)) return 'OTP_NOT_FOUND';
  if (code.isUsed) return 'OTP_USED';
  if (code.isReplaced) return 'OTP_REPLACED';
  if (model.now - code.sentAt >= 300) return 'OTP_EXPIRED';
  if (code.wrong >= 5) return 'OTP_TRIES_USED_UP';
  if (!step.isRight) {
    code.wrong += 1;
    return 'OTP_INCORRECT';
  }
  code.isUsed = true;
  const request = ownRequest(model, user, code.request) as Request;
  const inTheWay = obstacle(request, user);
  if (inTheWay) return inTheWay;
  signerOf(request, user).hasValidOtp = true;
  if (request.hasFee && request.payment === 'none') request.payment = 'due';
  stay(request, user, 'StepValidateOtp');
  return 'accepted';
}

export function sign(request: Request, user: User): Outcome {
  const signer = signerOf(request, user);
  if (!signer.hasValidOtp) return 'OTP_NOT_VALIDATED';
  if (request.payment === 'due') return 'PAYMENT_INCOMPLETE';
  signer.hasSigned = true;
  const isLast = request.signers.filter(({ hasSigned }) => hasSigned).length >= request.required;
  move(request, user, 'StepValidatePayment', isLast ? 'CUSTOMER_SIGNED' : 'CUSTOMER_PARTIALLY_SIGNED');
  return 'accepted';
}

export function stay(request: Request, who: string, step: string): void {
  request.trail.push({ who, step, from: request.status, to: request.status });
}

function move(request: Request, who: string, step: string, to: string): void {
  request.trail.push({ who, step, from: request.status, to });
  request.status = to;
}
