import type { operations, paths } from '../openapi/vlens.js';
import type { Answer, Outcome, RejectionReason } from './answer.js';
import type { AttemptKeys } from './attempts/attempt-limiter.js';
import type { VlensCaller } from './caller.js';
import type { CodeSent } from './customer-types.js';
import type { VlensFault } from './faults.js';
import type { Deadline } from './http/deadline.js';
import type { HttpResponse } from './http/transport.js';
import type { NextStep } from './messages/next-steps.js';
import { answer, type Envelope, type EnvelopeOf } from './read/envelope.js';

/** An operation of the contract, by its operationId in `src/openapi/vlens.yaml`. */
export type ContractOperation = Exclude<keyof operations, NotOffered>;

/** Of one address, the first call sends a code and the second confirms it: two things to a client, with a row each. */
interface TwoCalls {
  sendPhoneCode: 'stepVerifyPhone';
  confirmPhone: 'stepVerifyPhone';
  sendEmailCode: 'stepVerifyEmail';
  confirmEmail: 'stepVerifyEmail';
}

/** A row's name: its operationId, but for those that are two things in one. */
export type OperationName = Exclude<ContractOperation, TwoCalls[keyof TwoCalls]> | keyof TwoCalls;

/** The operationId of a row. */
export type ContractOf<N extends OperationName> = N extends keyof TwoCalls ? TwoCalls[N] : N;

/** Described in the contract and left out: docs/reference/vlens.md says why. */
type NotOffered = 'verifyOAuthToken' | 'verifyEmail' | 'cancelIdentityForAdmin';

/** A row of the table (`operations.ts`): all that is decided about one operation. */
export type Operation<
  N extends ContractOperation = ContractOperation,
  Input extends object = object,
  Out extends Outcome = Outcome,
> = ReadOperation<N, Input, Out> | StepOperation<N, Input, Out>;

/** Changes nothing, so that it may be sent again and its answer may be used again. */
export interface ReadOperation<N extends ContractOperation, Input extends object, Out extends Outcome>
  extends Decisions<N, Input, Out> {
  effect: 'read';
  cache: CachePolicy<Input> | 'never';
}

/** Changes something, or may: it is sent at most once, and what its caller has read is dropped around it. */
export interface StepOperation<N extends ContractOperation, Input extends object, Out extends Outcome>
  extends Decisions<N, Input, Out> {
  effect: 'step';
  /** Whether it is taken once for all that send it with the same idempotency key. */
  idempotency: 'by key' | 'not offered';
  /** Steps for which this is the same share one call while it is in flight, and its answer. */
  sharedInFlight: { by(input: Input): string } | 'never';
  /**
   * Pictures of the input, each with its bytes at the most: they are decoded, turned upright and freed of what is no picture before
   * they are sent. One that does not decode is refused here, or sent as it came, without what surrounds it.
   */
  pictures: { maxBytes: Readonly<Record<string, number>>; unreadable: 'refused' | 'sent' } | 'none';
  /** What to read, or to do, where nobody knows whether Vlens took the step: the end of a sentence. */
  unknownOutcome: NextStep;
}

interface Decisions<N extends ContractOperation, Input extends object, Out extends Outcome> {
  route: `${'GET' | 'POST'} ${keyof paths & string}`;
  /** `apiKey`: no token is needed and none is sent. `apiKey or token`: a token goes along where there is one. */
  mayCall: 'apiKey' | 'apiKey or token' | 'user token' | 'admin token';
  /** Its place in the tenant's quota: what signs goes before what only reads. */
  priority: 'signing' | 'read';
  /** Of whom a 429 or 503 with Retry-After speaks: of the tenant, or of the one person or link that the call is about. */
  limits: 'the tenant' | 'the person';
  /** What counts attempts, for whatever somebody may guess. */
  attemptLimits: AttemptLimits<Input> | 'none';
  /** Whom a call is about: limits of one person are kept by it. Of a call with a token it is mostly the token's. */
  about: { of(input: Input): About } | 'its token';
  /** What HTTP 401 means here, to a call with this token or without one. */
  unauthorized: (token: string | null) => VlensFault;
  /** The GraphQL field that it answers, and how often one GraphQL operation may ask for that. */
  field: { name: `${string}.${string}`; maxPerOperation: number | 'unlimited' };
  /** Wordings of a refusal that mean this here alone; those that hold everywhere are in `rejection-reasons.ts`. */
  wordings: Wordings;
  encode(input: Input, tenancyName: string | null): Parts<N>;
  decode: Decoder<Out, Input>;
}

/** For how long an answer may be used again, and what makes it outdated before. */
export interface CachePolicy<Input extends object> {
  maxAge: 'requestsMaxAgeMs' | 'productsMaxAgeMs';
  /** Whether `statusMaxAgeMs` holds instead: for a read of nothing but the status of requests that are known. */
  wantsStatusesOnly(input: Input): boolean;
  /** Besides its age: a step of its caller, and a change of a request that it tells of, or of any request; or nothing. */
  invalidatedBy: 'steps and its requests' | 'steps and any request' | 'nothing';
}

