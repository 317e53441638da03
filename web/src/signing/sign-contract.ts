import type { ApolloClient, OperationVariables, TypedDocumentNode } from '@apollo/client';
import { type Fault, readFault } from '../faces/fault';
import {
  ConfirmStepDocument,
  type GeoLocationInput,
  type LivenessScanInput,
  type RejectionReason,
  RequestOtpStepDocument,
  type RequestOtpStepMutation,
  RevalidateStepDocument,
  ValidateOtpStepDocument,
} from '../gql/graphql';

export type SigningStep = 'otp' | 'liveness' | 'code' | 'payment';

/** What signing asks of the customer, one thing at a time. */
export interface Customer {
  place(): Promise<GeoLocationInput>;
  pictures(asked: { thresholdKm: number; isAgain: boolean }): Promise<LivenessScanInput>;
  code(asked: { problem: CodeProblem | null; sentAt: number }): Promise<{ code: string } | 'another'>;
  payment(asked: { url: string | null; isUnseen: boolean }): Promise<void>;
  /** A step met a fault; resolves when it may be sent again. */
  pause(fault: Fault): Promise<void>;
  waitFor(step: SigningStep): void;
}

export type CodeProblem = 'incorrect' | 'expired';

export type Ending =
  | { kind: 'signed' }
  | { kind: 'refused'; reason: RejectionReason; message: string }
  /** A step was sent and nobody knows what it came to: only the request's status can tell. */
  | { kind: 'unknown' };

/** Takes the signing steps one after the other, whatever each of them comes to. */
export async function signContract(
  client: ApolloClient,
  requestId: string,
  customer: Customer,
): Promise<Ending> {
  const geoLocation = await customer.place();
  const moment = () => ({ geoLocation, userDeviceUtcTime: new Date().toISOString(), requestId });
  const take = stepTaker(client, customer);
  try {
    for (;;) {
      const otp = await requestOtp(take, moment, customer);
      if (otp.kind === 'refused') return otp;
      const validated = await validateOtp(take, moment, customer, otp.otpRequestId);
      if (validated === 'another') continue;
      if (validated.kind === 'refused') return validated;
      return await confirm(take, moment, customer, validated.paymentUrl);
    }
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { kind: 'unknown' };
    throw error;
  }
}

type Moment = () => { geoLocation: GeoLocationInput; userDeviceUtcTime: string; requestId: string };
type Take = ReturnType<typeof stepTaker>;

class OutcomeUnknown extends Error {}

/**
 * Sends a step under a key of its own. Where the answer did not arrive, the very same step may be sent again: the gateway
 * answers what it came to the first time. Where the gateway itself does not know, nothing is sent again.
 */
function stepTaker(client: ApolloClient, customer: Customer) {
  return async <Data, Input extends object>(
    step: SigningStep,
    mutation: TypedDocumentNode<Data, { input: Input }>,
    input: Input,
  ): Promise<Data> => {
    const variables = { input: { ...input, idempotencyKey: crypto.randomUUID() } };
    for (;;) {
      customer.waitFor(step);
      try {
        const { data } = await client.mutate<Data, OperationVariables>({
          mutation,
          variables,
          fetchPolicy: 'network-only',
        });
        if (data) return data as Data;
        throw new Error('An answer without data and without errors.');
      } catch (error) {
        const fault = readFault(error);
        if (fault.kind === 'outcomeUnknown') throw new OutcomeUnknown();
        await customer.pause(fault);
      }
    }
  };
}

/** Step 1, and 1b where the customer is too far away. */
async function requestOtp(take: Take, moment: Moment, customer: Customer) {
  let transactionId: string | null = null;
  let isAgain = false;
  for (;;) {
    const { requestActivationOtp: answer }: RequestOtpStepMutation = await take(
      'otp',
      RequestOtpStepDocument,
      {
        ...moment(),
        transactionId,
      },
    );
    if (answer.__typename === 'ActivationOtpSent')
      return { kind: 'sent' as const, otpRequestId: answer.otpRequestId };
    if (answer.__typename === 'Rejection') return refused(answer);
    transactionId = answer.transactionId ?? null;
    for (;;) {
      const scan: LivenessScanInput = await customer.pictures({ thresholdKm: answer.thresholdKm, isAgain });
      const { revalidateLiveness: seen } = await take('liveness', RevalidateStepDocument, {
        ...moment(),
        transactionId,
        scan,
      });
      if (seen.__typename === 'LivenessRevalidated') break;
      if (seen.reason !== 'LIVENESS_FAILED') return refused(seen);
      isAgain = true;
    }
  }
}

/** Step 2: until the code is right, another one is wanted, or Vlens has had enough. */
async function validateOtp(take: Take, moment: Moment, customer: Customer, otpRequestId: string) {
  const sentAt = Date.now();
  let problem: CodeProblem | null = null;
  for (;;) {
    const said = await customer.code({ problem, sentAt });
    if (said === 'another') return said;
    const { validateActivationOtp: answer } = await take('code', ValidateOtpStepDocument, {
      ...moment(),
      otpRequestId,
      otpCode: said.code,
    });
    if (answer.__typename === 'ActivationOtpValidated')
      return { kind: 'validated' as const, paymentUrl: answer.paymentUrl };
    if (answer.reason === 'OTP_INCORRECT') problem = 'incorrect';
    else if (answer.reason === 'OTP_EXPIRED') problem = 'expired';
    else return refused(answer);
  }
}

/** Step 3, once the customer has paid where there is something to pay. */
async function confirm(
  take: Take,
  moment: Moment,
  customer: Customer,
  paymentUrl: string | null | undefined,
): Promise<Ending> {
  let url = paymentUrl ?? null;
  if (url !== null) await customer.payment({ url, isUnseen: false });
  for (;;) {
    const { confirmPayment: answer } = await take('payment', ConfirmStepDocument, moment());
    if (answer.__typename === 'ContractActivated') return { kind: 'signed' };
    if (answer.__typename === 'Rejection' && answer.reason !== 'PAYMENT_INCOMPLETE') return refused(answer);
    if (answer.__typename === 'PaymentRequired') url = answer.paymentUrl ?? url;
    await customer.payment({ url, isUnseen: true });
  }
}

function refused({ reason, message }: { reason: RejectionReason; message: string }) {
  return { kind: 'refused' as const, reason, message };
}
