import type { MonotonicClock } from '../clock.js';
import { FairQueue } from '../vlens/quota/fair-queue.js';
import type { LoadLimits } from './load-shedder.js';

/** Operations begin in one turn of the event loop until this time is over. The last one may take longer. */
const MAX_TURN_MS = 20;

/** The most operations that wait for a turn: per address block, separately for strangers and customers, and in total. */
export const TURN_GATE_LIMITS = { maxEntriesPerAddress: 200, maxEntries: 2000 };

/** How many health probes begin in each turn, whatever else waits. Further ones wait like everything else. */
export const MAX_PROBES_PER_TURN = 20;

/** Work that begins in a later turn. */
export interface DeferredWork {
  /** The client's address block. */
  readonly from: string;
  /** Whether Vlens has accepted the client's token. */
  readonly isAccepted: boolean;
  /** Whether the client has left; the work then does not begin. */
  hasLeft?(): boolean;
  begin(): void;
}

/** An operation that waits for something outside and then continues. */
export interface ContinuedOperation {
  /** The client's address block. */
  readonly address: string;
}

/** An operation that begins in a later turn. Either `begin` or `refuse` is called once; neither if its client has left. */
export interface WaitingOperation extends DeferredWork {
  /** Refuses the operation, of which nothing has been processed. */
  refuse(): void;
  hasLeft(): boolean;
}

interface Entry<Work extends DeferredWork = DeferredWork> {
  work: Work;
  since: number;
  /** Set for an operation that began before and continues. */
  continued?: ContinuedOperation;
}

/** Schedules callbacks on the event loop. */
export interface EventLoop {
  /** Calls back in the next turn. */
  nextTurn(callback: () => void): void;
  /** Calls back in this turn, when the work that has begun waits for something outside. */
  afterPiece(callback: () => void): void;
}

const EVENT_LOOP: EventLoop = {
  nextTurn: setImmediate,
  // Node settles promises before a tick that a promise callback schedules.
  afterPiece: (callback) => queueMicrotask(() => process.nextTick(callback)),
};

/**
 * Limits how much work begins in one turn of the event loop. Otherwise everything that hundreds of connections send at once would begin in
 * one turn, and health probes, answers of Vlens and other clients would wait until it is over. So requests, messages and operations begin
 * at once only while the turn is short, and of operations that continue after one and the same answer, only the first does so at once. The
 * others wait for later turns, in which address blocks take turns; customers and strangers alternate. A thousand operations from one
 * address therefore delay no single one from another. An operation that has waited for more than twice `maxDelayMs` is refused before it is
 * parsed.
 */
export class TurnGate {
  /** How long the work that begins now has waited; 0 for work that did not wait. */
  waitedMs = 0;
  private turnStartedAt: number | null = null;
  private probesLeft = MAX_PROBES_PER_TURN;
  private readonly customers = new FairQueue<Entry<WaitingOperation>>();
  private readonly strangers = new FairQueue<Entry<WaitingOperation>>();
  private readonly deferredOfCustomers = new FairQueue<Entry>();
  private readonly deferredOfStrangers = new FairQueue<Entry>();
  private readonly resumedOfCustomers = new FairQueue<Entry>();
  private readonly resumedOfStrangers = new FairQueue<Entry>();
  /** In the order of their turns; customers and strangers alternate. */
  private readonly queues = [
    this.customers,
    this.strangers,
    this.deferredOfCustomers,
    this.deferredOfStrangers,
    this.resumedOfCustomers,
    this.resumedOfStrangers,
  ] as const;
  /** The index of the queue that has the next turn. */
  private next = 0;
  private turns = 0;
  /** The operation that continues now. Until it has done all that it can, no other continues at once. */
  private continuing: ContinuedOperation | null = null;

  constructor(
    private readonly clock: MonotonicClock,
    private readonly limits: Pick<LoadLimits, 'maxDelayMs'>,
    private readonly eventLoop: EventLoop = EVENT_LOOP,
  ) {}

  /** How many entries wait. */
  get waiting(): number {
    return this.queues.reduce((sum, { length }) => sum + length, 0);
  }

