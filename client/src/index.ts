export { documentIdOf } from './document-id.js';
export type { Execute, Watch } from './execute.js';
export { type Fault, faultOf, GatewayErrors, NoGraphQL } from './faults.js';
export { type FetchOptions, fetchExecute, fetchWatch } from './fetch-gateway.js';
export * from './generated/graphql.js';
export { joinAndSign } from './joining/join-and-sign.js';
export type {
  Asked,
  CodeAnswer,
  CodeAsked,
  EmailAnswer,
  EmailAsked,
  FaceAnswer,
  Faces,
  FormAnswer,
  FormAsked,
  IdSideAnswer,
  IdSideAsked,
  JoinAndSignOptions,
  JoinedSession,
  JoiningPhase,
  JoinOutcome,
  JoinPhase,
  JoinProblem,
  JoinProgress,
  JoinStep,
  LogInAnswer,
  LogInAsked,
  OpenRequest,
  PhoneAnswer,
  ProductAsked,
} from './joining/types.js';
export { possibleTypes } from './possible-types.js';
export type { Language } from './sentences.js';
export { type FetchWithSession, fetchWithSession, type SessionOptions, type Tokens } from './session.js';
export { newIdempotencyKey } from './signing/environment.js';
export { signContract } from './signing/sign-contract.js';
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
} from './signing/types.js';
