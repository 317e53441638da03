import { abortController, TIME_IS_UP } from '../abort-controller.js';
import type { AnswerSource, Outcome } from '../answer.js';
import type { CallSpan } from '../caller.js';
import { apiKeyNotAccepted, beingStopped, CallAborted, noTimeLeft, timedOut, VlensFault } from '../faults.js';
import { answerToCome } from '../late-answer.js';
import type { Operation, ReadEnvelope } from '../operation.js';
import type { Call } from '../pipeline.js';
import type { Identity } from '../quota/admissions.js';
import { type Envelope, readEnvelope } from '../read/envelope.js';
import { unknownOutcome, withUnknownOutcome } from '../unknown-outcome.js';
import { bodyBytes, bodyText, textOf } from './body-text.js';
import { unsent } from './call-failures.js';
import { type CallOutcome, outcomeOf, outcomeOfFailure } from './call-outcomes.js';
import type { Deadline } from './deadline.js';
import { exchange } from './exchange.js';
import { limitTime } from './limit-time.js';
import { faultOfStatus } from './status-faults.js';
import type { TimeLimit } from './time-limit.js';
import type { HttpRequest, HttpResponse } from './transport.js';
import { type Upstream, USER_AGENT } from './upstream.js';

const JSON_TYPE = 'application/json';

/** Sends calls to Vlens. Each ends in time; each attempt of one is reported once. */
export class VlensHttp {
  constructor(private readonly upstream: Upstream) {}

  /** @throws VlensFault, or CallAborted where the signal ended the call. */
  readonly send = async (call: Call): Promise<Outcome> => {
    const { retries, breaker, stepsInFlight, admissions } = this.upstream;
    if (stepsInFlight.signal.aborted) throw beingStopped();
    const { caller, name, operation, input, signal } = call;
    const identity = await admissions.identify(caller, name, operation, input);
    const by = identity.strangers === null ? identity.caller : null;
    return retries.run(operation.effect, signal, (limit) =>
      breaker.run((goOut) => this.attempt(identity, call, limit, goOut), by),
    );
  };

  private async attempt(
    identity: Identity,
    call: Call,
    limit: TimeLimit,
    goOut: () => void,
  ): Promise<Outcome> {
    const { admissions, clock, tenantWatch } = this.upstream;
    const span = call.caller.observer.span(call.name);
    const askedAt = clock.monotonicNow();
    const admission = await admissions
      .admit(identity, call.priority, call.signal, call.caller.isPatient)
      .catch((error: unknown) => {
        throw neverSent(span, clock.monotonicNow() - askedAt, error);
      });
    const { waitedMs } = admission;
    let timeoutMs: number;
    try {
      goOut();
      call.onItsWay?.();
      // Written down only now: of a step that still waits when this process is killed it is known that nothing was sent.
      if (call.sending) await call.sending.begin();
      if (call.signal.aborted) throw new CallAborted();
      timeoutMs = limit.start();
      if (timeoutMs === 0) throw noTimeLeft();
    } catch (error) {
      admission.failed(error);
      throw neverSent(span, waitedMs, error);
    }
    const startedAt = clock.monotonicNow();
    const report = (ended: CallOutcome) => {
      const durationMs = clock.monotonicNow() - startedAt;
      call.caller.observer.call({ endpoint: call.name, durationMs, waitedMs, ...ended });
      span?.end({ waitedMs, ...ended, isSent: true });
    };
    let outcome: Outcome;
    try {
      outcome = await this.sendInTime(call, timeoutMs, span?.traceparent);
    } catch (error) {
      // Its place first: an observer that fails keeps none from others.
      admission.failed(error);
      report(outcomeOfFailure(error, call.operation.limits));
      // A login that comes late is one all the same: its token is known from then on.
      void answerToCome(error)?.then(admission.ended, admission.failed);
      tenantWatch.failed(call.name, error);
      if (error instanceof VlensFault && error.details.unsent === 'not connected') await call.sending?.undo();
      throw error;
    }
    admission.ended(outcome);
    report(outcomeOf(outcome));
    tenantWatch.answered(call.name);
    return outcome;
  }

