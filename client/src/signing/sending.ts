import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { Execute } from '../execute.js';
import { type Fault, faultOf } from '../faults.js';
import type { Surroundings } from './told.js';

/** A fault that sending again does not help. */
export class Faulted extends Error {
  constructor(readonly fault: Fault) {
    super(fault.message);
  }
}

const MOST_TRIES = 4;
const LONGEST_WAIT_SECONDS = 120;

/** Sends an operation; again, as it was sent, where that can do no harm. */
export class Sending {
  constructor(
    private readonly execute: Execute,
    private readonly pause: Surroundings['pause'],
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @param input of a step, with its idempotencyKey: if no answer came, the gateway gives its first one to the same
   * sent again. Whether a step was taken whose answer never came is unknown.
   */
  async step<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    return this.send(document, variables, { outcome: 'UNKNOWN' });
  }

  async read<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
  ): Promise<Data> {
    return this.send(document, variables, {});
  }

  private async send<Data, Variables>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    unanswered: { outcome?: string },
  ): Promise<Data> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.execute(document, variables, this.signal);
      } catch (error) {
        this.signal.throwIfAborted();
        const fault = faultOf(error);
        const waitMs = tries < MOST_TRIES ? waitBeforeAnother(fault, tries) : null;
        if (waitMs === null)
          throw new Faulted(fault.code === 'NETWORK' ? { ...fault, ...unanswered } : fault);
        await this.pause(waitMs, this.signal);
      }
    }
  }
}

function waitBeforeAnother({ code, outcome, retryAfterSeconds }: Fault, tries: number): number | null {
  if (outcome === 'UNKNOWN') return null;
  if (code === 'NETWORK') return 500 * 2 ** tries;
  if (retryAfterSeconds === undefined || retryAfterSeconds > LONGEST_WAIT_SECONDS) return null;
  return Math.max(retryAfterSeconds, 1) * 1000;
}
