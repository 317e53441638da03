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
  /** Vlens for the next look. */
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

/** What a look is for: all that is wanted, or no more than these requests. */
export type Sought = 'all' | readonly string[];

/** The lists were read: what none of them holds is read by itself. */
export interface Look {
  /** When each of those was read. */
  alone: ReadonlyMap<string, Promise<void>>;
  /** How many calls its lists took at most. */
  listCalls: number;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: Look = { alone: new Map(), listCalls: 0 };
const IDLE = Promise.resolve();

/**
 * Reads what one caller watches. Lists are read one after the other, and so is each request that none of them holds, so that an older
 * answer never overwrites a newer one. Results are handed over at once: a request that Vlens does not answer delays no other.
 */
export class CallerReads {
  /** While anything is read. */
  private reading: AbortController | null = null;
  private looksInFlight = 0;
  private alone: ReadsAlone | null = null;
  /** The lists of the last look, when they were read. */
  private inFlight: Promise<unknown> = IDLE;
  private next: Promise<Look> | null = null;
  /** What those seek who wait for the next look. */
  private sought: 'all' | Set<string> | null = null;

  constructor(private readonly reader: Reader) {}

  /**
   * Who asks while lists are read waits for the next look, together with all others who ask meanwhile. Lists cost the same for one request as for
   * all that they hold. Of what they don't hold each costs a call of its own: those are read that somebody seeks.
   */
  look(sought: Sought): Promise<Look> {
    this.seek(sought);
    this.next ??= this.inFlight.then(() => {
      this.next = null;
      const look = this.begin();
      const isOver = look.then(({ alone }) => Promise.allSettled(alone.values()));
      this.looksInFlight += 1;
      const forget = () => {
        this.looksInFlight -= 1;
        if (this.looksInFlight === 0) this.reading = null;
      };
      isOver.then(forget, forget);
      this.inFlight = look.then(nothing, nothing);
      return look;
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

  private async begin(): Promise<Look> {
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

  private readEachAlone(ids: readonly string[], vlens: CallerVlens): Look['alone'] {
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
