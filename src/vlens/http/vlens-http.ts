import { abortController, TIME_IS_UP } from '../abort-controller.js';
import type { Outcome } from '../answer.js';
import type { CallSpan } from '../caller.js';
import { beingStopped, CallAborted, noTimeLeft, timedOut, VlensFault } from '../faults.js';
import { answerToCome } from '../late-answer.js';
import type { Operation } from '../operation.js';
import type { Call } from '../pipeline.js';
import type { Identity } from '../quota/admissions.js';
import { unknownOutcome, withUnknownOutcome } from '../unknown-outcome.js';
import { unsent } from './call-failures.js';
import { type CallOutcome, outcomeOf, outcomeOfFailure } from './call-outcomes.js';
import { exchange } from './exchange.js';
import { limitTime } from './limit-time.js';
import { carriesApiKeyAlone, readAnswer } from './read-answer.js';
import type { TimeLimit } from './time-limit.js';
import type { HttpRequest } from './transport.js';
import { type Upstream, USER_AGENT } from './upstream.js';

const JSON_TYPE = 'application/json';

/** Sends calls to Vlens. Each call ends in time, and each of its attempts is reported once. */
export class VlensHttp {
  constructor(private readonly upstream: Upstream) {}

  /** @throws VlensFault, or CallAborted if the signal ended the call */
  readonly send = async (call: Call): Promise<Outcome> => {
    const { retries, breaker, stepsInFlight, admissions } = this.upstream;
    if (stepsInFlight.signal.aborted) throw beingStopped();
    const { caller, name, operation, input, signal } = call;
    const identity = await admissions.identify(caller, name, operation, input);
    const by = identity.strangers === null ? identity.caller : null;
    const whose = by === null ? 'strangers' : 'customers';
    return retries.run(operation.effect, whose, signal, (limit) =>
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
      // Recorded only now. If this process is killed while a step still waits, it is known that nothing was sent.
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
      // Frees the place first: an observer that throws must not cost others their place.
      admission.failed(error);
      report(outcomeOfFailure(error, call.operation.limits));
      // A late login still counts: its token is trusted from then on.
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
   * Once a step is sent, it goes on to its end even if its caller leaves: if it were cut, nobody would know whether Vlens took it. If a
   * client can get its answer later, the gateway waits as long again after the caller got a timeout. Only a process whose time to stop is
   * over waits no longer, and reports the outcome as unknown.
   */
  private sendInTime(call: Call, timeoutMs: number, traceparent: string | undefined): Promise<Outcome> {
    const { operation, signal } = call;
    if (operation.effect === 'read') return this.exchange(call, signal, timeoutMs, traceparent);
    const { stepsInFlight, clock, onLateAnswer } = this.upstream;
    // Checked in the same turn as the sending. Later, nobody could know whether anything was sent.
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
        // The step was not sent, and won't be.
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

  private async exchange(
    call: Call,
    signal: AbortSignal,
    timeoutMs: number,
    traceparent: string | undefined,
    onSending?: () => void,
  ): Promise<Outcome> {
    const { transport } = this.upstream;
    const request = { ...this.request(call, traceparent), ...(onSending && { onSending }) };
    const came = await exchange({ transport, timeoutMs }, signal, request, (response, deadline) =>
      readAnswer(call, response, deadline, this.upstream),
    );
    if (came instanceof VlensFault) throw came;
    return came;
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

/** Whether a step was sent, and a way to end it before that. */
class StepSending {
  isSent = false;
  private readonly controller = abortController();
  private readonly onStop: () => void;

  /** @param stopped ends the step, sent or not */
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

/** A client can find the answer by the idempotency key, or by the value that shares the call. */
function canBeFoundLater({ operation, idempotencyKey }: Call): boolean {
  if (operation.effect === 'read') return false;
  const { idempotency, sharedInFlight } = operation;
  return (idempotencyKey !== null && idempotency === 'by key') || sharedInFlight !== 'never';
}

/** A refusal that arrived, such as 401 or 429, is an answer too. Only an unknown outcome is none. */
function isAnswer(error: unknown): boolean {
  return error instanceof VlensFault && error.details.outcome !== 'UNKNOWN';
}

function acceptOf({ decode }: Operation): string {
  return decode.from === 'response' ? decode.accept : JSON_TYPE;
}

function neverSent(span: CallSpan | null, waitedMs: number, error: unknown): unknown {
  span?.end({ waitedMs, ...outcomeOfFailure(error), isSent: false });
  return error;
}
