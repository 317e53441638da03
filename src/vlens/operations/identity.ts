import type { Answer, IdentityCheckFailed } from '../answer.js';
import type { IdentityChecked, VerifyIdSide, VerifyLiveness } from '../customer-types.js';
import { type AttemptLimits, type Decoder, decodeData, type StepOperation } from '../operation.js';
import { sentence } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { readIdentityChecked } from '../read/identity.js';
import { identityCheckFailed } from '../read/identity-checks.js';
import { STEP_OF_USER } from './families.js';

type Verification = Answer<IdentityChecked> | IdentityCheckFailed;

/** Pictures that do not pass cost the tenant as much as those that do. */
const PICTURES: AttemptLimits<object> = {
  of: 'identity pictures',
  keys: (_input, { key }) => ({ caller: key }),
  counts: 'failures',
  lostAnswers: 'count',
};

/** vlens.yaml, verify/id/front and verify/liveness/multi. */
const MAX_CARD_BYTES = 3 * 1024 * 1024;
const MAX_FACE_BYTES = 500 * 1024;

/** The checks decide whether the pictures passed, whatever `error_code` is (vlens.yaml, VerificationServices). */
const decodeVerification: Decoder<Verification, { transactionId?: string }> = {
  from: 'envelope',
  read(envelope, wordings, _tenant, { transactionId }) {
    const failed = identityCheckFailed(envelope, transactionId ?? null);
    return failed ?? answer(wordings, envelope, (data) => readIdentityChecked(data, transactionId ?? null));
  },
};

export const verifyIdFront: StepOperation<'verifyIdFront', VerifyIdSide, Verification> = {
  ...STEP_OF_USER,
  route: 'POST /api/DigitalIdentity/verify/id/front',
  pictures: { maxBytes: { image: MAX_CARD_BYTES }, unreadable: 'refused' },
  unknownOutcome: 'sendPictureAgain',
  limits: 'the tenant',
  attemptLimits: PICTURES,
  field: { name: 'Mutation.verifyIdFront', maxPerOperation: 1 },
  encode: sideOf,
  decode: decodeVerification,
};

export const verifyIdBack: StepOperation<'verifyIdBack', VerifyIdSide, Verification> = {
  ...verifyIdFront,
  route: 'POST /api/DigitalIdentity/verify/id/back',
  field: { name: 'Mutation.verifyIdBack', maxPerOperation: 1 },
  encode: sideOf,
};

export const verifyLiveness: StepOperation<'verifyLiveness', VerifyLiveness, Verification> = {
  ...STEP_OF_USER,
  route: 'POST /api/DigitalIdentity/verify/liveness/multi',
  pictures: {
    maxBytes: { face1: MAX_FACE_BYTES, face2: MAX_FACE_BYTES, face3: MAX_FACE_BYTES, image: MAX_CARD_BYTES },
    unreadable: 'refused',
  },
  unknownOutcome: 'lookAtIdentityBeforePictures',
  limits: 'the tenant',
  attemptLimits: PICTURES,
  field: { name: 'Mutation.verifyLiveness', maxPerOperation: 1 },
  encode: ({ image, face1, face2, face3, transactionId }) => ({
    body: {
      image,
      face_1: face1,
      face_2: face2,
      face_3: face3,
      transaction_id: transactionId,
      getExtractedData: true,
    },
  }),
  decode: decodeVerification,
};

export const linkTransaction: StepOperation<'linkTransaction', { transactionId: string }, Verification> = {
  ...STEP_OF_USER,
  route: 'POST /api/DigitalIdentity/LinkUserWithExistingTransaction',
  pictures: 'none',
  unknownOutcome: 'lookAtIdentityBeforeLinking',
  limits: 'the tenant',
  attemptLimits: {
    of: 'verification to link',
    keys: (_input, { key, address }) => ({ caller: key, address }),
    counts: 'failures',
    lostAnswers: 'count',
  },
  field: { name: 'Mutation.linkVerification', maxPerOperation: 1 },
  encode: ({ transactionId }) => ({ body: { transactionId, getExtractedData: true } }),
  decode: decodeVerification,
};

export const cancelIdentity: StepOperation<
  'cancelIdentity',
  Record<never, never>,
  Answer<{ message: string | null }>
> = {
  ...STEP_OF_USER,
  route: 'POST /api/DigitalIdentity/CancelVerifiedDigitalIdentity',
  pictures: 'none',
  unknownOutcome: 'lookAtIdentityBeforeCancelling',
  limits: 'the tenant',
  attemptLimits: 'none',
  field: { name: 'Mutation.cancelIdentityVerification', maxPerOperation: 1 },
  encode: () => ({}),
  decode: decodeData(sentence),
};

function sideOf({ image, transactionId }: VerifyIdSide) {
  return { body: { image, transaction_id: transactionId, getExtractedData: true } };
}
