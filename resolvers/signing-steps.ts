import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import {
  ConfirmPaymentInput,
  ConfirmPaymentResult,
  ContractActivated,
  PaymentRequired,
} from '../schema/confirm-payment.js';
import {
  ActivationOtpSent,
  LivenessRequired,
  RequestActivationOtpInput,
  RequestActivationOtpResult,
} from '../schema/request-activation-otp.js';
import {
  LivenessRevalidated,
  RevalidateLivenessInput,
  RevalidateLivenessResult,
} from '../schema/revalidate-liveness.js';
import {
  ActivationOtpValidated,
  ValidateActivationOtpInput,
  ValidateActivationOtpResult,
} from '../schema/validate-activation-otp.js';
import type { GatewayContext } from '../src/context.js';
import { inLanguage, say } from '../src/vlens/messages/words.js';
import { asType } from './as-type.js';
import { badField } from './bad-user-input.js';
import { toRejection } from './rejections.js';
import {
  toConfirmPayment,
  toRequestActivationOtp,
  toRevalidateLiveness,
  toValidateActivationOtp,
} from './signing-inputs.js';
import { takeStep } from './step.js';

/** vlens.yaml, StepRequestOtp. */
const LIVENESS_THRESHOLD_KM = 80;

@Resolver()
export class SigningMutations {
  @Mutation(() => RequestActivationOtpResult, {
    description: 'Signing step 1. Compares geoLocation with the last active device location (80 km).',
  })
  async requestActivationOtp(
    @Arg('input', () => RequestActivationOtpInput, { description: 'Which contract, and from where.' })
    input: RequestActivationOtpInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof RequestActivationOtpResult> {
    checkContractIsNamed(input);
    const requestId = input.requestId ?? null;
    const answer = await takeStep(context, input, 'stepRequestOtp', toRequestActivationOtp(input));
    switch (answer.kind) {
      case 'accepted':
        return asType(ActivationOtpSent, { otpRequestId: answer.value.otpRequestId, requestId });
      case 'livenessNeeded':
        return asType(LivenessRequired, {
          message: answer.message,
          errorCode: answer.errorCode,
          thresholdKm: LIVENESS_THRESHOLD_KM,
          requestId,
          transactionId: answer.transactionId ?? input.transactionId ?? null,
        });
      case 'rejection':
        return toRejection(answer);
    }
  }

  @Mutation(() => RevalidateLivenessResult, { description: 'Signing step 1b, after LivenessRequired.' })
  async revalidateLiveness(
    @Arg('input', () => RevalidateLivenessInput, { description: 'Fresh pictures, and from where.' })
    input: RevalidateLivenessInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof RevalidateLivenessResult> {
    const step = toRevalidateLiveness(input);
    const answer = await takeStep(context, input, 'stepReValidateLiveness', step);
    if (answer.kind === 'rejection') return toRejection(answer);
    const message = answer.value.message ?? inLanguage(context.language, say('recognised'));
    return asType(LivenessRevalidated, { message });
  }

  @Mutation(() => ValidateActivationOtpResult, { description: 'Signing step 2.' })
  async validateActivationOtp(
    @Arg('input', () => ValidateActivationOtpInput, { description: 'The code of the SMS.' })
    input: ValidateActivationOtpInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof ValidateActivationOtpResult> {
    const step = toValidateActivationOtp(input);
    const answer = await takeStep(context, input, 'stepValidateOtp', step);
    if (answer.kind === 'rejection') return toRejection(answer);
    const { paymentUrl, message } = answer.value;
    return asType(ActivationOtpValidated, {
      paymentUrl,
      message: message ?? inLanguage(context.language, say('codeIsRight')),
    });
  }

  @Mutation(() => ConfirmPaymentResult, {
    description: 'Signing step 3, the last; completes without a charge where the product has no payment.',
  })
  async confirmPayment(
    @Arg('input', () => ConfirmPaymentInput, { description: 'Which contract, and from where.' })
    input: ConfirmPaymentInput,
    @Ctx() context: GatewayContext,
  ): Promise<typeof ConfirmPaymentResult> {
    const answer = await takeStep(context, input, 'stepValidatePayment', toConfirmPayment(input));
    if (answer.kind === 'accepted') return asType(ContractActivated, { requestId: input.requestId });
    if (answer.reason !== 'PAYMENT_INCOMPLETE') return toRejection(answer);
    const { message, errorCode, paymentUrl } = answer;
    return asType(PaymentRequired, { message, errorCode, paymentUrl });
  }
}

function checkContractIsNamed({ requestId, contractStorageId }: RequestActivationOtpInput): void {
  if (requestId != null || contractStorageId != null) return;
  throw badField('input.requestId', 'Name the contract by requestId or contractStorageId, or by both.');
}
