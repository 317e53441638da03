import { exceededBy } from '../../json-text.js';
import type { components } from '../../openapi/vlens.js';
import type { Answer, FieldError, Rejection, RejectionReason } from '../answer.js';
import { byCode, invalidResponse, tenantRefused, timedOut, unavailable, type VlensFault } from '../faults.js';
import { say } from '../messages/words.js';
import type { Wordings } from '../operation.js';
import { reasonOfCode, tenantProblem } from './error-codes.js';
import { MAX_FIELD_ERRORS, readFieldErrors } from './field-errors.js';
import { plainWords } from './plain-words.js';
import { reasonOf } from './rejection-reasons.js';
import { filledText, integer, sentenceText, text } from './values.js';
import { jsonOf, objectAs, type Wire } from './wire.js';

/** The content of the envelope in which Vlens sends every answer (vlens.yaml, Envelope). */
export interface Envelope {
  verdict: 'accepted' | 'refused' | VlensFault;
  /** Whether its status or code is 404, which needs no words. */
  isNotFound: boolean;
  data: unknown;
  /** The results of the checks of an identity verification, beside the data. */
  services: unknown;
  errorCode: number | null;
  message: string | null;
  fieldErrors: FieldError[];
  totalCount: number | null;
}

type SentEnvelope = components['schemas']['PagedEnvelope'] &
  FrameworkError & {
    data?: unknown;
    services?: unknown;
    /** The spelling in older answers. */
    Services?: unknown;
  };

interface FrameworkObject {
  code?: unknown;
  message?: unknown;
  details?: unknown;
  validationErrors?: unknown;
}

/** How ASP.NET and ASP.NET Boilerplate report an error that did not reach Vlens's own code. */
interface FrameworkError {
  error?: FrameworkObject | string;
  title?: string;
  errors?: Record<string, string[]>;
  /** ASP.NET Boilerplate's own wrapper (AjaxResponse) with the answer in `result`. */
  __abp?: boolean;
  success?: boolean;
  result?: unknown;
}

/** The facts about a call that reading its answer needs. */
export interface Asked {
  effect: 'read' | 'step';
  /** Whether the call reads one thing by its id, so that an empty 404 means that it does not exist. */
  isById: boolean;
  /** The call contains the ApiKey and no Vlens token. If the answer speaks of a token, it is another one, such as Google's. */
  isApiKeyAlone?: boolean;
  /** The fault for an HTTP status of this call; null if the status alone means none. */
  faultOf: (status: number) => VlensFault | null;
}

/**
 * Reading more would block everybody for seconds, mostly because of arrays and objects. A large page has half a million values in 60,000 of
 * them: a hundred full requests, with forms of a hundred and fifty questions, some with a choice of thirty.
 */
const MOST = { values: 750_000, containers: 80_000 };

function isTooMuch(body: string): boolean {
  // Each array or object has at least two characters.
  return body.length > 2 * MOST.containers && exceededBy(body, MOST) !== null;
}

function shortened({ field, message, ...more }: FieldError): FieldError {
  return { ...more, field: sentenceText(field) ?? '', message: sentenceText(message) ?? '' };
}

/** Reads the body of an answer, for the call that it belongs to. */
export type EnvelopeOf = (body: string) => Envelope;

const OF_NO_CALL: Asked = { effect: 'step', isById: false, faultOf: () => null };

/**
 * Reads a body whose HTTP status did not decide the outcome (`status-faults.ts`), or that may explain a 401 or 403. Success is an
 * `error_code` of null, 0, "0", empty or absent, under a 2xx. The codes 401, 403, 429 and 5xx have the meaning of the HTTP status of that
 * number. Any other code is a refusal, whatever the status. Other 4xx statuses are refusals too. Other 5xx statuses are faults, which are
 * then the verdict: the words may still mean something.
 * @throws VlensFault if the body is no JSON object, holds too many values, or is an object of another kind under a 2xx
 */
