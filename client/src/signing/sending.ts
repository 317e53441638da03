import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Execute } from '../execute.js';
import { answerOf, type Fault, faultOf } from '../faults.js';
import { growing } from './flow.js';
import type { Environment } from './types.js';

/** A fault that sending again does not help. */
export class Faulted extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

/** What is away for a while: the connection, the gateway, Vlens. */
export const PASSING: ReadonlySet<string> = new Set([
  'NETWORK',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'UPSTREAM_TIMEOUT',
]);

interface Patience {
  maxTries: number;
  passing: ReadonlySet<string>;
}

const USUAL: Patience = { maxTries: 4, passing: new Set(['NETWORK']) };
/** A minute and a half. */
const OF_LOOK_UPS: Patience = { maxTries: 8, passing: PASSING };
const MAX_PAUSE_MS = 30_000;
const MAX_WAIT_SECONDS = 120;
/** Where the tenant's quota is used up, customers get through in turns: so long altogether for one operation. */
const MAX_PATIENCE_MS = 600_000;

/** Sends reads until they are answered, and a step once. */
export class Sending {
  constructor(
    private readonly execute: Execute,
    private readonly pause: Environment['pause'],
    private readonly signal: AbortSignal,
    /** Called as a step is about to be sent, and when it is known that it was not taken. */
    private readonly onStep: (isUnderWay: boolean) => void = () => {},
  ) {}

  /**
   * A step is sent again only where the gateway has said that nothing was done yet. Where no answer came, it may have
   * been taken, and a gateway that was restarted since knows nothing of its key: that it is unknown is all there is to say.
   */
  async step<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    return this.send(document, variables, ofStep, this.onStep);
  }

  async read<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    return this.send(document, variables, (fault) => fault);
  }

  /** Reads what shows whether a step was taken. Its answer was most often lost with the connection, which may not be back soon. */
  async lookUp<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    return this.send(document, variables, (fault) => fault, undefined, OF_LOOK_UPS);
  }

  private async send<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    meaning: (fault: Fault) => Fault,
    onStep: (isUnderWay: boolean) => void = () => {},
    patience = USUAL,
  ): Promise<Data> {
    let waitedMs = 0;
    for (let tries = 1; ; tries += 1) {
      this.signal.throwIfAborted();
      onStep(true);
      // The callback may have aborted it: it is not sent then.
      if (this.signal.aborted) onStep(false);
      this.signal.throwIfAborted();
      try {
        return await this.execute(document, variables, this.signal);
      } catch (error) {
        this.signal.throwIfAborted();
        const answer = answerOf<Data>(error);
        if (answer) return answer;
        const fault = meaning(faultOf(error));
        if (fault.outcome !== 'UNKNOWN') onStep(false);
        const waitMs = waitBeforeAnother(fault, tries, patience);
        if (waitMs === null || waitedMs + waitMs > MAX_PATIENCE_MS) throw new Faulted(fault);
        waitedMs += waitMs;
        await this.pause(waitMs, this.signal);
      }
    }
  }
}

/** A fault that says nothing about the step itself may have come after the step was taken: its outcome is unknown. */
function ofStep(fault: Fault): Fault {
  const isAboutStep =
    fault.code !== 'NETWORK' && fault.code !== 'INTERNAL_SERVER_ERROR' && !fault.isBelowStep;
  return isAboutStep ? fault : { ...fault, outcome: 'UNKNOWN' };
}

function waitBeforeAnother(
  { code, outcome, retryAfterSeconds }: Fault,
  tries: number,
  { maxTries, passing }: Patience,
): number | null {
  if (outcome === 'UNKNOWN') return null;
  if (retryAfterSeconds === undefined)
    return passing.has(code) && tries < maxTries ? growing(tries, 500, MAX_PAUSE_MS) : null;
  return retryAfterSeconds > MAX_WAIT_SECONDS ? null : Math.max(retryAfterSeconds, 1) * 1000;
}
