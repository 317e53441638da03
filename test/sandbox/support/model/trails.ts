import type { Taken } from './orders.js';
import type { Entry, Model } from './state.js';
import type { Step } from './steps.js';

const MOVES: Record<string, readonly string[]> = {
  PENDING_APPROVAL: ['APPROVED', 'REJECTED'],
  APPROVED: ['REJECTED', 'CUSTOMER_PARTIALLY_SIGNED', 'CUSTOMER_SIGNED'],
  CUSTOMER_PARTIALLY_SIGNED: ['REJECTED', 'CUSTOMER_PARTIALLY_SIGNED', 'CUSTOMER_SIGNED'],
  CUSTOMER_SIGNED: ['SERVICE_PROVIDER_PARTIALLY_SIGNED', 'SERVICE_PROVIDER_SIGNED'],
  SERVICE_PROVIDER_PARTIALLY_SIGNED: ['SERVICE_PROVIDER_SIGNED'],
  SERVICE_PROVIDER_SIGNED: ['COMPLETED'],
};
const STAYING = /^(StepRequestOtp|StepReValidateLiveness|StepValidateOtp|Pay .*)$/;
/** A customer's own steps, without which nothing else of theirs may be in the trail. */
const BEFORE: Record<string, string> = {
  StepValidateOtp: 'StepRequestOtp',
  StepValidatePayment: 'StepValidateOtp',
};

/** What is illegal about this trail, in sentences. */
export function errors(trail: readonly Entry[]): string[] {
  return trail.flatMap(({ who, step, from, to }, index) => {
    const earlier = trail.slice(0, index);
    const isEntry = index === 0 && step === 'Create' && from === null && to === 'PENDING_APPROVAL';
    const isMove = STAYING.test(step) ? from === to : (MOVES[from ?? ''] ?? []).includes(to);
    const before = BEFORE[step];
    return [
      ...(isEntry || isMove ? [] : [`${step} led from ${from} to ${to}.`]),
      ...(from === (earlier.at(-1)?.to ?? null) ? [] : [`${step} began in ${from}, where nothing had led.`]),
      ...(!before || earlier.some((each) => each.who === who && each.step === before)
        ? []
        : [`${who} took ${step} without ${before}.`]),
    ];
  });
}

const NAMES: Partial<Record<Step['kind'], string>> = {
  create: 'Create',
  'request OTP': 'StepRequestOtp',
  'revalidate liveness': 'StepReValidateLiveness',
  'validate OTP': 'StepValidateOtp',
  'confirm payment': 'StepValidatePayment',
  pay: 'Pay (fawry)',
  approve: 'Approve',
  reject: 'Reject',
  countersign: 'Countersign',
  'countersign partially': 'Countersign',
  complete: 'Complete',
};

/** Who took which steps on this request, by what they were answered; in no order. */
export function acceptedOn(request: string, taken: readonly Taken[], { codes }: Model): string[] {
  const requestOf = ({ step, id }: Taken) => {
    if (step.kind === 'create') return id;
    if (step.kind === 'validate OTP') return codes.find((code) => code.id === step.code)?.request;
    return 'request' in step ? step.request : null;
  };
  return taken
    .filter((each) => each.outcome === 'accepted' && NAMES[each.step.kind] && requestOf(each) === request)
    .map(({ step }) => `${whoTakes(step)}: ${NAMES[step.kind]}`)
    .sort();
}

function whoTakes(step: Step): string {
  if ('user' in step) return step.user;
  return step.kind === 'pay' ? 'Control API' : 'Service provider';
}
