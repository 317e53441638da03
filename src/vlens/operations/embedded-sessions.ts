import type { Answer } from '../answer.js';
import type { CreateEmbeddedSession, CreateInvitation } from '../customer-types.js';
import { apiKeyNotAccepted, tokenNotAccepted } from '../faults.js';
import { decodeData, type StepOperation } from '../operation.js';
import { readable } from '../read/data.js';
import { filledText } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import { phoneOrEmail } from './about.js';
import { STEP } from './families.js';

export const createAuthSession: StepOperation<
  'createAuthSession',
  CreateEmbeddedSession,
  Answer<{ token: string }>
> = {
  ...STEP,
  route: 'POST /api/IdentityUserSession/CreateAuthSession',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'requestTokenAgain',
  limits: 'the tenant',
  attemptLimits: {
    of: 'embedded session',
    // As for codes: other callers cannot keep a person from a session by requesting many.
    keys: ({ phoneNumber, email }, { address }) => ({
      phoneNumber,
      account: email,
      isSending: 'first',
      address,
    }),
    counts: 'every call',
  },
  about: { of: phoneOrEmail },
  unauthorized: apiKeyNotAccepted,
  field: { name: 'Mutation.createEmbeddedSession', maxPerOperation: 1 },
  encode: (input) => ({
    body: {
      phoneNumber: input.phoneNumber,
      email: input.email,
      userPublicKey: input.userPublicKey,
      sessionPermissions: permissionsOf(input),
    },
  }),
  decode: decodeData(readToken),
};

export const createInvitation: StepOperation<
  'createInvitation',
  CreateInvitation,
  Answer<{ token: string }>
> = {
  ...STEP,
  route: 'POST /api/IdentityUserSession/CreateInvitation',
  mayCall: 'admin token',
  pictures: 'none',
  unknownOutcome: 'requestTokenAgain',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Mutation.createEmbeddedSession', maxPerOperation: 1 },
  encode: (input) => ({
    body: {
      SessionInput: {
        phoneNumber: input.phoneNumber,
        sessionPermissions: permissionsOf(input),
        RequestFieldsValues: input.prefilled,
      },
    },
  }),
  decode: decodeData(readToken),
};

function permissionsOf({
  allowedProductTypeIds,
  minimalSignatureFlow,
  identityOnly,
}: Pick<CreateEmbeddedSession, 'allowedProductTypeIds' | 'minimalSignatureFlow' | 'identityOnly'>) {
  return {
    allowedContractTypeIds: allowedProductTypeIds,
    minimalSignatureFlow,
    DigitalIdentityOnly: identityOnly,
  };
}

/** The documented answer is the token itself; an object with the token is read too. */
function readToken(data: unknown): { token: string } {
  return { token: readable(filledText(objectAs<{ token: string }>(data)?.token ?? data)) };
}
