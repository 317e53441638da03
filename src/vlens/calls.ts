import type { Answer, RejectionReason } from './answer.js';
import { AnswerReader } from './answer-reader.js';
import type { VlensCaller } from './api.js';
import { bodyBytes, bodyText } from './body-text.js';
import type { BodyBounds } from './bounded-body.js';
import type { Breaker } from './breaker.js';
import { type CallOutcome, outcomeOf, outcomeOfFailure } from './call-outcomes.js';
import { type Endpoint, type Parts, ROUTES, urlOf } from './endpoints.js';
import { answer, type Envelope, type ReadData, readEnvelope } from './envelope.js';
import { exchange, type Take } from './exchange.js';
import { beingStopped, CallAborted, noTimeLeft, timedOut, tokenMissing } from './faults.js';
import type { Admissions, Identity } from './quota/admissions.js';
import type { CallKind, Retries } from './retries.js';
import { faultOfStatus } from './status-faults.js';
import type { StepsUnderWay } from './steps-under-way.js';
import type { TimeLimit } from './time-limit.js';
import type { HttpRequest, Transport } from './transport.js';
import { withUnknownOutcome } from './unknown-outcome.js';

/** Where Vlens is, and how it is spoken to. */
export interface Upstream {
  /** With or without a trailing slash. */
  baseUrl: string;
  apiKey: string;
  timeoutMs: number;
  transport: Transport;
  admissions: Admissions;
  retries: Retries;
  breaker: Breaker;
  stepsUnderWay: StepsUnderWay;
  /** Hosts besides Vlens's own that contracts may lie on; null: any public one. */
  contractHosts: readonly string[] | null;
  contractBounds: BodyBounds;
  /** Milliseconds since 1970. */
  now: () => number;
}

export const USER_AGENT = 'vlens-graphql-gateway';

/** The calls of one caller. Each ends in time; each attempt of it is reported once. */
export class Calls {
  constructor(
    private readonly upstream: Upstream,
    private readonly caller: VlensCaller,
  ) {}

  get baseUrl(): string {
    return this.upstream.baseUrl;
  }

  get contractBounds(): BodyBounds {
    return this.upstream.contractBounds;
  }

  /**
   * Calls an endpoint whose answer is either the data that `read` makes something of, or Vlens saying no.
   * @throws VlensFault, or CallAborted where the caller left.
   */
  ask<E extends Endpoint, T>(endpoint: E, parts: Parts<E>, read: ReadData<T>): Promise<Answer<T>> {
    return this.call(endpoint, parts, (envelope) => answer(endpoint, envelope, read));
  }

  /** As `ask`, for what changes nothing: an accepted answer comes with its body. */
  read<E extends Endpoint, T>(endpoint: E, parts: Parts<E>, read: ReadData<T>): Promise<Answer<T>> {
    return this.open(endpoint, parts, async (response) => {
      const body = await bodyBytes(response);
      const reader = new AnswerReader(endpoint, response.status, response.header('content-type'), read);
      const said = reader.read(body);
      return said.kind === 'accepted'
        ? { kind: 'accepted', value: said.value, sent: { body, reader } }
        : said;
    });
  }

  /** As `ask`, where a refusal may be more than one. */
  call<E extends Endpoint, T extends Outcome>(
    endpoint: E,
    parts: Parts<E>,
    read: (envelope: Envelope) => T,
  ): Promise<T> {
    return this.open(endpoint, parts, async (response) =>
      read(readEnvelope(response.status, await bodyText(response))),
    );
  }

  /** As `ask`, with the body still unread, for an answer that may be no envelope. */
  async open<E extends Endpoint, T extends Outcome>(endpoint: E, parts: Parts<E>, take: Take<T>): Promise<T> {
    if (this.caller.token === null && !ROUTES[endpoint].withoutToken) throw tokenMissing();
    if (this.caller.signal.aborted) throw new CallAborted();
    if (this.upstream.stepsUnderWay.signal.aborted) throw beingStopped();
    const { retries, breaker, admissions } = this.upstream;
    const identity = await admissions.identify(this.caller, endpoint, parts);
    return retries.run(kindOf(endpoint), this.caller.signal, (limit) =>
      breaker.run(() => this.attempt(identity, endpoint, parts, take, limit)),
    );
  }

