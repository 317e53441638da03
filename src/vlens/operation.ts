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

/** The first call to these addresses sends a code and the second confirms it. Clients see two operations, so each has a row. */
interface TwoCalls {
  sendPhoneCode: 'stepVerifyPhone';
  confirmPhone: 'stepVerifyPhone';
  sendEmailCode: 'stepVerifyEmail';
  confirmEmail: 'stepVerifyEmail';
}

/** A row's name: its operationId, except for an address with two rows. */
export type OperationName = Exclude<ContractOperation, TwoCalls[keyof TwoCalls]> | keyof TwoCalls;

/** The operationId of a row. */
export type ContractOf<N extends OperationName> = N extends keyof TwoCalls ? TwoCalls[N] : N;

/** In the contract, but not offered: docs/reference/vlens.md says why. */
type NotOffered = 'verifyOAuthToken' | 'verifyEmail' | 'cancelIdentityForAdmin';

/** A row of the table (`operations.ts`): all decisions about one operation. */
export type Operation<
  N extends ContractOperation = ContractOperation,
  Input extends object = object,
  Out extends Outcome = Outcome,
> = ReadOperation<N, Input, Out> | StepOperation<N, Input, Out>;

/** Changes nothing. It may be sent again, and its answer may be reused. */
export interface ReadOperation<N extends ContractOperation, Input extends object, Out extends Outcome>
  extends Decisions<N, Input, Out> {
  effect: 'read';
  cache: CachePolicy<Input> | 'never';
}

/** Changes something, or may. It is sent at most once, and its caller's cached reads are dropped before and after it. */
export interface StepOperation<N extends ContractOperation, Input extends object, Out extends Outcome>
  extends Decisions<N, Input, Out> {
  effect: 'step';
  /** Whether requests with the same idempotency key take the step only once. */
  idempotency: 'by key' | 'not offered';
  /** Steps with the same value here share one call while it is in flight, and its answer. */
  sharedInFlight: { by(input: Input): string } | 'never';
  /**
   * The pictures in the input, each with its maximal size in bytes. Before they are sent they are decoded, turned upright and stripped of
   * everything but the picture. A picture that does not decode is refused by the gateway, or sent as it is, without other data around it.
   */
  pictures: { maxBytes: Readonly<Record<string, number>>; unreadable: 'refused' | 'sent' } | 'none';
  /** What a client can read or do to find out whether Vlens took the step. It is the end of a sentence. */
  unknownOutcome: NextStep;
}

interface Decisions<N extends ContractOperation, Input extends object, Out extends Outcome> {
  route: `${'GET' | 'POST'} ${keyof paths & string}`;
  /** `apiKey`: needs and sends no token. `apiKey or token`: sends the token if there is one. */
  mayCall: 'apiKey' | 'apiKey or token' | 'user token' | 'admin token';
  /** The priority in the tenant's quota: signing goes before reading. */
  priority: 'signing' | 'read';
  /** Whom a 429 or 503 with Retry-After limits: the tenant, or the one person or link that the call is about. */
  limits: 'the tenant' | 'the person';
  /** How attempts are counted, if the operation lets callers guess something. */
  attemptLimits: AttemptLimits<Input> | 'none';
  /** The person that a call is about, by whom the limits of one person are counted. For most calls with a token it is the token's owner. */
  about: { of(input: Input): About } | 'its token';
  /** The fault for HTTP 401, with this token or without one. */
  unauthorized: (token: string | null) => VlensFault;
  /** The GraphQL field that the operation resolves, and how often one GraphQL operation may use it. */
  field: { name: `${string}.${string}`; maxPerOperation: number | 'unlimited' };
  /** The wordings of a refusal that have a special meaning here. `rejection-reasons.ts` has the general ones. */
  wordings: Wordings;
  encode(input: Input, tenancyName: string | null): Parts<N>;
  decode: Decoder<Out, Input>;
}

/** How long an answer may be reused, and what makes it outdated earlier. */
export interface CachePolicy<Input extends object> {
  maxAge: 'requestsMaxAgeMs' | 'productsMaxAgeMs';
  /** Whether `statusMaxAgeMs` applies instead: to a read of nothing but the status of known requests. */
  wantsStatusesOnly(input: Input): boolean;
  /**
   * What makes an answer outdated before its age does: a step of its caller, a change of a request in the answer, or a change of any
   * request.
   */
  invalidatedBy: 'steps and its requests' | 'steps and any request' | 'nothing';
}

