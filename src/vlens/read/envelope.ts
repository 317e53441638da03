import type { components } from '../../openapi/vlens.js';
import type { Answer, FieldError, Rejection } from '../answer.js';
import { invalidResponse, tenantRefused, timedOut, unavailable, type VlensFault } from '../faults.js';
import type { Wordings } from '../operation.js';
import { reasonOfCode, tenantProblem } from './error-codes.js';
import { readFieldErrors } from './field-errors.js';
import { reasonOf } from './rejection-reasons.js';
import { filledText, integer, text } from './values.js';
import { objectAs } from './wire.js';

/** What Vlens wraps every answer in, read (openapi.yaml, Envelope). */
export interface Envelope {
  verdict: 'accepted' | 'refused' | VlensFault;
  data: unknown;
  errorCode: number | null;
  message: string | null;
  fieldErrors: FieldError[];
  totalCount: number | null;
}

type SentEnvelope = components['schemas']['PagedEnvelope'] & { data?: unknown } & FrameworkError;

/** How ASP.NET and its Boilerplate put an error where it never came to Vlens's own code. */
interface FrameworkError {
  error?: { code?: unknown; message?: unknown; details?: unknown; validationErrors?: unknown } | string;
  title?: string;
  errors?: Record<string, string[]>;
}

/**
 * Reads a body whose HTTP status did not settle the matter (`status-faults.ts`). Success is `error_code` null, absent,
 * 0 or "0" under a 2xx; any other code is Vlens saying no, whatever the status, unless it only repeats a 5xx. Other 4xx
 * are a no too, and other 5xx a fault, which is the verdict then: the words may still tell something.
 * @throws VlensFault where the body is no JSON object.
 */
export function readEnvelope(status: number, body: string): Envelope {
  const sent = objectAs<SentEnvelope>(parsed(body));
  if (!sent) throw status >= 500 ? serverFault(status) : invalidResponse({ status });
  const framework = objectAs<Exclude<FrameworkError['error'], string | undefined>>(sent.error);
  return {
    verdict: verdictOf(status, sent.error_code),
    data: sent.data ?? null,
    errorCode: errorCodeOf(sent.error_code) ?? errorCodeOf(framework?.code),
    message: filledText(sent.error_message) ?? filledText(framework?.message) ?? filledText(sent.title),
    fieldErrors: [sent.error_descriptions, framework?.validationErrors, sent.errors].flatMap(readFieldErrors),
    totalCount: count(sent.totalCount),
  };
}

/** Makes a value of an accepted answer's data. */
export type ReadData<T> = (data: unknown, envelope: Envelope) => T;

/**
 * What an operation came to: its value where Vlens accepted, a Rejection where it said no.
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
  { errorCode, message, fieldErrors }: Envelope,
  paymentUrl: string | null = null,
): Rejection {
  const words = message ?? fieldErrors[0]?.message ?? null;
  return {
    kind: 'rejection',
    errorCode,
    message: words ?? 'Vlens refused this and did not say why.',
    reason: reasonOfCode(errorCode) ?? reasonOf(wordings, { message: words, fieldErrors }),
    fieldErrors,
    paymentUrl,
  };
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function verdictOf(status: number, errorCode: unknown): Envelope['verdict'] {
  const tenant = tenantProblem(integer(errorCode));
  if (tenant !== null) return tenantRefused(tenant);
  const isServerError = status >= 500;
  // A server that failed and puts its status there too has looked at nothing: a step may have been taken all the same.
  if (!isSuccess(errorCode) && !(isServerError && integer(errorCode) === status)) return 'refused';
  if (isServerError) return serverFault(status);
  return status >= 400 ? 'refused' : 'accepted';
}

function isSuccess(errorCode: unknown): boolean {
  return errorCode === undefined || errorCode === null || text(errorCode)?.trim() === '0';
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
