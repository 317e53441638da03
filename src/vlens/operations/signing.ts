import type { Answer, LivenessNeeded, Rejection } from '../answer.js';
import { say } from '../messages/words.js';
import { type StepOperation } from '../operation.js';
import { activationAnswer, isLivenessNeededStill, isUnpaid, paymentLinkOf } from '../read/activation.js';
import { readable, sentence } from '../read/data.js';
import { answer } from '../read/envelope.js';
import { livenessNeeded } from '../read/liveness.js';
import { filledText } from '../read/values.js';
import { type DataOf, objectAs } from '../read/wire.js';
import type {
  ConfirmPayment,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from '../types.js';
import { STEP_OF_USER } from './families.js';
import { moment } from './moment.js';
import { WRONG_CODE } from './wordings.js';

type WireOtpRequest = DataOf<'stepRequestOtp'>;

export const stepRequestOtp: StepOperation<
  'stepRequestOtp',
  RequestActivationOtp,
  Answer<{ otpRequestId: string }> | LivenessNeeded
> = {
  ...STEP_OF_USER,
  route: 'POST /api/BusinessRequest/CustomerSign/StepRequestOtp',
  pictures: 'none',
  unknownOutcome: 'waitForOtp',
  limits: 'the person',
  attemptLimits: 'none',
  field: { name: 'Mutation.requestActivationOtp', maxPerOperation: 'unlimited' },
  encode: (input) => ({
    body: {
      ...moment(input),
      requestId: input.requestId,
      contractStorageId: input.contractStorageId,
      transactionId: input.transactionId,
      paymentGateway: input.paymentGateway,
      smsProviders: input.smsProvider,
    },
  }),
  decode: {
    from: 'envelope',
    read(envelope, wordings, { livenessErrorCodes }, { requestId }) {
      const otpRequestId = filledText(objectAs<WireOtpRequest>(envelope.data)?.otpRequestId);
      const isSent = envelope.verdict === 'accepted' && otpRequestId !== null;
      const needed = isSent ? null : livenessNeeded(envelope, otpRequestId, livenessErrorCodes);
      if (needed) return needed;
      if (isSent) return { kind: 'accepted', value: { otpRequestId } };
      const outcome = activationAnswer(wordings, envelope, () => ({ otpRequestId: readable(otpRequestId) }));
      return requestId === undefined && outcome.kind === 'rejection' ? askingForRequestId(outcome) : outcome;
    },
  },
};

/**
 * The older reference requires requestId. Vlens never returns a contractStorageId, so the gateway has nothing to look it up by. And it must
 * not guess which contract is signed.
 */
function askingForRequestId(refused: Rejection): Rejection {
  const { reason, fieldErrors } = refused;
  if (!['INVALID_INPUT', 'NOT_FOUND', 'OTHER'].includes(reason)) return refused;
  const message =
    'Name requestId beside contractStorageId, as createBusinessRequest or businessRequests answers it: Vlens may refuse contractStorageId alone.';
  return {
    ...refused,
    fieldErrors: [...fieldErrors, { field: 'requestId', ...say('requestNotNamed'), message }],
  };
}

/** The limit of each picture (vlens.yaml, StepReValidateLiveness). */
const MAX_PICTURE_BYTES = 500 * 1024;

export const stepReValidateLiveness: StepOperation<
  'stepReValidateLiveness',
  RevalidateLiveness,
  Answer<{ message: string | null }>
> = {
  ...STEP_OF_USER,
  route: 'POST /api/BusinessRequest/CustomerSign/StepReValidateLiveness',
  pictures: {
    maxBytes: {
      image: MAX_PICTURE_BYTES,
      face1: MAX_PICTURE_BYTES,
      face2: MAX_PICTURE_BYTES,
      face3: MAX_PICTURE_BYTES,
    },
    // No picture format is published for this step (vlens.yaml, scanTransaction). The gateway must not refuse a legal act because of a
    // picture that Vlens may be able to read.
    unreadable: 'sent',
  },
  unknownOutcome: 'requestOtpTells',
  limits: 'the tenant',
  attemptLimits: 'none',
  field: { name: 'Mutation.revalidateLiveness', maxPerOperation: 'unlimited' },
  encode: (input) => ({
    body: {
      ...moment(input),
      requestId: input.requestId,
      transactionId: input.transactionId,
      scanTransaction: {
        image: input.image,
        face_1: input.face1,
        face_2: input.face2,
        face_3: input.face3,
      },
    },
  }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings) =>
      activationAnswer(
        wordings,
        envelope,
        sentence,
        isLivenessNeededStill(envelope.data) ? 'LIVENESS_FAILED' : null,
      ),
  },
};

export const stepValidateOtp: StepOperation<
  'stepValidateOtp',
  ValidateActivationOtp,
  Answer<{ paymentUrl: string | null; message: string | null }>
> = {
  ...STEP_OF_USER,
  route: 'POST /api/BusinessRequest/CustomerSign/StepValidateOtp',
  pictures: 'none',
  unknownOutcome: 'lookAtRequest',
  limits: 'the person',
  attemptLimits: {
    of: 'activation OTP',
    keys: ({ otpRequestId, requestId }, { key, address }) => ({
      otpRequest: otpRequestId,
      request: requestId,
      caller: key,
      address,
    }),
    counts: 'failures',
    lostAnswers: 'count',
  },
  field: { name: 'Mutation.validateActivationOtp', maxPerOperation: 1 },
  wordings: WRONG_CODE,
  encode: (input) => ({
    body: {
      ...moment(input),
      otpRequestId: input.otpRequestId,
      otpCode: input.otpCode,
      requestId: input.requestId,
      transactionId: input.transactionId,
      paymentGateway: input.paymentGateway,
    },
  }),
  // If the product has a payment, the answer is the address of its page; otherwise it is a sentence (vlens.yaml, StepValidateOtp). The
  // older Activate sends an object with the address.
  decode: {
    from: 'envelope',
    read(envelope, wordings) {
      const paymentUrl = paymentLinkOf(envelope.data);
      return paymentUrl === null
        ? activationAnswer(wordings, envelope, (data) => ({ paymentUrl, ...sentence(data) }))
        : answer(wordings, envelope, () => ({ paymentUrl, message: null }));
    },
  },
};

export const stepValidatePayment: StepOperation<
  'stepValidatePayment',
  ConfirmPayment,
  Answer<{ message: string | null }>
> = {
  ...STEP_OF_USER,
  route: 'POST /api/BusinessRequest/CustomerSign/StepValidatePayment',
  pictures: 'none',
  unknownOutcome: 'lookAtRequest',
  limits: 'the tenant',
  attemptLimits: 'none',
  field: { name: 'Mutation.confirmPayment', maxPerOperation: 'unlimited' },
  encode: (input) => ({
    body: { ...moment(input), requestId: input.requestId, transactionId: input.transactionId },
  }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings) =>
      activationAnswer(wordings, envelope, sentence, isUnpaid(envelope.data) ? 'PAYMENT_INCOMPLETE' : null),
  },
};
