import type { operations } from '../../openapi/vlens.js';
import type { Answer, LivenessNeeded } from '../answer.js';
import { tokenNotAccepted } from '../faults.js';
import { decodeData, GENERAL_WORDINGS, type StepOperation } from '../operation.js';
import { readable, sentence } from '../read/data.js';
import { answer, rejection } from '../read/envelope.js';
import { httpUrl } from '../read/links.js';
import { livenessNeeded } from '../read/liveness.js';
import { filledText } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import type {
  ConfirmPayment,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from '../types.js';
import { moment } from './moment.js';
import { WRONG_CODE } from './wordings.js';

type WireOtpRequest = NonNullable<
  operations['stepRequestOtp']['responses'][200]['content']['application/json']['data']
>;

export const stepRequestOtp: StepOperation<
  'stepRequestOtp',
  RequestActivationOtp,
  Answer<{ otpRequestId: string }> | LivenessNeeded
> = {
  route: 'POST /api/BusinessRequest/CustomerSign/StepRequestOtp',
  mayCall: 'user token',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'waitForOtp',
  priority: 'signing',
  limits: 'the person',
  attemptLimits: 'none',
  unauthorized: tokenNotAccepted,
  field: { name: 'Mutation.requestActivationOtp', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
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
    read(envelope, wordings, { livenessErrorCodes }) {
      const otpRequestId = filledText(objectAs<WireOtpRequest>(envelope.data)?.otpRequestId);
      const isSent = envelope.verdict === 'accepted' && otpRequestId !== null;
      const needed = isSent ? null : livenessNeeded(envelope, otpRequestId, livenessErrorCodes);
      return needed ?? answer(wordings, envelope, () => ({ otpRequestId: readable(otpRequestId) }));
    },
  },
};

export const stepReValidateLiveness: StepOperation<
  'stepReValidateLiveness',
  RevalidateLiveness,
  Answer<{ message: string | null }>
> = {
  route: 'POST /api/BusinessRequest/CustomerSign/StepReValidateLiveness',
  mayCall: 'user token',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'requestOtpTells',
  priority: 'signing',
  limits: 'the tenant',
  attemptLimits: 'none',
  unauthorized: tokenNotAccepted,
  field: { name: 'Mutation.revalidateLiveness', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: (input) => ({
    body: {
      ...moment(input),
      requestId: input.requestId,
      transactionId: input.transactionId,
      scanTransaction: {
        image: input.scan.image,
        face_1: input.scan.face1,
        face_2: input.scan.face2,
        face_3: input.scan.face3,
      },
    },
  }),
  decode: decodeData(sentence),
};

export const stepValidateOtp: StepOperation<
  'stepValidateOtp',
  ValidateActivationOtp,
  Answer<{ paymentUrl: string | null; message: string | null }>
> = {
  route: 'POST /api/BusinessRequest/CustomerSign/StepValidateOtp',
  mayCall: 'user token',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'lookAtRequest',
  priority: 'signing',
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
  unauthorized: tokenNotAccepted,
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
  // Where the product has a payment the answer is its page, else a sentence (vlens.yaml, StepValidateOtp).
  // The older Activate has it in an object.
  decode: decodeData((data) => {
    const paymentUrl = paymentLinkOf(data);
    return paymentUrl === null ? { paymentUrl, ...sentence(data) } : { paymentUrl, message: null };
  }),
};

/** `data` itself, or `data.paymentLink` (older documentation, Activate). */
function paymentLinkOf(data: unknown): string | null {
  return httpUrl(data) ?? httpUrl(objectAs<{ paymentLink: unknown }>(data)?.paymentLink);
}

export const stepValidatePayment: StepOperation<
  'stepValidatePayment',
  ConfirmPayment,
  Answer<{ message: string | null }>
> = {
  route: 'POST /api/BusinessRequest/CustomerSign/StepValidatePayment',
  mayCall: 'user token',
  effect: 'step',
  idempotency: 'by key',
  sharedInFlight: 'never',
  pictures: 'none',
  unknownOutcome: 'lookAtRequest',
  priority: 'signing',
  limits: 'the tenant',
  attemptLimits: 'none',
  unauthorized: tokenNotAccepted,
  field: { name: 'Mutation.confirmPayment', maxPerOperation: 'unlimited' },
  wordings: GENERAL_WORDINGS,
  encode: (input) => ({
    body: { ...moment(input), requestId: input.requestId, transactionId: input.transactionId },
  }),
  decode: {
    from: 'envelope',
    read: (envelope, wordings) =>
      envelope.verdict === 'refused'
        ? rejection(wordings, envelope, paymentLinkOf(envelope.data))
        : answer(wordings, envelope, sentence),
  },
};
