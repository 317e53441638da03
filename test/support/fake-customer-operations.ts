import type { IdentityChecked } from '../../src/vlens/customer-types.js';
import type { Session } from '../../src/vlens/types.js';
import type { VlensOperations } from './vlens-operations.js';

const SESSION: Session = {
  kind: 'session',
  accessToken: 'jwt',
  refreshToken: 'refresh',
  expiresInSeconds: 86_400,
  transactionId: null,
  isDigitalIdentityVerified: false,
  hasPendingRequest: false,
  user: null,
};
const CHECKED: IdentityChecked = {
  transactionId: '00000000-0000-4000-8000-000000000001',
  isComplete: false,
  isVerified: false,
  document: null,
};
const say =
  <Value>(value: Value) =>
  async () =>
    ({ kind: 'accepted', value }) as const;

/** Sessions, registration, identity and operators: all goes well. */
export const CUSTOMER_OPERATIONS = {
  refreshToken: say(SESSION),
  adminLogin: say(SESSION),
  checkExistence: say(false),
  sendPhoneCode: say({ codeRequestId: 'phone-code', expiresInSeconds: 300 }),
  confirmPhone: say({ emailConfirmationRequired: false }),
  sendEmailCode: say({ codeRequestId: 'email-code', expiresInSeconds: 300 }),
  confirmEmail: say({ emailConfirmationRequired: null }),
  stepVerifyOAuthToken: say({ verificationRequestId: 'oauth', email: null }),
  register: say(SESSION),
  sendPasswordResetCode: say({ codeRequestId: 'reset', expiresInSeconds: 300 }),
  validatePasswordEmailCode: say({ emailConfirmationRequired: null }),
  validatePasswordPhoneCode: say({ emailConfirmationRequired: null }),
  verifyIdFront: say(CHECKED),
  verifyIdBack: say(CHECKED),
  verifyLiveness: say({ ...CHECKED, isComplete: true, isVerified: true }),
  linkTransaction: say({ ...CHECKED, isComplete: true, isVerified: true }),
  cancelIdentity: say({ message: null }),
  createAuthSession: say({ token: 'embedded' }),
  createInvitation: say({ token: 'invitation' }),
  getIdentityImages: say(null),
  getStepImage: say(null),
  getTransaction: say(null),
  getUsers: say({ items: [], totalCount: 0 }),
} satisfies Partial<VlensOperations>;
