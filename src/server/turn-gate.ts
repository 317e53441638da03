import type { MonotonicClock } from '../clock.js';
import { FairQueue } from '../vlens/quota/fair-queue.js';
import type { LoadLimits } from './load-shedder.js';

/** Operations begin in one turn of the event loop until it has taken this long; the last one may take longer. */
const MAX_TURN_MS = 20;

/** Operations that wait for a turn: of one address block, as strangers and as customers each; and of all. */
export const TURN_GATE_LIMITS = { maxEntriesPerAddress: 200, maxEntries: 2000 };

/** This many probes begin in each turn, whatever else waits; further ones wait like everything else. */
export const MAX_PROBES_PER_TURN = 20;

/** Work that begins in a later turn. */
export interface DeferredWork {
  /** The block of addresses that it comes from. */
  readonly from: string;
  /** Whether its token is one that Vlens has accepted. */
  readonly isAccepted: boolean;
  /** Whether its client has left, so that it does not begin any more. */
  hasLeft?(): boolean;
  begin(): void;
}

/** An operation that begins in a later turn. One of `begin` and `refuse` is called, once; none where its client has left. */
export interface WaitingOperation extends DeferredWork {
  /** Nothing of it has been taken. */
  refuse(): void;
  hasLeft(): boolean;
}

interface Entry<Work extends DeferredWork = DeferredWork> {
  work: Work;
  since: number;
}

/** When the event loop goes on. */
export interface EventLoop {
  /** Calls back in the next turn. */
  nextTurn(callback: () => void): void;
  /** Calls back in this turn, once what has begun waits for something outside. */
  afterPiece(callback: () => void): void;
}

const EVENT_LOOP: EventLoop = {
  nextTurn: setImmediate,
  // Promises are settled before a tick that one of them asks for.
  afterPiece: (callback) => queueMicrotask(() => process.nextTick(callback)),
};

/**
 * Bounds the work of one turn of the event loop. What hundreds of connections send at once is all begun in one turn, and nobody else
 * is heard until that is over: probes, answers of Vlens, other clients. So requests, messages and operations begin at once only while
 * the turn is short. The others wait for the next turns, in which address blocks take turns, customers before strangers every other
 * time: a thousand of one address stand before nobody else's one. An operation that has waited longer than the event loop may be late is
 * refused, before it is read.
 */
export class TurnGate {
  /** How long what begins now has waited; 0 for all that did not wait. */
  waitedMs = 0;
  private turnStartedAt: number | null = null;
  private probesLeft = MAX_PROBES_PER_TURN;
  private readonly customers = new FairQueue<Entry<WaitingOperation>>();
  private readonly strangers = new FairQueue<Entry<WaitingOperation>>();
  private readonly deferredOfCustomers = new FairQueue<Entry>();
  private readonly deferredOfStrangers = new FairQueue<Entry>();
  /** In the order in which they have their turns, customers and strangers alternating. */
  private readonly queues = [
    this.customers,
    this.strangers,
    this.deferredOfCustomers,
    this.deferredOfStrangers,
  ] as const;
  /** Which of them has the next turn. */
  private next = 0;

  constructor(
    private readonly clock: MonotonicClock,
    private readonly limits: Pick<LoadLimits, 'maxDelayMs'>,
    private readonly eventLoop: EventLoop = EVENT_LOOP,
  ) {}

  /** How much waits. */
  get waiting(): number {
    return this.waitingOperations + this.deferredOfCustomers.length + this.deferredOfStrangers.length;
  }

  /** Whether what begins now has waited too long to be taken. */
  get isLate(): boolean {
    return this.waitedMs > 2 * this.limits.maxDelayMs;
  }

  /** Whether what comes now begins now; else it is to wait. */
  mayBegin(): boolean {
    return this.waiting === 0 && !this.isTurnOver();
  }

  /** Whether a probe that comes now begins now. */
  mayProbe(): boolean {
    if (this.probesLeft === 0) return this.mayBegin();
    if (this.turnStartedAt === null) this.startTurn();
    this.probesLeft -= 1;
    return true;
  }

  /** Has an operation wait for its turn. */
  wait(operation: WaitingOperation): void {
    const { from, isAccepted } = operation;
    const queue = isAccepted ? this.customers : this.strangers;
    if (queue.ownOf(from) >= TURN_GATE_LIMITS.maxEntriesPerAddress) {
      operation.refuse();
      return;
    }
    // A turn is under way: it had no time left, and its end serves those who wait.
    queue.add(from, { work: operation, since: this.clock.monotonicNow() });
    if (this.waitingOperations > TURN_GATE_LIMITS.maxEntries) this.makeRoom();
  }

  /** Has anything else wait, of which no more can come than something else lets in: to refuse it costs as much as to begin it. */
  defer(work: DeferredWork): void {
    const queue = work.isAccepted ? this.deferredOfCustomers : this.deferredOfStrangers;
    queue.add(work.from, { work, since: this.clock.monotonicNow() });
  }

  private get waitingOperations(): number {
    return this.customers.length + this.strangers.length;
  }

  /** Never before the first of the turn has begun, however slow the machine is. */
  private isTurnOver(): boolean {
    if (this.turnStartedAt !== null) return this.clock.monotonicNow() - this.turnStartedAt >= MAX_TURN_MS;
    this.startTurn();
    return false;
  }

  private startTurn(): void {
    this.turnStartedAt = this.clock.monotonicNow();
    this.eventLoop.nextTurn(this.endTurn);
  }

  private readonly endTurn = (): void => {
    this.turnStartedAt = null;
    this.probesLeft = MAX_PROBES_PER_TURN;
    this.serve();
  };

  /** One after the other, each once the one before has done all it can: its duration is known then. */
  private readonly serve = (): void => {
    this.waitedMs = 0;
    if (this.waiting === 0 || this.isTurnOver()) return;
    this.eventLoop.afterPiece(this.serve);
    const entry = this.takeNext();
    if (!entry || entry.work.hasLeft?.()) return;
    this.waitedMs = this.clock.monotonicNow() - entry.since;
    if (this.isLate && isOperation(entry)) entry.work.refuse();
    else entry.work.begin();
  };

  private takeNext(): Entry | undefined {
    for (let tried = 0; tried < this.queues.length; tried += 1) {
      const queue = this.queues[this.next];
      this.next = (this.next + 1) % this.queues.length;
      const entry = queue?.next(anyone);
      if (entry) return entry;
    }
    return undefined;
  }

  /** The last of the address that has the most is refused, a stranger's where there are any. */
  private makeRoom(): void {
    const queue = this.strangers.length > 0 ? this.strangers : this.customers;
    const greediest = queue.longest();
    if (greediest !== undefined) queue.dropLast(greediest)?.work.refuse();
  }
}

function isOperation(entry: Entry): entry is Entry<WaitingOperation> {
  return 'refuse' in entry.work;
}

function anyone(): boolean {
  return true;
}
