import { LRUCache } from 'lru-cache';
import type { BodyReader } from '../vlens/answer.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { CallAborted } from '../vlens/faults.js';
import { DroppedRequests } from './dropped-requests.js';
import { KeptBytes, type Place } from './kept-bytes.js';

export interface SharedReadsLimits {
  maxEntries: number;
  maxBytes: number;
}

/** What one process keeps of its callers' reads at the most: several minutes of what Vlens's quota lets in. */
export const READS_LIMITS: SharedReadsLimits = { maxEntries: 2000, maxBytes: 3 * 1024 * 1024 };

export interface Reading<T> {
  /** Whose answer it is; nobody else ever gets it. */
  caller: CallerKey;
  /** What is asked: the endpoint and its arguments. */
  question: string;
  /** How old an answer may be, in milliseconds; 0 asks anew, though still together with whoever asks right now. */
  maxAgeMs: number;
  /** The greatest age that anybody takes this answer at, in milliseconds: then it is let go. */
  keptForMs: number;
  /** Whether a mutation of the caller could change the answer. */
  isChangedByMutations: boolean;
  /** Ends this one's wait, and the call itself only when nobody else waits for it. */
  signal: AbortSignal;
  ask: (signal: AbortSignal) => Promise<T>;
  /** The business requests that an answer tells of. */
  requestIdsOf: (answer: T) => string[];
  /** What an answer is kept as, and read of again; null where it is not worth keeping. */
  keptAs: (answer: T) => { body: Buffer; reader: BodyReader<T> } | null;
}

export type Question<T> = Pick<
  Reading<T>,
  'caller' | 'question' | 'maxAgeMs' | 'isChangedByMutations' | 'requestIdsOf'
>;

interface Read<T> {
  value: T;
  origin: Origin;
  /** Of the kept answer, where it was one. */
  serial: number | null;
}

/** How an answer came about: Vlens was asked for it, it was on its way to the same caller already, or it was kept. */
export type Origin = 'asked' | 'shared' | 'cached';

interface Kept<T = unknown> {
  place: Place;
  reader: BodyReader<T>;
  /** Known from when somebody had to know them. */
  requestIds: string[] | null;
  /** No other kept answer has it. */
  serial: number;
  readAt: number;
  goodUntil: number;
}

/** Letting go costs a walk over all that is kept. */
const LET_GO_EVERY_MS = 1000;

interface UnderWay {
  /** Null once it is over: a map's entries can outlive their place in it, until all of the memory is looked through. */
  answer: Promise<unknown> | null;
  askedAt: number;
  abort: AbortController;
  waiters: number;
}

/**
 * One caller's reads, shared between that caller's operations: the same question under way is asked once, and an answer
 * may be used again until it is too old or a mutation of that caller could have changed it. It lives in this process
 * only, bounded in entries and bytes; no token is kept, only its keyed hash.
 */
export class SharedReads {
  private readonly underWay = new Map<string, UnderWay>();
  private readonly answers: LRUCache<string, Kept>;
  private readonly bodies: KeptBytes;
  private readonly dropped = new DroppedRequests();
  /** What each caller's questions are keyed with besides: another one after each drop, so that nothing older is found. */
  private readonly eras: LRUCache<CallerKey, number>;
  private newestEra = 0;
  private lastSerial = 0;
  private letGoAt = 0;

  constructor(
    limits: SharedReadsLimits,
    /** Milliseconds that only go forward. */
    private readonly now: () => number,
  ) {
    this.answers = new LRUCache({ max: limits.maxEntries });
    this.bodies = new KeptBytes(limits.maxBytes);
    this.eras = new LRUCache({ max: limits.maxEntries });
  }

  /**
   * The answer, and how it came about. A failure is shared by those who waited for it, and never kept.
   * @throws what `ask` throws, or CallAborted where the signal ended the wait.
   */
  async read<T>(reading: Reading<T>): Promise<Read<T>> {
    const { value, origin, askedAt, serial } = await this.readOnce(reading);
    // Asked by somebody else before a drop, and perhaps joined after it.
    const mayBeOld = origin === 'shared' && this.isOutdated(reading, value, askedAt);
    return mayBeOld ? this.readOnce(reading) : { value, origin, serial };
  }

  private async readOnce<T>(reading: Reading<T>): Promise<Read<T> & { askedAt: number }> {
    if (reading.signal.aborted) throw new CallAborted();
    const era = reading.isChangedByMutations ? this.eraOf(reading.caller) : '';
    const key = `${reading.caller} ${era} ${reading.question}`;
    const kept = this.answers.get(key) as Kept<T> | undefined;
    if (kept && this.isGood(reading, kept)) {
      const { readAt, serial } = kept;
      return { value: this.readAgain(kept), origin: 'cached', askedAt: readAt, serial };
    }
    const joined = this.underWay.get(key);
    const call = joined ?? this.ask(key, reading);
    const value = (await this.wait(key, call, reading.signal)) as T;
    return { value, origin: joined ? 'shared' : 'asked', askedAt: call.askedAt, serial: null };
  }

