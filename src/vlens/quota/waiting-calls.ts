import type { Clock } from '../../clock.js';
import { CallAborted } from '../faults.js';
import type { Asker, CallEnd, Priority } from './counters.js';
import { FairQueue } from './fair-queue.js';

export interface AdmissionRequest extends Asker {
  /** No connection waits for the answer, so a read may wait as long as a step. */
  isPatient?: boolean;
  signal: AbortSignal;
}

/** The right to make one call. Call `end` exactly once, when the call is over. */
export interface Admission {
  waitedMs: number;
  end(how?: CallEnd): void;
}

/** In the order in which they are served. */
export const PRIORITIES = ['signing', 'announced', 'read'] as const;

/** A call that waits for a place in the quota. */
export interface Waiting extends AdmissionRequest {
  since: number;
  admit: (admission: Admission) => void;
  refuse: (error: unknown) => void;
  letGo: () => void;
  hasLeft: boolean;
}

/** The calls that wait for a place in the quota. Each waits until its turn, its time limit, or its caller's abort. */
export class WaitingCalls {
  private readonly queues: Record<Priority, FairQueue<Waiting>> = {
    signing: new FairQueue(),
    announced: new FairQueue(),
    read: new FairQueue(),
  };
  /** All waiting calls, including the one whose turn it is. */
  private readonly held = new Set<Waiting>();

  constructor(private readonly clock: Pick<Clock, 'setTimeout'>) {}

  get length(): number {
    const { signing, announced, read } = this.queues;
    return signing.length + announced.length + read.length;
  }

  of(priority: Priority): FairQueue<Waiting> {
    return this.queues[priority];
  }

  /** @param tooLate makes the refusal when the time limit has passed */
  add(waiting: Waiting, maxMs: number, tooLate: () => Error): void {
    const refuse = (reasonOf: () => Error) => {
      this.leave(waiting);
      waiting.refuse(reasonOf());
    };
    const giveUp = () => refuse(() => new CallAborted());
    waiting.signal.addEventListener('abort', giveUp, { once: true });
    const cancel = this.clock.setTimeout(() => refuse(tooLate), maxMs);
    this.held.add(waiting);
    const letGo = () => {
      this.held.delete(waiting);
      waiting.signal.removeEventListener('abort', giveUp);
      cancel();
    };
    waiting.letGo = letGo;
    this.queues[waiting.priority].add(waiting.caller, waiting);
  }

  leave(waiting: Waiting): void {
    waiting.hasLeft = true;
    waiting.letGo();
    this.queues[waiting.priority].remove(waiting.caller, waiting);
  }

  refuseAll(reason: Error): void {
    for (const waiting of [...this.held]) {
      this.leave(waiting);
      waiting.refuse(reason);
    }
  }

  /** The next call that may go; null if there is none. */
  next(mayGo: (waiting: Waiting) => boolean): Waiting | null {
    for (const priority of PRIORITIES) {
      const next = this.queues[priority].next(mayGo);
      if (next) return next;
    }
    return null;
  }

  /** Puts a call back whose turn could not be used: it is the first again. */
  putBack(waiting: Waiting): void {
    this.queues[waiting.priority].putBack(waiting.caller, waiting);
  }
}