/** How old reads may be, in milliseconds; 0 disables the cache. */
export interface Freshness {
  requestsMaxAgeMs: number;
  /** The status of a request that is known: longer where webhooks announce changes. */
  statusMaxAgeMs: number;
  /** Product types and their forms: the tenant's, and seldom changed. */
  productsMaxAgeMs: number;
}

/** Whom a call is about, where its token does not say it. */
export interface About {
  /** A customer, an account, or the contract of a link. */
  person: string;
  /** What nobody else has, so that a yes of Vlens confirms who it is; null where a yes proves nothing. */
  proof: string | null;
}

export type AttemptLimits<Input extends object> = CountedBy<Input> &
  (CountsFailures<Input> | CountsEveryCall);

interface CountedBy<Input extends object> {
  /** What is being guessed, for the counters' keys. */
  of: string;
  /** What attempts are counted by. */
  keys(input: Input, caller: VlensCaller): AttemptKeys;
  /** Of a call that sends a code: the id with which it is confirmed. */
  idOfSentCode?(sent: CodeSent): string;
}

interface CountsFailures<Input extends object> {
  counts: 'failures';
  /** Whether an attempt counts whose answer was lost: yes where a right guess has its effect all the same. */
  lostAnswers: 'count' | 'do not count';
  /** What codes are counted by that are sent in place of an answer (`needsMore: 'first'`): they cost an SMS each. */
  codes?: Pick<CountedBy<Input>, 'of' | 'keys'>;
}

/** Where anybody is told yes, though it costs somebody an SMS or tells who is registered: that proves nothing of who asks. */
interface CountsEveryCall {
  counts: 'every call';
  /** Those count as all others do. */
  lostAnswers?: never;
  codes?: never;
}

/** Patterns over a sentence as `plainWords` writes it, by the reason that they mean. */
export type Wordings = Partial<Record<RejectionReason, readonly RegExp[]>>;

/** What a call carries, as the contract names it: what the contract requires has to be there. */
export type Parts<N extends ContractOperation = ContractOperation> = Pick<
  operations[N]['parameters'],
  'path' | 'query'
> &
  JsonBody<operations[N]> & {
    /** Besides those of every call. */
    headers?: Record<string, string>;
  };

type JsonBody<O> = O extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { body: Body }
  : { body?: never };

/** What a decoder may know of the tenant. */
export interface Tenant {
  /** Where Vlens is. */
  baseUrl: string;
  /** The error codes by which this tenant's Vlens says that liveness is needed. */
  livenessErrorCodes: ReadonlySet<number>;
  /** The bounds of a contract's body. */
  contractBounds: { maxBytes: number; maxPauseMs: number };
}

/** Makes an outcome of an envelope; or of a response with its body unread, which may be no envelope. */
export type Decoder<Out extends Outcome, Input extends object = object> =
  | { from: 'envelope'; read(envelope: Envelope, wordings: Wordings, tenant: Tenant, input: Input): Out }
  | {
      from: 'response';
      /** The Accept header. */
      accept: string;
      read(
        response: HttpResponse,
        deadline: Deadline,
        wordings: Wordings,
        tenant: Tenant,
        envelopeOf: EnvelopeOf,
      ): Promise<Out>;
    };

/** Of an operation whose answer is an envelope. */
export type ReadEnvelope = Extract<Operation['decode'], { from: 'envelope' }>['read'];

/** The usual decoder: the data of an accepted envelope, or Vlens saying no. */
export function decodeData<T>(
  read: (data: unknown, envelope: Envelope, tenant: Tenant) => T,
): Decoder<Answer<T>> {
  return {
    from: 'envelope',
    read: (envelope, wordings, tenant) => answer(wordings, envelope, (data) => read(data, envelope, tenant)),
  };
}

/** No wording means anything else here than everywhere. */
export const GENERAL_WORDINGS: Wordings = {};

/** Makes the path and query of an operation's calls; its route is taken apart once. */
export function targetsOf({
  route,
}: Pick<Operation, 'route'>): (parts: Pick<Parts, 'path' | 'query'>) => string {
  // Text and the names between braces take turns.
  const pieces = route.slice(route.indexOf(' ') + 1).split(/\{(\w+)\}/);
  return ({ path = {}, query = {} }) => {
    const filled = pieces.map((piece, at) => (at % 2 === 0 ? piece : encoded(Reflect.get(path, piece))));
    const asked = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
    return filled.join('') + (asked.length > 0 ? `?${asked.join('&')}` : '');
  };
}

/** Half a surrogate pair can't be encoded, and a client may send one. */
function encoded(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}
