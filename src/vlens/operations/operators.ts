import type { Answer } from '../answer.js';
import type { IdentityImages, ListUsers, VerificationTransaction } from '../customer-types.js';
import { tokenNotAccepted } from '../faults.js';
import { decodeData, GENERAL_WORDINGS, type ReadOperation } from '../operation.js';
import { readable } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { readIdentityImage, readIdentityImages, readTransaction, readUsers } from '../read/operators.js';
import type { Page, Person } from '../types.js';

/** What an operator reads of a person is asked for each time, and nobody else's answer. */

export const getIdentityImages: ReadOperation<
  'getIdentityImages',
  { emailOrPhoneNumber: string },
  Answer<IdentityImages | null>
> = {
  route: 'GET /api/DigitalIdentity/GetUserDigitalIdentityImages',
  mayCall: 'admin token',
  effect: 'read',
  cache: 'never',
  priority: 'read',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.identityImages', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ emailOrPhoneNumber }) => ({ query: { emailOrPhoneNumber } }),
  decode: decodeData(readIdentityImages),
};

export const getStepImage: ReadOperation<
  'getStepImage',
  { transactionId: string; fileName: string },
  Answer<string | null>
> = {
  route: 'GET /api/DigitalIdentity/GetStepImage',
  mayCall: 'admin token',
  effect: 'read',
  cache: 'never',
  priority: 'read',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.identityImage', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ transactionId, fileName }) => ({ query: { TransactionId: transactionId, FileName: fileName } }),
  decode: decodeData(readIdentityImage),
};

export const getTransaction: ReadOperation<
  'getTransaction',
  { id: string },
  Answer<VerificationTransaction | null>
> = {
  route: 'GET /api/Transactions/GetTransactionById',
  mayCall: 'admin token',
  effect: 'read',
  cache: 'never',
  priority: 'read',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.verificationTransaction', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ id }) => ({ query: { id } }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings, _tenant, { id }) =>
      answer(wordings, envelope, (data) => readTransaction(data, id)),
  },
};

export const getUsers: ReadOperation<'getUsers', ListUsers, Answer<Page<Person>>> = {
  route: 'POST /api/DigitalIdentity/GetUsers',
  mayCall: 'admin token',
  effect: 'read',
  cache: 'never',
  priority: 'read',
  limits: 'the tenant',
  attemptLimits: 'none',
  about: 'its token',
  unauthorized: tokenNotAccepted,
  field: { name: 'Query.users', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: ({ skipCount, maxResultCount, filter }) => ({ body: { skipCount, maxResultCount, filter } }),
  decode: decodeData((data, { totalCount }) => readable(readUsers(data, totalCount))),
};