  /** Whether who asked this now would be given this very kept answer. */
  wouldGive<T>(question: Question<T>, serial: number): boolean {
    const era = question.isChangedByMutations ? this.eras.get(question.caller) : '';
    const kept = this.answers.get(`${question.caller} ${era} ${question.question}`) as Kept<T> | undefined;
    return kept?.serial === serial && this.isGood(question, kept);
  }

  /** Forgets what this caller has read and a mutation of theirs could have changed, also what is on its way. */
  drop(caller: CallerKey): void {
    this.eras.delete(caller);
  }

  /** Forgets every answer that tells of this request, whoever read it, also those on their way. */
  dropRequest(requestId: string): void {
    this.dropped.drop(requestId, this.now());
  }

  /** How many answers are kept. */
  get size(): number {
    return this.answers.size;
  }

  /** An era that was lost begins anew under another name: what was read in it is never found again. */
  private eraOf(caller: CallerKey): number {
    const known = this.eras.get(caller);
    if (known !== undefined) return known;
    this.newestEra += 1;
    this.eras.set(caller, this.newestEra);
    return this.newestEra;
  }

  /** Whether one of the requests that an answer tells of was dropped after it was asked for. */
  private isOutdated<T>(
    { requestIdsOf }: Pick<Reading<T>, 'requestIdsOf'>,
    value: T,
    askedAt: number,
  ): boolean {
    return this.dropped.sinceThen(askedAt) && this.dropped.includes(requestIdsOf(value), askedAt);
  }

  private isGood<T>(
    { maxAgeMs, requestIdsOf }: Pick<Reading<T>, 'maxAgeMs' | 'requestIdsOf'>,
    kept: Kept<T>,
  ): boolean {
    if (this.now() - kept.readAt >= maxAgeMs || this.bodies.isGone(kept.place)) return false;
    if (!this.dropped.sinceThen(kept.readAt)) return true;
    kept.requestIds ??= requestIdsOf(this.readAgain(kept));
    return !this.dropped.includes(kept.requestIds, kept.readAt);
  }

  private readAgain<T>({ reader, place }: Kept<T>): T {
    return reader.read(this.bodies.at(place));
  }

  private ask<T>(key: string, reading: Reading<T>): UnderWay {
    const { ask, keptAs, maxAgeMs, keptForMs } = reading;
    const abort = new AbortController();
    const askedAt = this.now();
    const answer = ask(abort.signal);
    const call: UnderWay = { answer, askedAt, abort, waiters: 0 };
    this.underWay.set(key, call);
    answer.then(
      (value) => {
        this.over(key, call);
        const sent = maxAgeMs === 0 ? null : keptAs(value);
        if (sent === null || this.isOutdated(reading, value, askedAt)) return;
        const place = this.bodies.add(sent.body);
        if (place === null) return;
        this.letGoOfTheOld();
        this.lastSerial += 1;
        const serial = this.lastSerial;
        const goodUntil = askedAt + keptForMs;
        const { reader } = sent;
        this.answers.set(key, { place, reader, requestIds: null, serial, readAt: askedAt, goodUntil });
      },
      () => this.over(key, call),
    );
    return call;
  }

  /** What nobody can take any more would else stay until its place is needed: up to all the memory that is allowed. */
  private letGoOfTheOld(): void {
    const now = this.now();
    if (now - this.letGoAt < LET_GO_EVERY_MS) return;
    this.letGoAt = now;
    for (const [key, { goodUntil }] of this.answers.entries()) if (goodUntil <= now) this.answers.delete(key);
  }

  private over(key: string, call: UnderWay): void {
    if (this.underWay.get(key) === call) this.underWay.delete(key);
    call.answer = null;
  }

  private wait(key: string, call: UnderWay, signal: AbortSignal): Promise<unknown> {
    call.waiters += 1;
    return new Promise((resolve, reject) => {
      const over = () => {
        signal.removeEventListener('abort', leave);
        call.waiters -= 1;
      };
      const leave = () => {
        over();
        if (call.waiters === 0) {
          this.over(key, call);
          call.abort.abort();
        }
        reject(new CallAborted());
      };
      signal.addEventListener('abort', leave);
      const settled =
        <Outcome>(settle: (outcome: Outcome) => void) =>
        (outcome: Outcome) => {
          if (signal.aborted) return;
          over();
          settle(outcome);
        };
      call.answer?.then(settled(resolve), settled(reject));
    });
  }
}
