import type { AnswerSource, Outcome } from '../answer.js';
import { apiKeyNotAccepted, VlensFault } from '../faults.js';
import type { Operation, ReadEnvelope, Tenant } from '../operation.js';
import type { Call } from '../pipeline.js';
import { type Envelope, readEnvelope } from '../read/envelope.js';
import { bodyBytes, bodyText, textOf } from './body-text.js';
import type { Deadline } from './deadline.js';
import { faultOfStatus } from './status-faults.js';
import type { HttpResponse } from './transport.js';
import type { Upstream } from './upstream.js';

/** What reading an answer needs. */
type Reading = Pick<Upstream, 'apiKey' | 'clock'> & Tenant;

/**
 * The outcome of Vlens's response to a call. Some statuses decide the outcome even if the body stalls: after a 429, nobody looked at the
 * call.
 * @returns a fault too, if the body was read to its end: so the connection can be reused
 * @throws VlensFault if the body can't be read
 */
export async function readAnswer(
  call: Call,
  response: HttpResponse,
  deadline: Deadline,
  reading: Reading,
): Promise<Outcome | VlensFault> {
  const fault = faultOfStatus(call.operation, response, reading.clock.now(), call.caller.token);
  if (!fault) return decode(call, response, deadline, reading);
  const body = await bodyText(response).catch(() => '');
  return explained(call, response, body, fault, reading);
}

/** Whether the call contains neither a token nor a password, a link or a refresh token, so that a 401 can only be about the ApiKey. */
export function carriesApiKeyAlone({ unauthorized }: Operation): boolean {
  return unauthorized === apiKeyNotAccepted;
}

/**
 * An envelope under a 401 or 403 may tell what Vlens refused: the token, the tenant, or the place that the customer signs from. Envelopes
 * with those numbers as error codes are read in the same way. A body that is no envelope explains nothing.
 */
function explained(
  { operation, input, caller: { token } }: Call,
  response: HttpResponse,
  body: string,
  fault: VlensFault,
  reading: Reading,
): Outcome | VlensFault {
  if (response.status !== 401 && response.status !== 403) return fault;
  const { decode, wordings } = operation;
  try {
    const envelope = envelopeIn(body, operation, response, token, reading);
    if (decode.from === 'envelope') return decode.read(envelope, wordings, reading, input);
    return envelope.verdict instanceof VlensFault ? envelope.verdict : fault;
  } catch (error) {
    if (!(error instanceof VlensFault)) throw error;
    return error.code === 'UPSTREAM_INVALID_RESPONSE' ? fault : error;
  }
}

async function decode(
  { operation, input, caller: { token } }: Call,
  response: HttpResponse,
  deadline: Deadline,
  reading: Reading,
): Promise<Outcome> {
  const { decode, wordings } = operation;
  const envelopeOf = (body: string) => envelopeIn(body, operation, response, token, reading);
  if (decode.from === 'response') return decode.read(response, deadline, wordings, reading, envelopeOf);
  const body = await bodyBytes(response);
  const text = textOf(body, response.header('content-type'));
  const outcome = decode.read(envelopeOf(text), wordings, reading, input);
  if (operation.effect === 'read' && outcome.kind === 'accepted')
    outcome.source = sourceOf(operation, decode.read, response.status, text, input, reading);
  return outcome;
}

/** An answer may be cached for minutes. So its source is made here, without a reference to the token or the connection. */
function sourceOf(
  operation: Operation,
  read: ReadEnvelope,
  status: number,
  text: string,
  input: object,
  reading: Reading,
): AnswerSource {
  const response = { status, header: () => null };
  const readAgain = () =>
    read(envelopeIn(text, operation, response, null, reading), operation.wordings, reading, input);
  return { text, readAgain };
}

/** If the code in the envelope is an HTTP status, it has the meaning of that status. */
function envelopeIn(
  body: string,
  operation: Operation,
  { status, header }: Pick<HttpResponse, 'status' | 'header'>,
  token: string | null,
  { apiKey, clock }: Reading,
): Envelope {
  const { effect } = operation;
  return readEnvelope(status, withoutSecret(body, apiKey), {
    effect,
    isById: effect === 'read' && operation.route.endsWith('}'),
    isApiKeyAlone: carriesApiKeyAlone(operation),
    faultOf: (code) => faultOfStatus(operation, { status: code, header }, clock.now(), token),
  });
}

/** A shorter secret protects nothing, and would be cut out of ordinary words. */
const LEAST_SECRET_LENGTH = 8;

/**
 * Clients see Vlens's sentences, which can be anywhere in the answer. A sentence may quote the ApiKey: as it is, in a URL, or with any of
 * JSON's escapes.
 */
function withoutSecret(body: string, secret: string): string {
  if (secret.length < LEAST_SECRET_LENGTH) return body;
  let left = body;
  for (const written of [secret, encodeURIComponent(secret)]) left = left.replaceAll(written, '…');
  return left.includes('\\') ? left.replace(escapedIn(secret), '…') : left;
}

/** JSON writers escape different characters: System.Text.Json escapes plus and ampersand, PHP escapes the solidus. */
function escapedIn(secret: string): RegExp {
  const characters = [...secret].map((character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    const isLetter = /[A-Za-z0-9]/.test(character);
    const literal = isLetter ? character : `\\\\?\\${character}`;
    return `(?:${literal}|\\\\u(?:${code}|${code.toUpperCase()}))`;
  });
  return new RegExp(characters.join(''), 'g');
}
