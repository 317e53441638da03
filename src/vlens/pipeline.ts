import type { Outcome } from './answer.js';
import type { VlensCaller } from './caller.js';
import { authorizationUnreadable, CallAborted, tokenMissing, type VlensFault } from './faults.js';
import { wordedOutcome } from './messages/worded-outcome.js';
import { checkFirst } from './middleware/check-first.js';
import { type Operation, type OperationName, type Parts, targetsOf } from './operation.js';
import { type InputOf, OPERATIONS, type OutcomeOf } from './operations.js';
import type { Priority } from './quota/counters.js';

/** Vlens's operations for one caller. */
export interface CallerVlens {
  /**
   * Makes one call. Requests with the same idempotency key take a step once.
   * @throws VlensFault if Vlens gave no usable answer; CallAborted if the caller left; CheckFailed if the check threw
   */
  call<N extends OperationName>(
    name: N,
    input: InputOf<N>,
    idempotencyKey?: string | null,
    check?: Check,
  ): Promise<OutcomeOf<N>>;
  /** The status from an earlier read of this caller, without a call. Null if no read is recent enough: Vlens must be called. */
  recallStatus?<N extends OperationName>(name: N, input: InputOf<N>): OutcomeOf<N> | null;
}

/** Reads what must be known before a step is sent. @throws if the step must not be sent */
export type Check = () => Promise<void>;

/** A call on its way through the pipeline. */
export interface Call {
  readonly name: OperationName;
  readonly operation: Operation;
  readonly input: object;
  readonly caller: VlensCaller;
  readonly idempotencyKey: string | null;
  /** For a step: awaited once, by the call that takes the step. */
  readonly check?: Check | undefined;
  /** Records, before a step is sent, that it may have been sent. */
  readonly sending?: Sending;
  /** For a read that others may join: called when the read has its place in the quota. */
  readonly onItsWay?: () => void;
  /** Ends the call. It is the caller's own signal, unless others wait for the same answer. */
  readonly signal: AbortSignal;
  /** The priority in the quota: the row's, or higher than other reads if a webhook announced a change of what the call reads. */
  readonly priority: Priority;
  /** Path and query. */
  readonly target: string;
  /** `encoded` replaces the body with its final bytes. A body with pictures waits in this form only, outside of the heap. */
  readonly parts: Parts & { encoded?: Buffer };
}

/** Records whether a step was sent. */
export interface Sending {
  /** Await this right before the step is sent. @throws if the step must not be sent */
  begin(): Promise<void>;
  /** Records that no byte was sent after all. */
  undo(): Promise<void>;
}

export type Next = (call: Call) => Promise<Outcome>;

/** Reads the call's row, and acts around the call or answers in its place. */
export type Middleware = (call: Call, next: Next) => Promise<Outcome>;

export interface PipelineParts {
  /** Shares reads, and drops them around steps. */
  cache?: Middleware;
  /** Finds a cached answer that is recent enough for a status. */
  recallStatus?: (call: Call) => Outcome | null;
  idempotency?: Middleware;
  /** Lets steps share one call in flight. */
  singleFlight?: Middleware;
  attemptLimits?: Middleware;
  /** Decodes pictures and turns them upright before they are sent. */
  pictures?: Middleware;
  /** Sends the call to Vlens. */
  send: Next;
  /** The tenant's name, if the operator has set it. */
  tenancyName?: string | null;
}

/** What is prepared once for each operation. */
interface Way {
  operation: Operation;
  targetOf: ReturnType<typeof targetsOf>;
  /** Runs the operation's middleware, and then sends the call to Vlens. */
  next: Next;
}

/** Sends every call through the middleware that its row requires, and then to Vlens. */
export class Pipeline {
  private readonly ways: ReadonlyMap<OperationName, Way>;

  private readonly tenancyName: string | null;
  private readonly recall: (call: Call) => Outcome | null;

