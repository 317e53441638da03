import type { Clock } from '../clock.js';

/** The share of the quota for opening subscriptions after a restart; steps and reads have the rest. */
const SHARE_OF_QUOTA = 0.25;
/** Customers may open this many seconds' worth of turns at once, so that normally nobody waits. */
const BURST_SECONDS = 60;
/** Strangers leave half of these turns to customers. */
const BURST_OF_STRANGERS = 0.5;
/** One turn of this many goes to a waiting stranger, so that customers who open again and again don't keep new ones out. */
const STRANGERS_TURN_OF = 4;

/**
 * The longest time until this many callers have their first status, in milliseconds. A caller that finds no place in the quota takes
 * another turn.
 */
export function openingTakesMs(callers: number, callsPerMinute: number): number {
  return callsPerMinute === 0 ? 0 : (callers * 60_000) / (callsPerMinute * SHARE_OF_QUOTA);
}

/**
 * Anybody who opens a subscription waits here for a turn to read the present status. After a restart everybody opens at once,
 * each with a read of their own: they get a part of the quota, one after the other, and nobody is refused. Addresses take turns, since
 * tokens can be invented: anybody who opens very many at one address delays nobody elsewhere. Customers whom Vlens accepted go before
 * strangers, who may come from ever new addresses.
 */
export class OpeningQueue<Opening> {
  private readonly customers = new Row<Opening>();
  private readonly strangers = new Row<Opening>();
  private readonly perMs: number;
  private readonly burst: number;
  private turns: number;
  private countedAt: number;
  /** Turns of customers since the last one of a stranger. */
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

  /** Opens it when its turn comes. A caller that waits already keeps its place, or moves to one among the customers. */
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

  /** The longest waiting caller at the address with the most of them, strangers first; null where that is this address, or none has more than one. */
  oldestOfCrowd(except: string): Opening | null {
    return this.strangers.oldestOfCrowd(except) ?? this.customers.oldestOfCrowd(except);
  }

  /** The longest waiting stranger; null where there is none. */
  oldestStranger(): Opening | null {
    return this.strangers.oldest();
  }

  /** It needs no turn any more. */
  leave(opening: Opening): void {
    this.customers.leave(opening);
    this.strangers.leave(opening);
  }

  /** Gives back a turn that made no call to Vlens: the next caller gets it. */
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

  /** How many turns must be left for the next one to be taken: strangers leave some for customers. */
  private get turnsNeeded(): number {
    return this.customers.length > 0 ? 1 : Math.max(1, this.burst * BURST_OF_STRANGERS);
  }
}

/** The waiting callers, by address; the next address comes first. */
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

  /** Takes the next caller out; its address goes to the end of the queue. */
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
