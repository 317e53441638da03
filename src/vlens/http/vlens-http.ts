import type { Outcome } from '../answer.js';
import type { CallSpan } from '../caller.js';
import { beingStopped, CallAborted, noTimeLeft, timedOut, VlensFault } from '../faults.js';
import type { Operation } from '../operation.js';
import type { Call } from '../pipeline.js';
import type { Identity } from '../quota/admissions.js';
import { type Envelope, readEnvelope } from '../read/envelope.js';
import { unknownOutcome, withUnknownOutcome } from '../unknown-outcome.js';
import { bodyBytes, bodyText, textOf } from './body-text.js';
import { type CallOutcome, outcomeOf, outcomeOfFailure } from './call-outcomes.js';
import type { Deadline } from './deadline.js';
import { exchange } from './exchange.js';
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
    return retries.run(operation.effect, signal, (limit) =>
      breaker.run(() => this.attempt(identity, call, limit)),
    );
  };

  private async attempt(identity: Identity, call: Call, limit: TimeLimit): Promise<Outcome> {
    const { admissions, clock, tenantWatch } = this.upstream;
    const span = call.caller.observer.span(call.name);
    const askedAt = clock.monotonicNow();
    const admission = await admissions
      .admit(identity, call.priority, call.signal, call.caller.isAnnounced)
      .catch((error: unknown) => {
        throw neverSent(span, clock.monotonicNow() - askedAt, error);
      });
    const { waitedMs } = admission;
    const timeoutMs = limit.start();
    if (timeoutMs === 0) {
      const fault = noTimeLeft();
      admission.failed(fault);
      throw neverSent(span, waitedMs, fault);
    }
    const startedAt = clock.monotonicNow();
    const report = (ended: CallOutcome) => {
      const durationMs = clock.monotonicNow() - startedAt;
      call.caller.observer.call({ endpoint: call.name, durationMs, waitedMs, ...ended });
      span?.end({ waitedMs, ...ended, isSent: true });
    };
    try {
      const outcome = await this.sendInTime(call, timeoutMs, span?.traceparent);
      report(outcomeOf(outcome));
      admission.ended(outcome);
      tenantWatch.answered(call.name);
      return outcome;
    } catch (error) {
      report(outcomeOfFailure(error));
      admission.failed(error);
      tenantWatch.failed(call.name, error);
      throw error;
    }
  }

  /**
   * Once sent, a step is seen to its end, also when its caller has left: cut, nobody would know whether it was taken. Where its
   * answer can be found later, it is waited for as long again after its caller was told that it did not come in time. Only a process
   * whose time to stop is over waits no longer, and says so.
   */
  private sendInTime(call: Call, timeoutMs: number, traceparent: string | undefined): Promise<Outcome> {
    const { operation, signal } = call;
    if (operation.effect === 'read') return this.exchange(call, signal, timeoutMs, traceparent);
    const { stepsInFlight, clock } = this.upstream;
    // To be seen here, in the same turn as the sending: a later one could not tell whether anything was sent.
    if (stepsInFlight.signal.aborted) throw beingStopped();
    const canBeFound = canBeFoundLater(call);
    const patienceMs = canBeFound ? timeoutMs + this.upstream.timeoutMs : timeoutMs;
    const exchange = this.exchange(call, stepsInFlight.signal, patienceMs, traceparent);
    const step = stepsInFlight.hold(exchange).catch((error: unknown) => {
      throw withUnknownOutcome(operation.unknownOutcome, error instanceof CallAborted ? timedOut() : error);
    });
    if (!canBeFound) return step;
    return new Promise((resolve, reject) => {
      const tooLate = () =>
        reject(unknownOutcome(operation.unknownOutcome, 'UPSTREAM_TIMEOUT', { goesOn: step }));
      const stopWaiting = clock.setTimeout(tooLate, timeoutMs);
      step.finally(stopWaiting).then(resolve, reject);
    });
  }

  /** A status that settles the matter holds also where the body under it stalls: a 429 was looked at by nobody. */
  private async exchange(
    call: Call,
    signal: AbortSignal,
    timeoutMs: number,
    traceparent: string | undefined,
  ): Promise<Outcome> {
    const { transport, clock } = this.upstream;
    const request = this.request(call, traceparent);
    const came = await exchange({ transport, timeoutMs }, signal, request, async (response, deadline) => {
      const fault = faultOfStatus(call.operation, response, clock.now(), call.caller.token);
      if (!fault) return this.decode(call, response, deadline);
      // Read to its end, whatever it is, so that the connection can be used again.
      await bodyText(response).catch(() => undefined);
      return fault;
    });
    if (came instanceof VlensFault) throw came;
    return came;
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
    const envelope = envelopeOf(textOf(body, response.header('content-type')));
    const outcome = decode.read(envelope, wordings, this.upstream, input);
    if (operation.effect === 'read' && outcome.kind === 'accepted') outcome.bytes = body.length;
    return outcome;
  }

  /** A code in the envelope may be an HTTP status: then it is what that status would have been. */
  private readEnvelope(
    operation: Operation,
    { status, header }: HttpResponse,
    body: string,
    token: string | null,
  ): Envelope {
    const { effect } = operation;
    return readEnvelope(status, body, {
      effect,
      isById: effect === 'read' && operation.route.endsWith('}'),
      faultOf: (code) => faultOfStatus(operation, { status: code, header }, this.upstream.clock.now(), token),
    });
  }

  private request(
    {
      operation,
      caller: { token, requestId, language = 'en' },
      target,
      parts: { body, headers: more },
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
    if (body === undefined) return { method, url, headers, isSentOnce };
    headers['Content-Type'] = JSON_TYPE;
    return { method, url, headers, isSentOnce, body: JSON.stringify(body) };
  }
}

/** By its idempotency key, or by what it shares its call with. */
function canBeFoundLater({ operation, idempotencyKey }: Call): boolean {
  if (operation.effect === 'read') return false;
  const { idempotency, sharedInFlight } = operation;
  return (idempotencyKey !== null && idempotency === 'by key') || sharedInFlight !== 'never';
}

function acceptOf({ decode }: Operation): string {
  return decode.from === 'response' ? decode.accept : JSON_TYPE;
}

function neverSent(span: CallSpan | null, waitedMs: number, error: unknown): unknown {
  span?.end({ waitedMs, ...outcomeOfFailure(error), isSent: false });
  return error;
}
