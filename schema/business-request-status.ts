import { describedEnum } from './described-enum.js';

export const BusinessRequestStatus = describedEnum(
  'BusinessRequestStatus',
  'Where a business request stands.',
  {
    PENDING_APPROVAL: 'Created; the service provider has to approve it.',
    APPROVED: 'Ready for the customer’s signing steps.',
    REJECTED: 'The service provider turned it down.',
    CUSTOMER_PARTIALLY_SIGNED: 'Some of the customers who have to sign did.',
    CUSTOMER_SIGNED: 'Every customer who has to sign did.',
    SERVICE_PROVIDER_PARTIALLY_SIGNED: 'Some of the service provider’s signers signed.',
    SERVICE_PROVIDER_SIGNED: 'The service provider countersigned.',
    COMPLETED: 'Everything is done.',
    UNKNOWN: 'A status that this version does not know; see statusName and statusCode.',
  },
);
export type BusinessRequestStatus = keyof typeof BusinessRequestStatus;

export const NextStep = describedEnum(
  'NextStep',
  'What the customer can do next, derived from the status alone.',
  {
    WAIT_FOR_APPROVAL: 'Wait until the service provider approves.',
    SIGN: 'Take the signing steps, beginning with requestActivationOtp.',
    SIGN_UNLESS_SIGNED: 'Some customers have signed: sign, unless signers says that you have.',
    WAIT_FOR_OTHER_SIGNERS: 'Wait until the other customers have signed.',
    WAIT_FOR_COUNTERSIGNATURE: 'Wait until the service provider has countersigned.',
    DONE: 'Nothing is left to do: the contract is signed by all.',
    NONE: 'There is no way on: it was rejected, or the status is not known.',
  },
  { WAIT_FOR_OTHER_SIGNERS: 'The status alone can’t tell who has signed: see SIGN_UNLESS_SIGNED.' },
);
export type NextStep = keyof typeof NextStep;