  private async attempt<E extends Endpoint, T extends Outcome>(
    identity: Identity,
    endpoint: E,
    parts: Parts<E>,
    take: Take<T>,
    limit: TimeLimit,
  ): Promise<T> {
    const followed = this.caller.follow?.(endpoint);
    const askedAt = this.upstream.now();
    const unsent = (error: unknown) => {
      const waitedMs = this.upstream.now() - askedAt;
      followed?.end({ waitedMs, ...outcomeOfFailure(error), isSent: false });
      return error;
    };
    const { admissions } = this.upstream;
    // What changes something goes before what only reads.
    const admitting = admissions.admit(identity, kindOf(endpoint), this.caller.signal);
    const admission = await admitting.catch((error: unknown) => {
      throw unsent(error);
    });
    const { waitedMs } = admission;
    const timeoutMs = limit.start();
    if (timeoutMs === 0) {
      const fault = noTimeLeft();
      admission.failed(fault);
      throw unsent(fault);
    }
    const startedAt = this.upstream.now();
    const report = (outcome: CallOutcome) => {
      this.caller.onCall?.({ endpoint, durationMs: this.upstream.now() - startedAt, waitedMs, ...outcome });
      followed?.end({ waitedMs, ...outcome, isSent: true });
    };
    try {
      const sending = { timeoutMs, traceparent: followed?.traceparent };
      const result = await this.send(endpoint, parts, take, sending);
      report(outcomeOf(result));
      admission.ended(result);
      return result;
    } catch (error) {
      report(outcomeOfFailure(error));
      admission.failed(error);
      throw error;
    }
  }

  /**
   * Once sent, a step is seen to its end, also when its caller has left: cut, nobody would know whether it was taken. Only a
   * process whose time to stop is over waits no longer, and says so.
   */
  private send<E extends Endpoint, T>(
    endpoint: E,
    parts: Parts<E>,
    take: Take<T>,
    sending: Sending,
  ): Promise<T> {
    if (kindOf(endpoint) === 'read') {
      return this.exchange(endpoint, parts, take, { ...sending, signal: this.caller.signal });
    }
    const { stepsUnderWay } = this.upstream;
    // To be seen here, in the same turn as the sending: a later one could not tell whether anything was sent.
    if (stepsUnderWay.signal.aborted) throw beingStopped();
    const step = this.exchange(endpoint, parts, take, { ...sending, signal: stepsUnderWay.signal });
    return stepsUnderWay.hold(step).catch((error: unknown) => {
      throw withUnknownOutcome(endpoint, error instanceof CallAborted ? timedOut() : error);
    });
  }

  /** A status that settles the matter holds also where the body under it stalls: a 429 was looked at by nobody. */
  private async exchange<E extends Endpoint, T>(
    endpoint: E,
    parts: Parts<E>,
    take: Take<T>,
    { timeoutMs, traceparent, signal }: Sending & { signal: AbortSignal },
  ): Promise<T> {
    const request = this.request(endpoint, parts, traceparent);
    const { transport } = this.upstream;
    const came = await exchange({ transport, timeoutMs }, signal, request, async (response, deadline) => {
      const fault = faultOfStatus(endpoint, response, this.upstream.now());
      if (!fault) return { taken: await take(response, deadline) };
      // Read to its end, whatever it is, so that the connection can be used again.
      await bodyText(response).catch(() => undefined);
      return { fault };
    });
    if ('fault' in came) throw came.fault;
    return came.taken;
  }

  private request<E extends Endpoint>(
    endpoint: E,
    parts: Parts<E>,
    traceparent: string | undefined,
  ): Omit<HttpRequest, 'signal'> {
    const { baseUrl, apiKey } = this.upstream;
    const { token } = this.caller;
    const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
    return {
      method: ROUTES[endpoint].method,
      url: urlOf(baseUrl, endpoint, parts),
      headers: {
        ApiKey: apiKey,
        ...(token === null || ROUTES[endpoint].signsIn ? {} : { Authorization: `Bearer ${token}` }),
        Accept: endpoint === 'viewContractPdf' ? 'application/json, application/pdf' : 'application/json',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        'User-Agent': USER_AGENT,
        ...(traceparent === undefined ? {} : { traceparent }),
      },
      ...(body === undefined ? {} : { body }),
    };
  }
}

/** Every POST of the contract changes something, or may. */
function kindOf(endpoint: Endpoint): CallKind {
  return ROUTES[endpoint].method === 'POST' ? 'signing' : 'read';
}

interface Sending {
  timeoutMs: number;
  /** W3C Trace Context, where the call is traced. */
  traceparent: string | undefined;
}

interface Outcome {
  kind: string;
  reason?: RejectionReason;
}
