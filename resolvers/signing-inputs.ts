import type { ConfirmPaymentInput } from '../schema/confirm-payment.js';
import type { GenerateSigningLinkInput } from '../schema/generate-signing-link.js';
import { oneTimeCode } from '../schema/one-time-code.js';
import { pasted } from '../schema/pasted.js';
import { pictureBase64 } from '../schema/picture.js';
import type { RequestActivationOtpInput } from '../schema/request-activation-otp.js';
import type { RevalidateLivenessInput } from '../schema/revalidate-liveness.js';
import type { ValidateActivationOtpInput } from '../schema/validate-activation-otp.js';
import type * as vlens from '../src/vlens/types.js';
import { asSent, toDeviceMoment, toSmsProvider } from './step-inputs.js';

export function toRequestActivationOtp(input: RequestActivationOtpInput): vlens.RequestActivationOtp {
  return {
    ...toDeviceMoment(input),
    requestId: input.requestId ?? undefined,
    contractStorageId: input.contractStorageId ?? undefined,
    transactionId: input.transactionId ?? undefined,
    paymentGateway: input.paymentGateway ?? undefined,
    smsProvider: toSmsProvider(input.smsProvider),
  };
}

export function toRevalidateLiveness(input: RevalidateLivenessInput): vlens.RevalidateLiveness {
  const { image, face1, face2, face3 } = input.scan;
  return {
    ...toDeviceMoment(input),
    requestId: input.requestId ?? undefined,
    transactionId: input.transactionId ?? undefined,
    image: pictureBase64(image),
    face1: pictureBase64(face1),
    face2: pictureBase64(face2),
    face3: pictureBase64(face3),
  };
}

export function toValidateActivationOtp(input: ValidateActivationOtpInput): vlens.ValidateActivationOtp {
  return {
    ...toDeviceMoment(input),
    otpRequestId: pasted(input.otpRequestId),
    otpCode: asSent(input.otpCode, oneTimeCode),
    requestId: input.requestId ?? undefined,
    transactionId: input.transactionId ?? undefined,
    paymentGateway: input.paymentGateway ?? undefined,
  };
}

export function toConfirmPayment(input: ConfirmPaymentInput): vlens.ConfirmPayment {
  return {
    ...toDeviceMoment(input),
    requestId: input.requestId,
    transactionId: input.transactionId ?? undefined,
  };
}

export function toGenerateSigningLink(input: GenerateSigningLinkInput): vlens.GenerateSigningLink {
  return { ...toDeviceMoment(input), requestId: input.requestId };
}