  /**
   * Once sent, a step is seen to its end, also when its caller has left: cut, nobody would know whether it was taken. Where its
   * answer can be found later, it is waited for as long again after its caller was told that it did not come in time. Only a process
   * whose time to stop is over waits no longer, and says so.
   */
  private sendInTime(call: Call, timeoutMs: number, traceparent: string | undefined): Promise<Outcome> {
    const { operation, signal } = call;
    if (operation.effect === 'read') return this.exchange(call, signal, timeoutMs, traceparent);
    const { stepsInFlight, clock, onLateAnswer } = this.upstream;
    // To be seen here, in the same turn as the sending: a later one could not tell whether anything was sent.
    if (stepsInFlight.signal.aborted) throw beingStopped();
    const canBeFound = canBeFoundLater(call);
    const patienceMs = canBeFound ? timeoutMs + this.upstream.timeoutMs : timeoutMs;
    const sending = new StepSending(stepsInFlight.signal);
    const noteSent = () => sending.noteSent();
    const exchange = this.exchange(call, sending.signal, patienceMs, traceparent, noteSent);
    const step = stepsInFlight.hold(exchange).catch((error: unknown) => {
      if (!(error instanceof CallAborted)) throw withUnknownOutcome(operation.unknownOutcome, error);
      if (sending.isSent) throw withUnknownOutcome(operation.unknownOutcome, timedOut());
      throw stepsInFlight.signal.aborted ? beingStopped() : unsent(timedOut());
    });
    void step.finally(() => sending.end()).catch(() => undefined);
    if (!canBeFound) return step;
    return new Promise((resolve, reject) => {
      const tooLate = () => {
        // Nobody has seen anything of it, and nobody will.
        if (!sending.isSent) return sending.giveUp(TIME_IS_UP);
        const timedOutAt = clock.monotonicNow();
        const report = (came: boolean) =>
          onLateAnswer?.({ endpoint: call.name, came, lateMs: clock.monotonicNow() - timedOutAt });
        step.then(
          () => report(true),
          (error: unknown) => report(isAnswer(error)),
        );
        reject(unknownOutcome(operation.unknownOutcome, 'UPSTREAM_TIMEOUT', { goesOn: step }));
      };
      const stopWaiting = limitTime(clock, tooLate, timeoutMs);
      step.finally(stopWaiting).then(resolve, reject);
    });
  }

  /** A status that settles the matter holds also where the body under it stalls: a 429 was looked at by nobody. */
  private async exchange(
    call: Call,
    signal: AbortSignal,
    timeoutMs: number,
    traceparent: string | undefined,
    onSending?: () => void,
  ): Promise<Outcome> {
    const { transport, clock } = this.upstream;
    const request = { ...this.request(call, traceparent), ...(onSending && { onSending }) };
    const came = await exchange({ transport, timeoutMs }, signal, request, async (response, deadline) => {
      const fault = faultOfStatus(call.operation, response, clock.now(), call.caller.token);
      if (!fault) return this.decode(call, response, deadline);
      // Read to its end, whatever it is, so that the connection can be used again.
      const body = await bodyText(response).catch(() => '');
      return this.explained(call, response, body, fault);
    });
    if (came instanceof VlensFault) throw came;
    return came;
  }

  /**
   * What 401 and 403 are about may stand in an envelope under them, as it may beside a code of that number: the token, the tenant, or
   * the place that the customer signs from. What is no envelope explains nothing.
   */
  private explained(
    { operation, input, caller: { token } }: Call,
    response: HttpResponse,
    body: string,
    fault: VlensFault,
  ): Outcome | VlensFault {
    if (response.status !== 401 && response.status !== 403) return fault;
    const { decode, wordings } = operation;
    try {
      const envelope = this.readEnvelope(operation, response, body, token);
      if (decode.from === 'envelope') return decode.read(envelope, wordings, this.upstream, input);
      return envelope.verdict instanceof VlensFault ? envelope.verdict : fault;
    } catch (error) {
      if (!(error instanceof VlensFault)) throw error;
      return error.code === 'UPSTREAM_INVALID_RESPONSE' ? fault : error;
    }
  }

  private async decode(
    { operation, input, caller: { token } }: Call,
    response: HttpResponse,
    deadline: Deadline,
  ): Promise<Outcome> {
    const { decode, wordings } = operation;
    const envelopeOf = (body: string) => this.readEnvelope(operation, response, body, token);
    if (decode.from === 'response')
      return decode.read(response, deadline, wordings, this.upstream, envelopeOf);
    const body = await bodyBytes(response);
    const text = textOf(body, response.header('content-type'));
    const outcome = decode.read(envelopeOf(text), wordings, this.upstream, input);
    if (operation.effect === 'read' && outcome.kind === 'accepted')
      outcome.source = this.sourceOf(operation, decode.read, response.status, text, input);
    return outcome;
  }