export function readEnvelope(status: number, body: string, asked: Asked = OF_NO_CALL): Envelope {
  const sentBody = body === '' ? bodyInPlaceOfNone(status, asked) : body;
  const whole = isTooMuch(sentBody) ? null : objectAs<SentEnvelope>(jsonOf(sentBody));
  if (!whole) throw status >= 500 ? serverFault(status) : invalidResponse({ status });
  const sent = unwrapped(whole);
  // An object of another kind proves nothing, and certainly not that a step was taken.
  if (status < 400 && !isEnvelope(sent) && !saysNo(sent)) throw invalidResponse({ status });
  const framework = objectAs<FrameworkObject>(sent.error);
  const errorCode = errorCodeOf(sent.error_code) ?? errorCodeOf(framework?.code);
  return {
    verdict: verdictOf(status, sent, framework, asked),
    isNotFound: status === 404 || errorCode === 404,
    data: sent.data ?? null,
    services: sent.services ?? sent.Services ?? null,
    errorCode,
    message:
      sentenceText(sent.error_message) ??
      sentenceText(typeof sent.error === 'string' ? sent.error : framework?.message) ??
      sentenceText(sent.title),
    fieldErrors: [sent.error_descriptions, framework?.validationErrors, sent.errors]
      .flatMap(readFieldErrors)
      .slice(0, MAX_FIELD_ERRORS)
      .map(shortened),
    totalCount: count(sent.totalCount),
  };
}

/** Makes a value from an accepted answer's data. */
export type ReadData<T> = (data: unknown, envelope: Envelope) => T;

/**
 * The outcome of an operation: a value if Vlens accepted, a Rejection if it refused.
 * @throws VlensFault the envelope's own, or that of `read` if the data is not what the contract promises
 */
export function answer<T>(wordings: Wordings, envelope: Envelope, read: ReadData<T>): Answer<T> {
  if (envelope.verdict === 'accepted') return { kind: 'accepted', value: read(envelope.data, envelope) };
  if (envelope.verdict === 'refused') return rejection(wordings, envelope);
  throw envelope.verdict;
}

/** Vlens's refusal, in Vlens's own words if it sent some. */
export function rejection(
  wordings: Wordings,
  envelope: Envelope,
  paymentUrl: string | null = null,
): Rejection {
  const { errorCode, message, fieldErrors } = envelope;
  const words = message ?? fieldErrors[0]?.message ?? null;
  return {
    kind: 'rejection',
    errorCode,
    ...(words === null ? say('refusedWithoutReason') : { message: words }),
    reason: reasonOfRefusal(wordings, envelope, words),
    fieldErrors,
    paymentUrl,
  };
}

/** A published code decides the reason. An HTTP status as code decides it only if the words do not. */
function reasonOfRefusal(
  wordings: Wordings,
  { errorCode, fieldErrors, isNotFound }: Envelope,
  words: string | null,
): RejectionReason {
  const published = reasonOfCode(errorCode);
  if (published !== null) return published;
  if (isNotFound && words === null) return 'NOT_FOUND';
  const said = reasonOf(wordings, { message: words, fieldErrors });
  return said === 'OTHER' && (errorCode === 400 || errorCode === 415) ? 'INVALID_INPUT' : said;
}

/** An empty body can be an answer: a 404 to a read by id, and a 204, which ASP.NET Core writes for null. */
function bodyInPlaceOfNone(status: number, { effect, isById }: Asked): string {
  if (status === 404 && isById) return '{}';
  return status === 204 && effect === 'read' ? '{"data":null}' : '';
}

/** The inner answer, if the framework wrapped it or Vlens passed another answer on as its data. It tells the outcome of the call. */
function unwrapped(sent: Wire<SentEnvelope>): Wire<SentEnvelope> {
  const passedOn = objectAs<SentEnvelope>(sent.data);
  if (passedOn && 'error_code' in passedOn && 'data' in passedOn && isSuccess(sent)) return passedOn;
  if (sent.__abp !== true || sent.success === false || !('result' in sent)) return sent;
  const inner = objectAs<SentEnvelope>(sent.result);
  return inner && isEnvelope(inner) ? inner : { data: sent.result };
}

function isEnvelope(sent: Wire<SentEnvelope>): boolean {
  return ['error_code', 'data', 'error_message', 'error_descriptions'].some((key) => key in sent);
}

