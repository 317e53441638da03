import type { Answer, LivenessNeeded } from './answer.js';
import type { CallerKey } from './caller-keys.js';
import type {
  BusinessRequest,
  ConfirmPayment,
  CreateBusinessRequest,
  Eligibility,
  FormField,
  GenerateSigningLink,
  Login,
  LoginOtpNeeded,
  LoginSession,
  OpenSigningSession,
  Page,
  ProductType,
  RequestActivationOtp,
  RequestSummary,
  RevalidateLiveness,
  SigningSession,
  ValidateActivationOtp,
} from './types.js';

/** Which slice of a list to read. Vlens's largest page is not published: it may answer with fewer than asked. */
export interface Slice {
  skipCount: number;
  maxResultCount: number;
  /** Only the status of requests that are known is wanted, not which requests there are. Nothing of it is sent. */
  forStatuses?: true;
}

/** Where a contract's PDF can be had. */
export type ContractPdfSource =
  | { kind: 'url'; url: string }
  | { kind: 'bytes'; body: NodeJS.ReadableStream; contentLength: number | null };

/**
 * The operations of `src/openapi/vlens.yaml`, spoken for one caller. Each is one upstream call. Each throws a
 * VlensFault where Vlens gave no usable answer, and a CallAborted where the caller left; what Vlens says no to is a
 * Rejection.
 */
export interface VlensApi {
  listProductTypes(): Promise<Answer<ProductType[]>>;
  getFormFields(productTypeId: number): Promise<Answer<FormField[]>>;
  checkEligibility(): Promise<Answer<Eligibility>>;
  createBusinessRequest(input: CreateBusinessRequest): Promise<Answer<BusinessRequest>>;
  getCurrentBusinessRequest(minimal: boolean): Promise<Answer<BusinessRequest | null>>;
  listBusinessRequests(slice: Slice): Promise<Answer<Page<BusinessRequest>>>;
  listBusinessRequestIds(slice: Slice): Promise<Answer<Page<RequestSummary>>>;
  getBusinessRequestById(id: string): Promise<Answer<BusinessRequest | null>>;
  stepRequestOtp(input: RequestActivationOtp): Promise<Answer<{ otpRequestId: string }> | LivenessNeeded>;
  stepReValidateLiveness(input: RevalidateLiveness): Promise<Answer<{ message: string | null }>>;
  stepValidateOtp(
    input: ValidateActivationOtp,
  ): Promise<Answer<{ paymentUrl: string | null; message: string | null }>>;
  stepValidatePayment(input: ConfirmPayment): Promise<Answer<{ message: string | null }>>;
  generateSignContractLink(
    input: GenerateSigningLink,
  ): Promise<Answer<{ url: string; securityHash: string | null }>>;
  viewContractPdf(requestId: string, securityHash: string): Promise<Answer<ContractPdfSource>>;
  /** The sandbox's own: another Vlens says no. */
  openSigningSession(input: OpenSigningSession): Promise<Answer<SigningSession>>;
  login(input: Login): Promise<Answer<LoginSession | LoginOtpNeeded>>;
}

/** One upstream call as it went, for logs and metrics: nothing of what was said. */
export interface UpstreamCall {
  endpoint: string;
  durationMs: number;
  /** How long it waited for a place in the tenant's quota before it was sent. */
  waitedMs: number;
  outcome: 'accepted' | 'rejected' | 'fault' | 'aborted';
  /** What that was, from a closed set: OK, a refusal's reason, LIVENESS_NEEDED, a fault's code, or ABORTED. */
  code: string;
}

/** A call that somebody follows while it waits and is sent, for a trace. */
export interface FollowedCall {
  /** W3C Trace Context, which goes out with the call. */
  traceparent: string;
  end(call: Pick<UpstreamCall, 'waitedMs' | 'outcome' | 'code'> & { isSent: boolean }): void;
}

/** Who asks: the token is passed on to Vlens, and an abort of the signal ends the calls under way. */
export interface VlensCaller {
  token: string | null;
  signal: AbortSignal;
  /** Of the token, where somebody made it already. */
  key?: CallerKey;
  /** The block of IP addresses that the caller's is in; absent where it is not known. */
  address?: string;
  onCall?: (call: UpstreamCall) => void;
  /** Told of each attempt of a call before it waits for quota. */
  follow?: (endpoint: string) => FollowedCall;
}
