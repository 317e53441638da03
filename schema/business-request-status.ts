import { registerEnumType } from 'type-graphql';

export const BusinessRequestStatus = {
  PENDING_APPROVAL: 'PENDING_APPROVAL',
  APPROVED: 'APPROVED',
  REJECTED: 'REJECTED',
  CUSTOMER_PARTIALLY_SIGNED: 'CUSTOMER_PARTIALLY_SIGNED',
  CUSTOMER_SIGNED: 'CUSTOMER_SIGNED',
  SERVICE_PROVIDER_PARTIALLY_SIGNED: 'SERVICE_PROVIDER_PARTIALLY_SIGNED',
  SERVICE_PROVIDER_SIGNED: 'SERVICE_PROVIDER_SIGNED',
  COMPLETED: 'COMPLETED',
  UNKNOWN: 'UNKNOWN',
} as const;
export type BusinessRequestStatus = keyof typeof BusinessRequestStatus;

registerEnumType(BusinessRequestStatus, {
  name: 'BusinessRequestStatus',
  description: 'Where a business request stands.',
  valuesConfig: {
    PENDING_APPROVAL: { description: 'Created; the service provider has to approve it.' },
    APPROVED: { description: 'Ready for the customer’s signing steps.' },
    REJECTED: { description: 'The service provider turned it down.' },
    CUSTOMER_PARTIALLY_SIGNED: { description: 'Some of the customers who have to sign did.' },
    CUSTOMER_SIGNED: { description: 'Every customer who has to sign did.' },
    SERVICE_PROVIDER_PARTIALLY_SIGNED: { description: 'Some of the service provider’s signers signed.' },
    SERVICE_PROVIDER_SIGNED: { description: 'The service provider countersigned.' },
    COMPLETED: { description: 'Everything is done.' },
    UNKNOWN: { description: 'A status that this version does not know; see statusName and statusCode.' },
  },
});

export const NextStep = {
  WAIT_FOR_APPROVAL: 'WAIT_FOR_APPROVAL',
  SIGN: 'SIGN',
  SIGN_UNLESS_SIGNED: 'SIGN_UNLESS_SIGNED',
  WAIT_FOR_OTHER_SIGNERS: 'WAIT_FOR_OTHER_SIGNERS',
  WAIT_FOR_COUNTERSIGNATURE: 'WAIT_FOR_COUNTERSIGNATURE',
  DONE: 'DONE',
  NONE: 'NONE',
} as const;
export type NextStep = keyof typeof NextStep;

registerEnumType(NextStep, {
  name: 'NextStep',
  description: 'What the customer can do next, derived from the status alone.',
  valuesConfig: {
    WAIT_FOR_APPROVAL: { description: 'Wait until the service provider approves.' },
    SIGN: { description: 'Take the signing steps, beginning with requestActivationOtp.' },
    SIGN_UNLESS_SIGNED: {
      description: 'Some customers have signed: sign, unless signers says that you have.',
    },
    WAIT_FOR_OTHER_SIGNERS: {
      description: 'Wait until the other customers have signed.',
      deprecationReason: 'The status alone can’t tell who has signed: see SIGN_UNLESS_SIGNED.',
    },
    WAIT_FOR_COUNTERSIGNATURE: { description: 'Wait until the service provider has countersigned.' },
    DONE: { description: 'Nothing is left to do: the contract is signed by all.' },
    NONE: { description: 'There is no way on: it was rejected, or the status is not known.' },
  },
});
