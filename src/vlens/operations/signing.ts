import type { operations } from '../../openapi/vlens.js';
import type { VlensApi } from '../api.js';
import type { Calls } from '../calls.js';
import { answer, type Envelope, rejection } from '../envelope.js';
import { httpUrl } from '../links.js';
import { livenessNeeded } from '../liveness.js';
import { filledText } from '../read/values.js';
import { objectAs } from '../read/wire.js';
import type {
  ConfirmPayment,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from '../types.js';
import { readable, sentence } from './data.js';
import { moment } from './moment.js';

type WireOtpRequest = NonNullable<
  operations['stepRequestOtp']['responses'][200]['content']['application/json']['data']
>;

export function signingOperations(
  calls: Calls,
  livenessErrorCodes: ReadonlySet<number>,
): Pick<VlensApi, 'stepRequestOtp' | 'stepReValidateLiveness' | 'stepValidateOtp' | 'stepValidatePayment'> {
  return {
    stepRequestOtp: (input) =>
      calls.call('stepRequestOtp', { body: otpRequest(input) }, (envelope) => {
        const otpRequestId = otpRequestIdOf(envelope);
        const isSent = envelope.verdict === 'accepted' && otpRequestId !== null;
        const needed = isSent ? null : livenessNeeded(envelope, otpRequestId, livenessErrorCodes);
        return needed ?? answer('stepRequestOtp', envelope, () => ({ otpRequestId: readable(otpRequestId) }));
      }),

    stepReValidateLiveness: (input) =>
      calls.ask('stepReValidateLiveness', { body: revalidation(input) }, sentence),

    stepValidateOtp: (input) =>
      calls.ask('stepValidateOtp', { body: otpValidation(input) }, paymentPageOrSentence),

    stepValidatePayment: (input) =>
      calls.call('stepValidatePayment', { body: paymentValidation(input) }, (envelope) =>
        envelope.verdict === 'refused'
          ? rejection('stepValidatePayment', envelope, httpUrl(envelope.data))
          : answer('stepValidatePayment', envelope, sentence),
      ),
  };
}

function otpRequest(input: RequestActivationOtp) {
  return {
    ...moment(input),
    requestId: input.requestId,
    contractStorageId: input.contractStorageId,
    transactionId: input.transactionId,
    paymentGateway: input.paymentGateway,
    smsProviders: input.smsProvider,
  };
}

function otpRequestIdOf({ data }: Envelope): string | null {
  return filledText(objectAs<WireOtpRequest>(data)?.otpRequestId);
}

function revalidation(input: RevalidateLiveness) {
  const { image, face1, face2, face3 } = input.scan;
  return {
    ...moment(input),
    requestId: input.requestId,
    transactionId: input.transactionId,
    scanTransaction: { image, face_1: face1, face_2: face2, face_3: face3 },
  };
}

function otpValidation(input: ValidateActivationOtp) {
  return {
    ...moment(input),
    otpRequestId: input.otpRequestId,
    otpCode: input.otpCode,
    requestId: input.requestId,
    transactionId: input.transactionId,
    paymentGateway: input.paymentGateway,
  };
}

/** Where the product has a payment the answer is its page, else a sentence (openapi.yaml, StepValidateOtp). */
function paymentPageOrSentence(data: unknown): { paymentUrl: string | null; message: string | null } {
  const paymentUrl = httpUrl(data);
  return paymentUrl === null ? { paymentUrl, ...sentence(data) } : { paymentUrl, message: null };
}

function paymentValidation(input: ConfirmPayment) {
  return { ...moment(input), requestId: input.requestId, transactionId: input.transactionId };
}
