import type { Outcome } from './answer.js';
import type { VlensCaller } from './caller.js';
import { authorizationUnreadable, CallAborted, tokenMissing, type VlensFault } from './faults.js';
import { wordedOutcome } from './messages/worded-outcome.js';
import { checkFirst } from './middleware/check-first.js';
import { type Operation, type OperationName, type Parts, targetsOf } from './operation.js';
import { type InputOf, OPERATIONS, type OutcomeOf } from './operations.js';
import type { Priority } from './quota/counters.js';

/** Vlens as one caller may speak to it. */
export interface CallerVlens {
  /**
   * Makes one call. A step that comes with an idempotency key is taken once for all that come with the same one.
   * @throws VlensFault where Vlens gave no usable answer; CallAborted where the caller left; CheckFailed where its check threw.
   */
  call<N extends OperationName>(
    name: N,
    input: InputOf<N>,
    idempotencyKey?: string | null,
    check?: Check,
  ): Promise<OutcomeOf<N>>;
  /**
   * What this caller's earlier read says, where that is fresh enough for the status of a request: no call is made. Null: Vlens is to be
   * asked.
   */
  recallStatus?<N extends OperationName>(name: N, input: InputOf<N>): OutcomeOf<N> | null;
}

/** Reads what a step depends on before it is sent. @throws where it must not be sent */
export type Check = () => Promise<void>;

/** A call on its way. */
export interface Call {
  readonly name: OperationName;
  readonly operation: Operation;
  readonly input: object;
  readonly caller: VlensCaller;
  readonly idempotencyKey: string | null;
  /** For a step: awaited once, by the call that takes it. */
  readonly check?: Check | undefined;
  /** Writes down, before a step is sent, that it may have been. */
  readonly sending?: Sending;
  /** For a read that others may join: called when it has its place in the quota. */
  readonly onItsWay?: () => void;
  /** Ends the call: the caller's own, unless others wait for the same answer. */
  readonly signal: AbortSignal;
  /** Its place in the quota: its row's, or before other reads where a webhook announced a change of what it reads. */
  readonly priority: Priority;
  /** Path and query. */
  readonly target: string;
  /** `encoded` is the body as it goes out, in its place: of pictures, which wait outside of the heap, and in no other form. */
  readonly parts: Parts & { encoded?: Buffer };
}

/** Records a step's way to the socket. */
export interface Sending {
  /** To be awaited right before the sending. @throws where the step must not be sent */
  begin(): Promise<void>;
  /** Not a byte was sent after all. */
  undo(): Promise<void>;
}

export type Next = (call: Call) => Promise<Outcome>;

/** Looks at the call's row, and does something around the call or answers in its place. */
export type Middleware = (call: Call, next: Next) => Promise<Outcome>;

export interface PipelineParts {
  /** Reads that are shared, and dropped around steps. */
  cache?: Middleware;
  /** An answer that is cached, and fresh enough for a status. */
  recallStatus?: (call: Call) => Outcome | null;
  idempotency?: Middleware;
  /** Steps that share one call which is in flight. */
  singleFlight?: Middleware;
  attemptLimits?: Middleware;
  /** Decodes pictures, and sends them on upright. */
  pictures?: Middleware;
  /** Sends the call to Vlens. */
  send: Next;
  /** The name of the tenant, where an operator has said it. */
  tenancyName?: string | null;
}

/** The parts that are built once for each operation. */
interface Way {
  operation: Operation;
  targetOf: ReturnType<typeof targetsOf>;
  /** Through its middleware, to Vlens. */
  next: Next;
}

/** The way of every call: through the middleware that its row asks for, to Vlens. */
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

  /** The same, for one caller. Each step after the first has a request id of its own, so that none looks like a repeat. */
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
    // As they were made, sentences are in English.
    const recallStatus: CallerVlens['recallStatus'] = (name, input) =>
      this.recall(this.callOf(this.ways.get(name) as Way, name, input, caller, null)) as OutcomeOf<
        typeof name
      > | null;
    if (language === 'en') return { call, recallStatus };
    return { call: async (...asked) => wordedOutcome(await call(...asked), language), recallStatus };
  }
}

/**
 * The middleware of a row, from the outside in. Idempotency comes before the check and the attempts: an answer that is only repeated is
 * neither checked nor an attempt. The attempt is counted before its pictures cost anything.
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

/** Put together once, so that a call makes no closures on its way. */
function chain(middleware: readonly (Middleware | undefined)[], send: Next): Next {
  return middleware.reduceRight<Next>((next, layer) => (layer ? (call) => layer(call, next) : next), send);
}

function priorityOf({ priority }: Operation, { isAnnounced }: VlensCaller): Priority {
  return isAnnounced && priority === 'read' ? 'announced' : priority;
}

/** Why this caller's call goes nowhere. */
function refusalOf({ mayCall }: Operation, caller: VlensCaller): VlensFault | CallAborted | null {
  if (mayCall !== 'apiKey' && caller.isUnreadable) return authorizationUnreadable();
  if (caller.token === null && (mayCall === 'user token' || mayCall === 'admin token')) return tokenMissing();
  return caller.signal.aborted ? new CallAborted() : null;
}
