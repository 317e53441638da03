import { abortController } from '../vlens/abort-controller.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import {
  asError,
  isTimeout,
  isTokenEnd,
  type PresentStatus,
  readAlone,
  readLists,
} from './present-status.js';
import { ReadsAlone } from './reads-alone.js';

/** Receives the results of the reads. */
export interface Reader {
  /** What is wanted now; null stands for all of the caller's. */
  wanted(): readonly (string | null)[];
  /** Vlens for the next poll. */
  vlens(signal: AbortSignal): CallerVlens;
  /** A read begins: of the lists, or of one request that none of them holds. */
  begin(id: string | null): Taker;
  /** The token reads nothing any more. */
  ended(reason: Error): void;
}

/** Takes what a read brings. */
export interface Taker {
  /** @param apart requests that are being read one by one meanwhile: which of the two answers is newer is not known */
  take(part: PresentStatus, apart: ReadonlySet<string>): void;
  fail(reason: Error): void;
}

/** What a poll is for: all that is wanted, or no more than these requests. */
export type Sought = 'all' | readonly string[];

/** The lists were read: what none of them holds is read by itself. */
export interface Poll {
  /** When each of those was read. */
  alone: ReadonlyMap<string, Promise<void>>;
  /** How many calls its lists took at most. */
  listCalls: number;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: Poll = { alone: new Map(), listCalls: 0 };
const IDLE = Promise.resolve();

/**
 * Reads what one caller watches. Lists are read one after the other, and so is each request that none of them holds, so that an older
 * answer never overwrites a newer one. Results are handed over at once: a request that Vlens does not answer delays no other.
 */
export class CallerReads {
  /** While anything is read. */
  private reading: AbortController | null = null;
  private pollsInFlight = 0;
  private alone: ReadsAlone | null = null;
  /** The lists of the last poll, when they were read. */
  private inFlight: Promise<unknown> = IDLE;
  private next: Promise<Poll> | null = null;
  /** What the callers waiting for the next poll want. */
  private sought: 'all' | Set<string> | null = null;

  constructor(private readonly reader: Reader) {}

  /**
   * A poll that is asked for while lists are read shares the next one with all others that are asked for meanwhile. Lists cost the same
   * for one request as for all that they hold. Each request outside of the lists costs a call of its own, and is read only if it is wanted.
   */
  poll(sought: Sought): Promise<Poll> {
    this.seek(sought);
    this.next ??= this.inFlight.then(() => {
      this.next = null;
      const poll = this.begin();
      const isOver = poll.then(({ alone }) => Promise.allSettled(alone.values()));
      this.pollsInFlight += 1;
      const forget = () => {
        this.pollsInFlight -= 1;
        if (this.pollsInFlight === 0) this.reading = null;
      };
      isOver.then(forget, forget);
      this.inFlight = poll.then(nothing, nothing);
      return poll;
    });
    return this.next;
  }

  /** Nobody wants it any more. */
  abort(): void {
    this.reading?.abort();
  }

  private seek(sought: Sought): void {
    if (sought === 'all') this.sought = 'all';
    if (sought === 'all' || this.sought === 'all') return;
    this.sought ??= new Set();
    for (const id of sought) this.sought.add(id);
  }

  private async begin(): Promise<Poll> {
    const { sought } = this;
    this.sought = null;
    const wanted = this.reader.wanted();
    if (wanted.length === 0) return NOTHING;
    const apart = this.alone?.ids ?? NONE;
    const taker = this.reader.begin(null);
    try {
      this.reading ??= abortController();
      const vlens = this.reader.vlens(this.reading.signal);
      const counted = new CountedVlens(vlens);
      const listed = wanted.filter((id) => id === null || !apart.has(id));
      const left = await readLists(counted.vlens, listed, (part) => {
        for (const failure of part.failures.values()) if (isTokenEnd(failure)) throw failure;
        taker.take(part, apart);
      });
      const isSought = (id: string) => sought === 'all' || Boolean(sought?.has(id));
      // Requests that were being read are read again: what a list said about them meanwhile was ignored.
      const alone = this.readEachAlone([...apart, ...left.filter(isSought)], vlens);
      return { alone, listCalls: counted.calls };
    } catch (error) {
      taker.fail(asError(error));
      throw error;
    }
  }

  private readEachAlone(ids: readonly string[], vlens: CallerVlens): Poll['alone'] {
    if (ids.length === 0) return NOTHING.alone;
    // The subscribers who wanted it may have left while lists were read.
    const wanted = new Set(this.reader.wanted());
    this.alone ??= new ReadsAlone((id, by) => this.readAlone(id, by));
    const alone = new Map<string, Promise<void>>();
    for (const id of ids) if (wanted.has(id)) alone.set(id, this.alone.ask(id, vlens));
    return alone;
  }

  /** Answers whether Vlens answered in time. */
  private async readAlone(id: string, vlens: CallerVlens): Promise<boolean> {
    const taker = this.reader.begin(id);
    const part = await readAlone(vlens, id);
    const failure = part.failures.get(id);
    if (failure && isTokenEnd(failure)) this.reader.ended(failure);
    else taker.take(part, NONE);
    return !isTimeout(failure);
  }
}

/** Vlens, and how often it was called. */
class CountedVlens {
  calls = 0;
  readonly vlens: CallerVlens;

  constructor(vlens: CallerVlens) {
    const call: CallerVlens['call'] = (...asked) => {
      this.calls += 1;
      return vlens.call(...asked);
    };
    this.vlens = { ...vlens, call };
  }
}

function nothing(): void {}