  /** It may be kept for minutes: by itself, so that it holds on to neither the token nor the connection. */
  private sourceOf(
    operation: Operation,
    read: ReadEnvelope,
    status: number,
    text: string,
    input: object,
  ): AnswerSource {
    const response = { status, header: () => null };
    const readAgain = () =>
      read(this.readEnvelope(operation, response, text, null), operation.wordings, this.upstream, input);
    return { text, readAgain };
  }

  /** A code in the envelope may be an HTTP status: then it is what that status would have been. */
  private readEnvelope(
    operation: Operation,
    { status, header }: Pick<HttpResponse, 'status' | 'header'>,
    body: string,
    token: string | null,
  ): Envelope {
    const { effect } = operation;
    return readEnvelope(status, withoutSecret(body, this.upstream.apiKey), {
      effect,
      isById: effect === 'read' && operation.route.endsWith('}'),
      isApiKeyAlone: carriesApiKeyAlone(operation),
      faultOf: (code) => faultOfStatus(operation, { status: code, header }, this.upstream.clock.now(), token),
    });
  }

  private request(
    {
      operation,
      caller: { token, requestId, language = 'en' },
      target,
      parts: { body, encoded, headers: more },
    }: Call,
    traceparent: string | undefined,
  ): Omit<HttpRequest, 'signal'> {
    const { baseUrl, apiKey, passesLanguage } = this.upstream;
    const headers: Record<string, string> = {
      ApiKey: apiKey,
      Accept: acceptOf(operation),
      'User-Agent': USER_AGENT,
      ...more,
    };
    if (token !== null && operation.mayCall !== 'apiKey') headers.Authorization = `Bearer ${token}`;
    if (passesLanguage) headers['Accept-Language'] = language;
    if (traceparent !== undefined) headers.traceparent = traceparent;
    if (requestId !== undefined) headers['X-Request-Id'] = requestId;
    const method = operation.route.startsWith('GET') ? 'GET' : 'POST';
    const url = baseUrl + target;
    const isSentOnce = operation.effect === 'step';
    const isStreamed = !isSentOnce && operation.decode.from === 'response';
    const isApiKeyAlone = carriesApiKeyAlone(operation);
    const request = { method, url, headers, isSentOnce, isStreamed, isApiKeyAlone } as const;
    if (!encoded && body === undefined) return request;
    headers['Content-Type'] = JSON_TYPE;
    return { ...request, body: encoded ?? JSON.stringify(body) };
  }
}

/** A shorter one guards nothing, and would be cut out of ordinary words. */
const LEAST_SECRET_LENGTH = 8;

/**
 * Vlens's sentences are shown to anybody, wherever in the answer they are, and one may say which ApiKey it did not like: as it is, or as
 * JSON writes it.
 */
function withoutSecret(body: string, secret: string): string {
  if (secret.length < LEAST_SECRET_LENGTH) return body;
  const written = JSON.stringify(secret).slice(1, -1);
  return body.replaceAll(written, '…').replaceAll(secret, '…');
}

/** Whether a step went out, and its end before that. */
class StepSending {
  isSent = false;
  private readonly controller = abortController();
  private readonly onStop: () => void;

  /** @param stopped ends it whether it went out or not */
  constructor(private readonly stopped: AbortSignal) {
    const onStop = () => this.giveUp();
    this.onStop = onStop;
    stopped.addEventListener('abort', onStop);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  noteSent(): void {
    this.isSent = true;
  }

  giveUp(reason?: Error): void {
    this.controller.abort(reason);
  }

  end(): void {
    this.stopped.removeEventListener('abort', this.onStop);
  }
}

/** By its idempotency key, or by what it shares its call with. */
function canBeFoundLater({ operation, idempotencyKey }: Call): boolean {
  if (operation.effect === 'read') return false;
  const { idempotency, sharedInFlight } = operation;
  return (idempotencyKey !== null && idempotency === 'by key') || sharedInFlight !== 'never';
}

/** A no that came, as 401 or 429, is one too: only an unknown outcome is none. */
function isAnswer(error: unknown): boolean {
  return error instanceof VlensFault && error.details.outcome !== 'UNKNOWN';
}

/** Neither a token nor a password, a link or a refresh token that could be refused in its place. */
function carriesApiKeyAlone({ unauthorized }: Operation): boolean {
  return unauthorized === apiKeyNotAccepted;
}

function acceptOf({ decode }: Operation): string {
  return decode.from === 'response' ? decode.accept : JSON_TYPE;
}

function neverSent(span: CallSpan | null, waitedMs: number, error: unknown): unknown {
  span?.end({ waitedMs, ...outcomeOfFailure(error), isSent: false });
  return error;
}
