import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Execute } from '../execute.js';
import { answerOf, type Fault, faultOf } from '../faults.js';
import type { Environment } from './types.js';

/** A fault that sending again does not help. */
export class Faulted extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

const MAX_TRIES = 4;
const MAX_WAIT_SECONDS = 120;
/** Where the tenant's quota is used up, customers get through in turns: so long altogether for one operation. */
const MAX_PATIENCE_MS = 600_000;

/** Sends reads until they are answered, and a step once. */
export class Sending {
  constructor(
    private readonly execute: Execute,
    private readonly pause: Environment['pause'],
    private readonly signal: AbortSignal,
    /** Told as a step is about to be sent, and when it is known that nothing was done. */
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

  private async send<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    meaning: (fault: Fault) => Fault,
    onStep: (isUnderWay: boolean) => void = () => {},
  ): Promise<Data> {
    let waitedMs = 0;
    for (let tries = 1; ; tries += 1) {
      this.signal.throwIfAborted();
      onStep(true);
      try {
        return await this.execute(document, variables, this.signal);
      } catch (error) {
        this.signal.throwIfAborted();
        const answer = answerOf<Data>(error);
        if (answer) return answer;
        const fault = meaning(faultOf(error));
        const waitMs = waitBeforeAnother(fault, tries);
        if (waitMs === null || waitedMs + waitMs > MAX_PATIENCE_MS) throw new Faulted(fault);
        waitedMs += waitMs;
        onStep(false);
        await this.pause(waitMs, this.signal);
      }
    }
  }
}

/** What tells nothing of the step itself may have come after it was taken. */
function ofStep(fault: Fault): Fault {
  const isTelling = fault.code !== 'NETWORK' && fault.code !== 'INTERNAL_SERVER_ERROR' && !fault.isBelowStep;
  return isTelling ? fault : { ...fault, outcome: 'UNKNOWN' };
}

function waitBeforeAnother({ code, outcome, retryAfterSeconds }: Fault, tries: number): number | null {
  if (outcome === 'UNKNOWN') return null;
  if (code === 'NETWORK') return tries < MAX_TRIES ? 500 * 2 ** tries : null;
  if (retryAfterSeconds === undefined || retryAfterSeconds > MAX_WAIT_SECONDS) return null;
  return Math.max(retryAfterSeconds, 1) * 1000;
}
