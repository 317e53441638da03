import type { Answer } from '../answer.js';
import type { IdentityImages, ListUsers, VerificationTransaction } from '../customer-types.js';
import { decodeData, type ReadOperation } from '../operation.js';
import { readable } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { readIdentityImage, readIdentityImages, readTransaction, readUsers } from '../read/operators.js';
import type { Page, Person } from '../types.js';
import { READ_OF_OPERATOR } from './families.js';

/** An operator's reads of personal data are made each time, and never shared. */

export const getIdentityImages: ReadOperation<
  'getIdentityImages',
  { emailOrPhoneNumber: string },
  Answer<IdentityImages | null>
> = {
  ...READ_OF_OPERATOR,
  route: 'GET /api/DigitalIdentity/GetUserDigitalIdentityImages',
  attemptLimits: 'none',
  field: { name: 'Query.identityImages', maxPerOperation: 'unlimited' },
  encode: ({ emailOrPhoneNumber }) => ({ query: { emailOrPhoneNumber } }),
  decode: decodeData(readIdentityImages),
};

export const getStepImage: ReadOperation<
  'getStepImage',
  { transactionId: string; fileName: string },
  Answer<string | null>
> = {
  ...READ_OF_OPERATOR,
  route: 'GET /api/DigitalIdentity/GetStepImage',
  attemptLimits: 'none',
  field: { name: 'Query.identityImage', maxPerOperation: 'unlimited' },
  encode: ({ transactionId, fileName }) => ({ query: { TransactionId: transactionId, FileName: fileName } }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings) => orNotFound(answer(wordings, envelope, readIdentityImage)),
  },
};

export const getTransaction: ReadOperation<
  'getTransaction',
  { id: string },
  Answer<VerificationTransaction | null>
> = {
  ...READ_OF_OPERATOR,
  route: 'GET /api/Transactions/GetTransactionById',
  attemptLimits: 'none',
  field: { name: 'Query.verificationTransaction', maxPerOperation: 'unlimited' },
  encode: ({ id }) => ({ query: { id } }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings, _tenant, { id }) =>
      orNotFound(answer(wordings, envelope, (data) => readTransaction(data, id))),
  },
};

/** The published code for a wrong transaction id. For a look-up by id it means that there is no such verification. */
const WRONG_TRANSACTION_ID = 5004;

function orNotFound<T>(answered: Answer<T>): Answer<T> {
  const isUnknown = answered.kind === 'rejection' && answered.errorCode === WRONG_TRANSACTION_ID;
  return isUnknown ? { ...answered, reason: 'NOT_FOUND' } : answered;
}

export const getUsers: ReadOperation<'getUsers', ListUsers, Answer<Page<Person>>> = {
  ...READ_OF_OPERATOR,
  route: 'POST /api/DigitalIdentity/GetUsers',
  attemptLimits: 'none',
  field: { name: 'Query.users', maxPerOperation: 'unlimited' },
  encode: ({ skipCount, maxResultCount, filter }) => ({ body: { skipCount, maxResultCount, filter } }),
  decode: decodeData((data, { totalCount }) => readable(readUsers(data, totalCount))),
};
