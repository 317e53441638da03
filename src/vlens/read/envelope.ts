import { exceededBy } from '../../json-text.js';
import type { components } from '../../openapi/vlens.js';
import type { Answer, FieldError, Rejection, RejectionReason } from '../answer.js';
import { invalidResponse, tenantRefused, timedOut, unavailable, type VlensFault } from '../faults.js';
import { say } from '../messages/words.js';
import type { Wordings } from '../operation.js';
import { reasonOfCode, tenantProblem } from './error-codes.js';
import { MAX_FIELD_ERRORS, readFieldErrors } from './field-errors.js';
import { plainWords } from './plain-words.js';
import { reasonOf } from './rejection-reasons.js';
import { filledText, integer, sentenceText, text } from './values.js';
import { jsonOf, objectAs, type Wire } from './wire.js';

/** The envelope of every answer of Vlens, decoded (vlens.yaml, Envelope). */
export interface Envelope {
  verdict: 'accepted' | 'refused' | VlensFault;
  /** Whether its status or code says 404, which needs no words. */
  isNotFound: boolean;
  data: unknown;
  /** The result of each check of an identity verification, beside the data. */
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
    /** As older answers write it. */
    Services?: unknown;
  };

interface FrameworkObject {
  code?: unknown;
  message?: unknown;
  details?: unknown;
  validationErrors?: unknown;
}

/** How ASP.NET and its Boilerplate put an error where it never came to Vlens's own code. */
interface FrameworkError {
  error?: FrameworkObject | string;
  title?: string;
  errors?: Record<string, string[]>;
  /** ASP.NET Boilerplate's own wrapping (AjaxResponse): what it wraps is the result. */
  __abp?: boolean;
  success?: boolean;
  result?: unknown;
}

/** The facts about a call besides its answer. */
export interface Asked {
  effect: 'read' | 'step';
  /** Whether one thing was asked for by its id, so that an empty 404 means that there is no such thing. */
  isById: boolean;
  /** It carries the ApiKey and no token of ours: words about one are about another's, as that of Google. */
  isApiKeyAlone?: boolean;
  /** The fault that an HTTP status means to this call; null where it means none by itself. */
  faultOf: (status: number) => VlensFault | null;
}

/**
 * To read more would hold everybody up for seconds, by the arrays and objects above all. A page of a hundred full requests whose forms have
 * a hundred and fifty questions, some of them with a choice of thirty, is half a million values in 60,000.
 */
const MOST = { values: 750_000, containers: 80_000 };

function isTooMuch(body: string): boolean {
  // Each array and object has two characters at least.
  return body.length > 2 * MOST.containers && exceededBy(body, MOST) !== null;
}

function shortened({ field, message, ...more }: FieldError): FieldError {
  return { ...more, field: sentenceText(field) ?? '', message: sentenceText(message) ?? '' };
}

/** The body of an answer, read for the call that it answers. */
export type EnvelopeOf = (body: string) => Envelope;

const OF_NO_CALL: Asked = { effect: 'step', isById: false, faultOf: () => null };

/**
 * Reads a body whose HTTP status did not settle the matter (`status-faults.ts`), or which may say what a 401 or 403 is about. Success
 * is `error_code` null, absent, 0, "0" or empty under a 2xx. 401, 403, 429 and 5xx are what the HTTP status of that number is; any
 * other code is Vlens saying no, whatever the status. Other 4xx are a no too, and other 5xx a fault, which is the verdict then: the
 * words may still mean something.
 * @throws VlensFault where the body is no JSON object, holds too many values, or is one of another kind under a 2xx.
 */
export function readEnvelope(status: number, body: string, asked: Asked = OF_NO_CALL): Envelope {
  const sentBody = body === '' ? bodyInPlaceOfNone(status, asked) : body;
  const whole = isTooMuch(sentBody) ? null : objectAs<SentEnvelope>(jsonOf(sentBody));
  if (!whole) throw status >= 500 ? serverFault(status) : invalidResponse({ status });
  const sent = unwrapped(whole);
  // An object of another kind proves nothing, least of all that a step was taken.
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

/** Makes a value of an accepted answer's data. */
export type ReadData<T> = (data: unknown, envelope: Envelope) => T;

/**
 * The outcome of an operation: its value where Vlens accepted, a Rejection where it said no.
 * @throws VlensFault the envelope's own, or that of `read` where the data is not what was promised.
 */
export function answer<T>(wordings: Wordings, envelope: Envelope, read: ReadData<T>): Answer<T> {
  if (envelope.verdict === 'accepted') return { kind: 'accepted', value: read(envelope.data, envelope) };
  if (envelope.verdict === 'refused') return rejection(wordings, envelope);
  throw envelope.verdict;
}

/** Vlens's no, in its own words where it sent some. */
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

/** A published number says what it means; a number of HTTP does where the words say nothing. */
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

/** Nothing is an answer by itself where one thing was asked for and there is none; ASP.NET Core writes null as 204. */
function bodyInPlaceOfNone(status: number, { effect, isById }: Asked): string {
  if (status === 404 && isById) return '{}';
  return status === 204 && effect === 'read' ? '{"data":null}' : '';
}

/** An envelope that the framework wrapped, or that an answer has as its data: the inner one has the outcome of the call. */
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
  if (refused !== null) return refused;
  if (code !== null && isHttpStatus(code)) return faultOf(code) ?? serverFault(code);
  if (!isSuccess(sent)) return 'refused';
  if (status < 400 && saysNo(sent))
    return FOR_NOBODY.test(filledText(framework?.message) ?? '') ? serverFault(500) : 'refused';
  if (status < 500) return status >= 400 ? 'refused' : 'accepted';
  // A step may have been taken before the sentence was written.
  return effect === 'read' && isForTheUser(framework) ? 'refused' : serverFault(status);
}

/** 401 or 403, by the status or by the code; 401 where both are there, since a new token fixes that. */
function refusesCaller(status: number, code: number | null): 401 | 403 | null {
  if (status === 401 || code === 401) return 401;
  return status === 403 || code === 403 ? 403 : null;
}

/** The older table of codes has 403 for an access token that is missing or invalid (didocv2, error-codes). */
function isAboutToken(
  { error_message }: Wire<SentEnvelope>,
  framework: Wire<FrameworkObject> | null,
): boolean {
  return SAYS_TOKEN.test(plainWords(filledText(error_message) ?? filledText(framework?.message) ?? ''));
}

const SAYS_TOKEN =
  /\btoken\b.*\b(?:missing|invalid|expired|required|not valid)\b|\b(?:missing|invalid|expired)\b.*\btoken\b|رمز الدخول/;

/** HTTP statuses that older pages and the SDKs know as codes too: Vlens has not looked at the call, or it is not known whether it has. */
function isHttpStatus(code: number): boolean {
  return code === 401 || code === 403 || code === 429 || (code >= 500 && code <= 599);
}

function isSuccess({ error_code, error_message, data }: Wire<SentEnvelope>): boolean {
  const code = text(error_code)?.trim();
  if (error_code === null || code === '0') return true;
  // Where the code says nothing, a message without data does.
  return (
    (error_code === undefined || code === '') &&
    ((data ?? null) !== null || filledText(error_message) === null)
  );
}

/** What ASP.NET Boilerplate says of every exception that is not for the user (Localization/Sources, InternalServerError). */
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

/** Zero says that there is no error. */
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