  /** Whether the work that begins now has waited too long and is refused. */
  get isLate(): boolean {
    return this.waitedMs > 2 * this.limits.maxDelayMs;
  }

  /** Whether work that arrives now may begin at once; otherwise it must wait. */
  mayBegin(): boolean {
    return this.waiting === 0 && !this.isTurnOver();
  }

  /** Whether a health probe that arrives now may begin at once. */
  mayProbe(): boolean {
    if (this.probesLeft === 0) return this.mayBegin();
    if (this.turnStartedAt === null) this.startTurn();
    this.probesLeft -= 1;
    return true;
  }

  /** Queues an operation. */
  wait(operation: WaitingOperation): void {
    const { from, isAccepted } = operation;
    const queue = isAccepted ? this.customers : this.strangers;
    if (queue.ownOf(from) >= TURN_GATE_LIMITS.maxEntriesPerAddress) {
      operation.refuse();
      return;
    }
    // A turn is in progress and had no time left. Its end serves the queue.
    queue.add(from, { work: operation, since: this.clock.monotonicNow() });
    if (this.waitingOperations > TURN_GATE_LIMITS.maxEntries) this.makeRoom();
  }

  /** Queues other work. Refusing it would cost as much as beginning it, and another limit bounds how much of it can arrive. */
  defer(work: DeferredWork): void {
    const queue = work.isAccepted ? this.deferredOfCustomers : this.deferredOfStrangers;
    queue.add(work.from, { work, since: this.clock.monotonicNow() });
  }

  /** The number of the turn that is in progress. */
  get turn(): number {
    if (this.turnStartedAt === null) this.startTurn();
    return this.turns;
  }

  /**
   * Whether an operation that asked in this turn and has its answer already, such as one from a cache, continues at once. Any number may have
   * one: what one does with it is known only when all of them have it, so only one continues.
   */
  mayContinue(operation: ContinuedOperation, askedIn: number): boolean {
    if (this.turn !== askedIn || this.isTurnOver()) return false;
    if (this.continuing === null) this.continue(operation);
    return this.continuing === operation;
  }

  /**
   * Resolves in the turn of an operation that waited for something outside and continues now. Any number may have waited for the same, and
   * what one costs is known only when it has done all that it can: so only one of them continues at once, and the others wait. Nothing is
   * refused here: the operation has begun.
   */
  resumed(operation: ContinuedOperation, isAccepted: boolean): Promise<void> {
    if (this.continuing === null && this.mayBegin()) {
      this.continue(operation);
      return Promise.resolve();
    }
    if (this.turnStartedAt === null) this.startTurn();
    const queue = isAccepted ? this.resumedOfCustomers : this.resumedOfStrangers;
    const { address: from } = operation;
    return new Promise((begin) => {
      const work = { from, isAccepted, begin };
      queue.add(from, { work, since: this.clock.monotonicNow(), continued: operation });
    });
  }

  private continue(operation: ContinuedOperation): void {
    this.continuing = operation;
    this.eventLoop.afterPiece(() => {
      if (this.continuing === operation) this.continuing = null;
    });
  }

  private get waitingOperations(): number {
    return this.customers.length + this.strangers.length;
  }

  /** A turn is never over before its first operation has begun, however slow the machine is. */
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
    this.turns += 1;
    this.probesLeft = MAX_PROBES_PER_TURN;
    this.serve();
  };

  /** Begins waiting work one by one. Each waits until the previous one has done all that it can for now, so that its duration is known. */
  private readonly serve = (): void => {
    this.waitedMs = 0;
    this.continuing = null;
    if (this.waiting === 0 || this.isTurnOver()) return;
    this.eventLoop.afterPiece(this.serve);
    const entry = this.takeNext();
    if (!entry || entry.work.hasLeft?.()) return;
    if (entry.continued) this.continuing = entry.continued;
    else this.waitedMs = this.clock.monotonicNow() - entry.since;
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

  /** Refuses the newest operation of the address block with the most; a stranger's if there are any. */
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