/** Whether an answer without Vlens's own code is one of the framework's errors. */
function saysNo({ error_code, success, error, title, errors }: Wire<SentEnvelope>): boolean {
  if (error_code !== undefined) return false;
  const message = filledText(typeof error === 'string' ? error : objectAs<FrameworkObject>(error)?.message);
  return success === false || message !== null || (filledText(title) !== null && errors !== undefined);
}

function verdictOf(
  status: number,
  sent: Wire<SentEnvelope>,
  framework: Wire<FrameworkObject> | null,
  { effect, isApiKeyAlone = false, faultOf }: Asked,
): Envelope['verdict'] {
  const code = integer(sent.error_code);
  const tenant = tenantProblem(code);
  if (tenant !== null) return tenantRefused(tenant);
  const refusing = refusesCaller(status, code);
  const isOfToken = refusing === 403 && !isApiKeyAlone && isAboutToken(sent, framework);
  const refused = refusing === null ? null : faultOf(isOfToken ? 401 : refusing);
  if (refused !== null) return code === 401 && status !== 401 ? byCode(refused) : refused;
  if (code !== null && isHttpStatus(code)) return faultOf(code) ?? serverFault(code);
  if (!isSuccess(sent)) return 'refused';
  if (status < 400 && saysNo(sent))
    return FOR_NOBODY.test(filledText(framework?.message) ?? '') ? serverFault(500) : 'refused';
  if (status < 500) return status >= 400 ? 'refused' : 'accepted';
  // A step may have been taken before the sentence was written.
  return effect === 'read' && isForTheUser(framework) ? 'refused' : serverFault(status);
}

/** 401 or 403, from the status or the code. 401 if both occur, since a new token helps then. */
function refusesCaller(status: number, code: number | null): 401 | 403 | null {
  if (status === 401 || code === 401) return 401;
  return status === 403 || code === 403 ? 403 : null;
}

/** The older table of codes uses 403 for a missing or invalid access token (didocv2, error-codes). */
function isAboutToken(
  { error_message }: Wire<SentEnvelope>,
  framework: Wire<FrameworkObject> | null,
): boolean {
  return SAYS_TOKEN.test(plainWords(filledText(error_message) ?? filledText(framework?.message) ?? ''));
}

const SAYS_TOKEN =
  /\btoken\b.*\b(?:missing|invalid|expired|required|not valid)\b|\b(?:missing|invalid|expired)\b.*\btoken\b|رمز الدخول/;

/**
 * HTTP statuses that older pages and the SDKs also use as codes. They mean that Vlens did not look at the call, or that the outcome is
 * unknown.
 */
function isHttpStatus(code: number): boolean {
  return code === 401 || code === 403 || code === 429 || (code >= 500 && code <= 599);
}

function isSuccess({ error_code, error_message, data }: Wire<SentEnvelope>): boolean {
  const code = text(error_code)?.trim();
  if (error_code === null || code === '0') return true;
  // If there is no code, a message without data means failure.
  return (
    (error_code === undefined || code === '') &&
    ((data ?? null) !== null || filledText(error_message) === null)
  );
}

/** What ASP.NET Boilerplate says about every exception that is not meant for the user (Localization/Sources, InternalServerError). */
const FOR_NOBODY = /^an internal error occurred/i;

/** ASP.NET Boilerplate sends the sentence of a UserFriendlyException with HTTP 500 (DefaultErrorInfoConverter). */
function isForTheUser(error: Wire<FrameworkObject> | null): boolean {
  const message = filledText(error?.message);
  return (
    message !== null &&
    !FOR_NOBODY.test(message) &&
    !integer(error?.code) &&
    filledText(error?.details) === null
  );
}

/** Zero means that there is no error. */
function errorCodeOf(value: unknown): number | null {
  return integer(value) || null;
}

function count(value: unknown): number | null {
  const number = integer(value);
  return number !== null && number >= 0 ? number : null;
}

function serverFault(status: number): VlensFault {
  return status === 504 ? timedOut({ status }) : unavailable({ status });
}
