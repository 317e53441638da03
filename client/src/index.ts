export { documentIdOf } from './document-id.js';
export type { Execute, Watch } from './execute.js';
export { type Fault, faultOf, GatewayErrors } from './faults.js';
export { type FetchOptions, fetchExecute, fetchWatch } from './fetch-gateway.js';
export * from './generated/graphql.js';
export { possibleTypes } from './possible-types.js';
export { fetchWithSession, type SessionOptions, type Tokens } from './session.js';
export { signContract } from './signing/sign-contract.js';
export { newIdempotencyKey } from './signing/surroundings.js';
export type {
  LivenessAsked,
  OtpAnswer,
  OtpAsked,
  PaymentAsked,
  SignContractOptions,
  SigningOutcome,
  SigningPhase,
  SigningProblem,
  SigningProgress,
  SigningStep,
} from './signing/told.js';