  constructor(parts: PipelineParts) {
    this.recall = parts.recallStatus ?? (() => null);
    this.tenancyName = parts.tenancyName ?? null;
    this.ways = new Map(
      Object.entries(OPERATIONS as Record<string, Operation>).map(([name, operation]) => [
        name as OperationName,
        {
          operation,
          targetOf: targetsOf(operation),
          next: chain(middlewareOf(operation, parts), parts.send),
        },
      ]),
    );
  }

  call<N extends OperationName>(
    name: N,
    input: InputOf<N>,
    caller: VlensCaller,
    idempotencyKey: string | null = null,
    check?: Check,
  ): Promise<OutcomeOf<N>> {
    const way = this.ways.get(name) as Way;
    const refusal = refusalOf(way.operation, caller);
    if (refusal) return Promise.reject(refusal);
    try {
      const call = this.callOf(way, name, input, caller, idempotencyKey);
      return way.next(check ? { ...call, check } : call) as Promise<OutcomeOf<N>>;
    } catch (error) {
      return Promise.reject(error);
    }
  }

  private callOf(
    { operation, targetOf }: Way,
    name: OperationName,
    input: object,
    caller: VlensCaller,
    idempotencyKey: string | null,
  ): Call {
    const parts = operation.encode(input, this.tenancyName);
    const target = targetOf(parts);
    const priority = priorityOf(operation, caller);
    const { signal } = caller;
    return { name, operation, input, caller, idempotencyKey, signal, priority, target, parts };
  }

  /** The operations for one caller. Each step after the first gets its own request id, so that none looks like a repeat. */
  for(caller: VlensCaller): CallerVlens {
    let steps = 0;
    const callerOf = (name: OperationName): VlensCaller => {
      if (OPERATIONS[name].effect !== 'step' || caller.requestId === undefined) return caller;
      steps += 1;
      return steps === 1
        ? caller
        : { ...caller, signal: caller.signal, requestId: `${caller.requestId}.${steps}` };
    };
    const call: CallerVlens['call'] = (name, input, idempotencyKey, check) =>
      this.call(name, input, callerOf(name), idempotencyKey, check);
    const { language = 'en' } = caller;
    // Sentences are made in English.
    const recallStatus: CallerVlens['recallStatus'] = (name, input) =>
      this.recall(this.callOf(this.ways.get(name) as Way, name, input, caller, null)) as OutcomeOf<
        typeof name
      > | null;
    if (language === 'en') return { call, recallStatus };
    return { call: async (...asked) => wordedOutcome(await call(...asked), language), recallStatus };
  }
}

/**
 * The middleware of a row, outermost first. Idempotency comes before the check and the attempt limits: a repeated answer is not checked and
 * counts as no attempt. An attempt is counted before its pictures cost anything.
 */
function middlewareOf(operation: Operation, parts: PipelineParts): (Middleware | undefined)[] {
  const isStep = operation.effect === 'step';
  return [
    isStep || operation.cache !== 'never' ? parts.cache : undefined,
    isStep && operation.idempotency === 'by key' ? parts.idempotency : undefined,
    isStep ? checkFirst : undefined,
    isStep && operation.sharedInFlight !== 'never' ? parts.singleFlight : undefined,
    operation.attemptLimits !== 'none' ? parts.attemptLimits : undefined,
    isStep && operation.pictures !== 'none' ? parts.pictures : undefined,
  ];
}

/** Built once, so that a call creates no closures on its way. */
function chain(middleware: readonly (Middleware | undefined)[], send: Next): Next {
  return middleware.reduceRight<Next>((next, layer) => (layer ? (call) => layer(call, next) : next), send);
}

function priorityOf({ priority }: Operation, { isAnnounced }: VlensCaller): Priority {
  return isAnnounced && priority === 'read' ? 'announced' : priority;
}

/** Why this caller's call must not be sent; null if it may be. */
function refusalOf({ mayCall }: Operation, caller: VlensCaller): VlensFault | CallAborted | null {
  if (mayCall !== 'apiKey' && caller.isUnreadable) return authorizationUnreadable();
  if (caller.token === null && (mayCall === 'user token' || mayCall === 'admin token')) return tokenMissing();
  return caller.signal.aborted ? new CallAborted() : null;
}
