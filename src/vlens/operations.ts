import type { ContractOf, Operation, OperationName } from './operation.js';
import {
  checkEligibility,
  createBusinessRequest,
  getBusinessRequestById,
  getCurrentBusinessRequest,
  listBusinessRequestIds,
  listBusinessRequests,
} from './operations/business-requests.js';
import { generateSignContractLink, openSigningSession, viewContractPdf } from './operations/contracts.js';
import { createAuthSession, createInvitation } from './operations/embedded-sessions.js';
import {
  cancelIdentity,
  linkTransaction,
  verifyIdBack,
  verifyIdFront,
  verifyLiveness,
} from './operations/identity.js';
import { login } from './operations/login.js';
import { getIdentityImages, getStepImage, getTransaction, getUsers } from './operations/operators.js';
import {
  sendPasswordResetCode,
  validatePasswordEmailCode,
  validatePasswordPhoneCode,
} from './operations/password-reset.js';
import { getFormFields, listProductTypes } from './operations/product-types.js';
import {
  checkExistence,
  confirmEmail,
  confirmPhone,
  register,
  sendEmailCode,
  sendPhoneCode,
  stepVerifyOAuthToken,
} from './operations/registration.js';
import { adminLogin, refreshToken } from './operations/sessions.js';
import {
  stepRequestOtp,
  stepReValidateLiveness,
  stepValidateOtp,
  stepValidatePayment,
} from './operations/signing.js';

/** Every operation of `src/openapi/vlens.yaml` that the gateway offers, one row each. */
export const OPERATIONS = {
  listProductTypes,
  getFormFields,
  checkEligibility,
  createBusinessRequest,
  getCurrentBusinessRequest,
  listBusinessRequests,
  listBusinessRequestIds,
  getBusinessRequestById,
  stepRequestOtp,
  stepReValidateLiveness,
  stepValidateOtp,
  stepValidatePayment,
  generateSignContractLink,
  viewContractPdf,
  openSigningSession,
  login,
  refreshToken,
  adminLogin,
  checkExistence,
  sendPhoneCode,
  confirmPhone,
  sendEmailCode,
  confirmEmail,
  stepVerifyOAuthToken,
  register,
  sendPasswordResetCode,
  validatePasswordEmailCode,
  validatePasswordPhoneCode,
  verifyIdFront,
  verifyIdBack,
  verifyLiveness,
  linkTransaction,
  cancelIdentity,
  createAuthSession,
  createInvitation,
  getIdentityImages,
  getStepImage,
  getTransaction,
  getUsers,
} satisfies { [N in OperationName]: Operation<ContractOf<N>> };

type Table = typeof OPERATIONS;

/** The input of an operation. */
export type InputOf<N extends OperationName> =
  Table[N] extends Operation<ContractOf<N>, infer Input, infer _Out> ? Input : never;

/** The outcomes of an operation. */
export type OutcomeOf<N extends OperationName> =
  Table[N] extends Operation<ContractOf<N>, infer _Input, infer Out> ? Out : never;

/** The operations whose outcome may be unknown. */
export function stepNames(): string[] {
  return Object.entries<Operation>(OPERATIONS)
    .filter(([, { effect }]) => effect === 'step')
    .map(([name]) => name);
}

/** How often one GraphQL operation may use a field, by the field's name; without the unlimited ones. */
export function maxPerOperation(): ReadonlyMap<string, number> {
  const limits = new Map<string, number>();
  for (const { field } of Object.values<Operation>(OPERATIONS)) {
    if (field.maxPerOperation !== 'unlimited')
      limits.set(field.name.slice(field.name.indexOf('.') + 1), field.maxPerOperation);
  }
  return limits;
}