/** How old cached reads may be, in milliseconds; 0 disables the cache. */
export interface Freshness {
  requestsMaxAgeMs: number;
  /** For the status of a known request. Longer while webhooks announce changes. */
  statusMaxAgeMs: number;
  /** For product types and their forms, which belong to the tenant and seldom change. */
  productsMaxAgeMs: number;
}

/** The person that a call is about, if its token does not tell. */
export interface About {
  /** A customer, an account, or the contract of a link. */
  person: string;
  /** Something that nobody else has, so that an accepted answer confirms who the caller is; null if it proves nothing. */
  proof: string | null;
}

export type AttemptLimits<Input extends object> = CountedBy<Input> &
  (CountsFailures<Input> | CountsEveryCall);

interface CountedBy<Input extends object> {
  /** Names what is being guessed, for the keys of the counters. */
  of: string;
  /** What the attempts are counted by. */
  keys(input: Input, caller: VlensCaller): AttemptKeys;
  /** For a call that sends a code: the id that confirms it. */
  idOfSentCode?(sent: CodeSent): string;
}

interface CountsFailures<Input extends object> {
  counts: 'failures';
  /** Whether an attempt counts if its answer was lost. It does where a right guess takes effect anyway. */
  lostAnswers: 'count' | 'do not count';
  /** How codes are counted that Vlens sends instead of a final answer (`needsMore`). Each costs an SMS. */
  codes?: Pick<CountedBy<Input>, 'of' | 'keys'>;
}

/**
 * For operations that accept anybody, though they send an SMS or reveal who is registered. Their accepted answer proves nothing about the
 * caller.
 */
interface CountsEveryCall {
  counts: 'every call';
  /** Lost answers count like all others. */
  lostAnswers?: never;
  codes?: never;
}

/** Patterns for a sentence in the form that `plainWords` gives it, by the reason that they mean. */
export type Wordings = Partial<Record<RejectionReason, readonly RegExp[]>>;

/** The parameters and body of a call, in the contract's names. What the contract requires must be there. */
export type Parts<N extends ContractOperation = ContractOperation> = Pick<
  operations[N]['parameters'],
  'path' | 'query'
> &
  JsonBody<operations[N]> & {
    /** In addition to the headers of every call. */
    headers?: Record<string, string>;
  };

type JsonBody<O> = O extends { requestBody: { content: { 'application/json': infer Body } } }
  ? { body: Body }
  : { body?: never };

/** What a decoder may know about the tenant. */
export interface Tenant {
  /** The address of Vlens. */
  baseUrl: string;
  /** The error codes with which this tenant's Vlens says that liveness is needed. */
  livenessErrorCodes: ReadonlySet<number>;
  /** The limits of a contract's body. */
  contractBounds: { maxBytes: number; maxPauseMs: number };
}

/** Makes an outcome from an envelope, or from a response with its body unread, which may hold no envelope. */
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

/** The decoder of an operation that answers with an envelope. */
export type ReadEnvelope = Extract<Operation['decode'], { from: 'envelope' }>['read'];

/** The usual decoder: the data of an accepted envelope, or a rejection. */
export function decodeData<T>(
  read: (data: unknown, envelope: Envelope, tenant: Tenant) => T,
): Decoder<Answer<T>> {
  return {
    from: 'envelope',
    read: (envelope, wordings, tenant) => answer(wordings, envelope, (data) => read(data, envelope, tenant)),
  };
}

/** For operations where every wording has its general meaning. */
export const GENERAL_WORDINGS: Wordings = {};

/** Makes the path and query of an operation's calls. The route is parsed once. */
export function targetsOf({
  route,
}: Pick<Operation, 'route'>): (parts: Pick<Parts, 'path' | 'query'>) => string {
  // Text and the names between braces alternate.
  const pieces = route.slice(route.indexOf(' ') + 1).split(/\{(\w+)\}/);
  return ({ path = {}, query = {} }) => {
    const filled = pieces.map((piece, at) => (at % 2 === 0 ? piece : encoded(Reflect.get(path, piece))));
    const asked = Object.entries(query).map(([name, value]) => `${name}=${encoded(value)}`);
    return filled.join('') + (asked.length > 0 ? `?${asked.join('&')}` : '');
  };
}

/** A client may send half a surrogate pair, which can't be encoded. */
function encoded(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}
