import type { Clock } from '../clock.js';

/** The share of the quota for openings. After a restart they leave the rest to clients that sign or read. */
const SHARE_OF_QUOTA = 0.25;
/** This many seconds' worth of turns may be taken at once by customers, so that on a quiet day no customer waits. */
const BURST_SECONDS = 60;
/** Strangers leave half of these turns, so that the next customer finds one. */
const BURST_OF_STRANGERS = 0.5;
/** One of this many turns is for a stranger, if one waits. So customers that open again and again do not keep new ones out. */
const STRANGERS_TURN_OF = 4;

/**
 * The longest time, in milliseconds, until this many callers have their first status. Callers that open at once but find no place in the
 * quota take a turn again.
 */
export function openingTakesMs(callers: number, callsPerMinute: number): number {
  return callsPerMinute === 0 ? 0 : (callers * 60_000) / (callsPerMinute * SHARE_OF_QUOTA);
}

/**
 * Callers that open a subscription wait here for a turn to read the present status. After a restart all callers open at once, each with a
 * separate read. They get a share of the quota, one after another, and none is refused. Addresses take turns, since tokens can be invented:
 * a client that opens very many subscriptions at one address does not delay clients at other addresses. Customers (callers that Vlens has
 * accepted) go before strangers, who may use ever new addresses.
 */
export class OpeningQueue<Opening> {
  private readonly customers = new Row<Opening>();
  private readonly strangers = new Row<Opening>();
  private readonly perMs: number;
  private readonly burst: number;
  private turns: number;
  private countedAt: number;
  /** The number of customers' turns since the last turn of a stranger. */
  private customersTurns = 0;
  private stopWaiting: (() => void) | null = null;

  constructor(
    callsPerMinute: number,
    private readonly clock: Clock,
    private readonly open: (opening: Opening) => void,
  ) {
    this.perMs = (callsPerMinute * SHARE_OF_QUOTA) / 60_000;
    this.burst = Math.max(1, this.perMs * BURST_SECONDS * 1000);
    this.turns = this.burst;
    this.countedAt = clock.monotonicNow();
  }

  get length(): number {
    return this.customers.length + this.strangers.length;
  }

  has(opening: Opening): boolean {
    return this.customers.has(opening) || this.strangers.has(opening);
  }

  /** Opens a caller when its turn comes. A caller that already waits keeps its place, or moves from the strangers to the customers. */
  enter(opening: Opening, address: string, isCustomer = false): void {
    if (this.perMs === 0) this.open(opening);
    else {
      if (this.customers.has(opening)) return;
      if (isCustomer) this.strangers.leave(opening);
      else if (this.strangers.has(opening)) return;
      (isCustomer ? this.customers : this.strangers).add(opening, address);
      this.serve();
    }
  }

  /**
   * Returns the caller that waits longest at the most crowded address, among strangers first. Null if that address is `except`, or if no
   * address has more than one waiting caller.
   */
  oldestOfCrowd(except: string): Opening | null {
    return this.strangers.oldestOfCrowd(except) ?? this.customers.oldestOfCrowd(except);
  }

  /** Returns the stranger that waits longest; null if none waits. */
  oldestStranger(): Opening | null {
    return this.strangers.oldest();
  }

  /** Removes a caller that needs no turn any more. */
  leave(opening: Opening): void {
    this.customers.leave(opening);
    this.strangers.leave(opening);
  }

  /** Returns a turn that was taken but needed no call to Vlens. The next caller gets it. */
  refund(): void {
    this.turns = Math.min(this.burst, this.turns + 1);
    this.serve();
  }

  private serve(): void {
    const now = this.clock.monotonicNow();
    this.turns = Math.min(this.burst, this.turns + (now - this.countedAt) * this.perMs);
    this.countedAt = now;
    for (let row = this.rowInTurn(); row; row = this.rowInTurn()) {
      const opening = row.take();
      if (opening === null) break;
      this.turns -= 1;
      this.customersTurns = row === this.customers ? this.customersTurns + 1 : 0;
      this.open(opening);
    }
    this.stopWaiting?.();
    this.stopWaiting = null;
    if (this.length === 0) return;
    const missing = this.turnsNeeded - this.turns;
    this.stopWaiting = this.clock.setTimeout(
      () => {
        this.stopWaiting = null;
        this.serve();
      },
      Math.max(1, Math.ceil(missing / this.perMs)),
    );
  }

  private rowInTurn(): Row<Opening> | null {
    if (this.length === 0 || this.turns < this.turnsNeeded) return null;
    return this.isStrangersTurn ? this.strangers : this.customers;
  }

  private get isStrangersTurn(): boolean {
    if (this.customers.length === 0) return true;
    return this.strangers.length > 0 && this.customersTurns >= STRANGERS_TURN_OF - 1;
  }

  /** How many turns must be available before the next one is taken. While no customer waits, strangers leave some turns for customers. */
  private get turnsNeeded(): number {
    return this.customers.length > 0 ? 1 : Math.max(1, this.burst * BURST_OF_STRANGERS);
  }
}

/** The waiting callers, by address. The address that is next comes first. */
class Row<Opening> {
  private readonly waiting = new Map<string, Set<Opening>>();
  private readonly addresses = new Map<Opening, string>();

  get length(): number {
    return this.addresses.size;
  }

  has(opening: Opening): boolean {
    return this.addresses.has(opening);
  }

  add(opening: Opening, address: string): void {
    const there = this.waiting.get(address) ?? new Set();
    this.waiting.set(address, there.add(opening));
    this.addresses.set(opening, address);
  }

  leave(opening: Opening): void {
    const address = this.addresses.get(opening);
    if (address === undefined) return;
    this.addresses.delete(opening);
    const there = this.waiting.get(address);
    there?.delete(opening);
    if (there?.size === 0) this.waiting.delete(address);
  }

  /** Removes and returns the next caller. Its address goes to the end of the row. */
  take(): Opening | null {
    const [first] = this.waiting;
    if (first === undefined) return null;
    const [address, there] = first;
    this.waiting.delete(address);
    this.waiting.set(address, there);
    const [opening] = there;
    if (opening === undefined) return null;
    this.leave(opening);
    return opening;
  }

  oldest(): Opening | null {
    const [first] = this.addresses.keys();
    return first ?? null;
  }

  oldestOfCrowd(except: string): Opening | null {
    let crowd: [string, Set<Opening>] | null = null;
    for (const entry of this.waiting) if (entry[1].size > (crowd?.[1].size ?? 1)) crowd = entry;
    return crowd === null || crowd[0] === except ? null : ([...crowd[1]][0] ?? null);
  }
}
