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

/** The caller whose requests are read. */
export interface Reader {
  /** The ids of the requests that are watched now. Null stands for all requests of the caller. */
  wanted(): readonly (string | null)[];
  /** Vlens for the next poll. */
  vlens(signal: AbortSignal): CallerVlens;
  /** Called when a read begins: of the lists (null), or of one request that no list contains. */
  begin(id: string | null): Taker;
  /** Called when nothing more can be read with the token. */
  ended(reason: Error): void;
}

/** Receives the results of a read. */
export interface Taker {
  /** @param apart requests that are being read one by one at the same time: nobody knows which of the two answers is newer */
  take(part: PresentStatus, apart: ReadonlySet<string>): void;
  fail(reason: Error): void;
}

/** The requests that a poll has to read: all that are watched, or only these. */
export type Sought = 'all' | readonly string[];

/** A poll after its lists were read. Each request that no list contains is then read separately. */
export interface Poll {
  /** Resolves, for each of these requests, when it was read. */
  alone: ReadonlyMap<string, Promise<void>>;
  /** How many calls the lists took. */
  listCalls: number;
}

const NONE: ReadonlySet<string> = new Set();
const NOTHING: Poll = { alone: new Map(), listCalls: 0 };
const IDLE = Promise.resolve();

/**
 * Polls the requests that one caller watches. Lists are read one after another. So are reads of the same request, if no list contains it.
 * So an older answer never overwrites a newer one. Each result is published at once, and a request that Vlens does not answer for delays no
 * other.
 */
export class CallerReads {
  /** Aborts the reads in progress; null while nothing is read. */
  private reading: AbortController | null = null;
  private pollsInFlight = 0;
  private alone: ReadsAlone | null = null;
  /** Resolves when the lists of the last poll were read. */
  private inFlight: Promise<unknown> = IDLE;
  private next: Promise<Poll> | null = null;
  /** The requests that the next poll has to read. */
  private sought: 'all' | Set<string> | null = null;

  constructor(private readonly reader: Reader) {}

  /**
   * Polls. All callers of `look` that come while lists are read share the next poll. A list costs the same number of calls for one request
   * as for all that it contains. Each request that no list contains costs a separate call, so only requests in `sought` are read this way.
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

  /** Whether the next poll waits to begin. A caller that asks for one now shares it. */
  get isAboutToPoll(): boolean {
    return this.next !== null;
  }

  /** Aborts all reads, when nobody watches any more. */
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
      // Requests that were being read one by one are read again, because the results of the lists were ignored for them.
      const alone = this.readEachAlone([...apart, ...left.filter(isSought)], vlens);
      return { alone, listCalls: counted.calls };
    } catch (error) {
      taker.fail(asError(error));
      throw error;
    }
  }

  private readEachAlone(ids: readonly string[], vlens: CallerVlens): Poll['alone'] {
    if (ids.length === 0) return NOTHING.alone;
    // Subscribers may have left while lists were read.
    const wanted = new Set(this.reader.wanted());
    this.alone ??= new ReadsAlone((id, by) => this.readAlone(id, by));
    const alone = new Map<string, Promise<void>>();
    for (const id of ids) if (wanted.has(id)) alone.set(id, this.alone.ask(id, vlens));
    return alone;
  }

  /** Resolves to whether Vlens answered in time. */
  private async readAlone(id: string, vlens: CallerVlens): Promise<boolean> {
    const taker = this.reader.begin(id);
    const part = await readAlone(vlens, id);
    const failure = part.failures.get(id);
    if (failure && isTokenEnd(failure)) this.reader.ended(failure);
    else taker.take(part, NONE);
    return !isTimeout(failure);
  }
}

/** Counts the calls to Vlens. */
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
