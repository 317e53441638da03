import { once } from '../in-flight.js';
import { bytesOfText } from '../vlens/bytes-in-memory.js';
import { MAX_VALUES } from './input-bounds.js';

/**
 * Bytes that stay in memory for as long as a client likes: a request's body, or a message over a WebSocket, of which only a part has
 * arrived; and messages sent over a WebSocket whose client does not read them.
 */
export interface Buffered {
  /** The block of addresses of the client. */
  readonly from: string;
  /** What of it is here. */
  bufferedBytes: number;
  /** False where something else is in flight on its connection; otherwise it may. */
  readonly mayGo?: boolean;
  /** Has no more of it come for now, where it may not go. */
  pause?(): void;
  /** Ends its connection. Nothing of what arrived has been taken: anybody who sends it again does no harm. */
  letGo(): void;
}

/** The limit for all bodies and messages that are arriving, outside of the heap: forty photographs of cards at once are less. */
export const MAX_BUFFERED_BYTES = 160 * 1024 * 1024;
/**
 * The limit for requests that have arrived and wait for their answers; twice as much if each is from another address. That, the other
 * limits here and 150 MB for the rest stay below the container's 768 MiB, and this part below its heap of 384.
 */
export const MAX_HELD_BYTES = 128 * 1024 * 1024;
/** For messages over WebSockets that are not read; answers over HTTP have as much again. */
export const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/**
 * The overhead of Node and V8 for each chunk that arrives: a buffer of its own, 445 to 590 bytes in Node 20, 24 and 26. A body that comes
 * byte by byte would take hundreds of times its length in memory.
 */
export const BESIDES_A_PIECE_BYTES = 512;
/** Smaller ones are limited by their number alone. */
export const SMALL_BYTES = 16 * 1024;
/** As it came, and as it goes on to Vlens. */
const COPIES = 2;
/** What V8 needs for one of them in Node 20 and 24, its place, key and hidden class included, and no less where none is like another. */
const BYTES_FOR_EACH = { '{': 256, '[': 64, ',': 128 } as const;

/** The part of the limit that must change before all entries are scanned again, so that very many chunks share the cost of a scan. */
const SLACK_PART = 1 / 16;

/**
 * Counts bytes as they arrive: an announced length costs nothing yet. Beyond the limit the oldest entries of the addresses with the most
 * are dropped, so that a slow upload from another address goes on.
 */
export class BufferedBytes {
  /** The oldest first. */
  private readonly all = new Set<Buffered>();
  private total = 0;
  private readonly slack: number;
  /** Beyond it all are looked at: not again for each piece where none of them may go. */
  private lookAbove: number;

  constructor(
    private readonly max = MAX_BUFFERED_BYTES,
    /** How many are let be, however much they are: none of what a client may cut in ever so many pieces. */
    private readonly spared = 1,
  ) {
    this.slack = max * SLACK_PART;
    this.lookAbove = max;
  }

  /** @param bytes that have come; fewer than none for what was counted and has gone */
  add(what: Buffered, bytes: number): void {
    this.all.add(what);
    this.count(what, bytes);
    if (this.total > this.lookAbove) this.letGoOfTooMuch();
    if (this.isFull && what.mayGo === false) what.pause?.();
  }

  /** Whether there is too much here, also after all that may go went. */
  get isFull(): boolean {
    return this.total > this.max;
  }

  /** Nothing of it is here any more. */
  end(what: Buffered): void {
    if (this.all.delete(what)) this.count(what, -what.bufferedBytes);
  }

  private count(what: Buffered, bytes: number): void {
    what.bufferedBytes += bytes;
    this.total += bytes;
    if (bytes < 0) this.lookAbove = Math.max(this.max, Math.min(this.lookAbove, this.total + this.slack));
  }

  /** What may not go counts for itself: it has nobody else let go. */
  private letGoOfTooMuch(): void {
    const all = [...this.all].filter(({ mayGo = true }) => mayGo);
    const bytes = all.reduce((sum, { bufferedBytes }) => sum + bufferedBytes, 0);
    const gone = bytes > this.max ? oldestOfGreediest(all, bytesOf, this.max - this.slack) : [];
    for (const each of gone.slice(0, Math.max(0, all.length - this.spared))) {
      this.end(each);
      each.letGo();
    }
    this.lookAbove = Math.max(this.max, this.total + this.slack);
  }
}

interface OfAddress<Each> {
  weight: number;
  /** The oldest first. */
  readonly each: Each[];
}

/**
 * The entries to drop so that the rest weighs no more than this: the oldest of the addresses with more than a fair share, those with the
 * most first. One scan finds them all.
 */
export function oldestOfGreediest<Each extends { from: string }>(
  all: Iterable<Each>,
  weigh: (each: Each) => number,
  max: number,
): Each[] {
  const byAddress = new Map<string, OfAddress<Each>>();
  let total = 0;
  for (const each of all) {
    const own = byAddress.get(each.from) ?? { weight: 0, each: [] };
    byAddress.set(each.from, own);
    own.each.push(each);
    own.weight += weigh(each);
    total += weigh(each);
  }
  const greediestFirst = [...byAddress.values()].sort((one, other) => other.weight - one.weight);
  const share = fairShare(greediestFirst, max);
  const gone: Each[] = [];
  for (const { each: own, weight } of greediestFirst) {
    let left = weight;
    for (const each of own) {
      if (left <= share || total <= max) break;
      left -= weigh(each);
      total -= weigh(each);
      gone.push(each);
    }
  }
  return gone;
}

/** The most that each address may have, where those that have less keep all of it. */
function fairShare(greediestFirst: readonly { weight: number }[], max: number): number {
  let left = max;
  for (let others = greediestFirst.length; others > 0; others -= 1) {
    const weight = greediestFirst[others - 1]?.weight ?? 0;
    if (weight > left / others) return left / others;
    left -= weight;
  }
  return Number.POSITIVE_INFINITY;
}

/** How many of so many stay where there are more: as many fewer as make a look at all worth it. */
export function roomFor(max: number): number {
  return max - Math.floor(max * SLACK_PART);
}

function bytesOf({ bufferedBytes }: Buffered): number {
  return bufferedBytes;
}

/**
 * What a JSON text takes of the memory once it is parsed, or more: nested arrays take thirty times their bytes, and a text with one Arabic
 * letter twice its characters, also where that letter is escaped. No more values are counted than are parsed.
 */
export function bytesOfParsed(text: string): number {
  const characters = text.includes('\\u') ? 2 * text.length : bytesOfText(text);
  let bytes = COPIES * characters;
  for (const [character, each] of Object.entries(BYTES_FOR_EACH))
    bytes += each * countOf(character, text, MAX_VALUES);
  return bytes;
}

/** How often it stands there, as far as it matters: a little beyond the most. */
export function countOf(character: string, text: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}

/**
 * The memory that operations take until they are answered (`bytesOfParsed`). Beyond the limit a large one is refused unless its address
 * holds nothing else, so that many large ones from one place keep nobody out; beyond twice the limit every large one is refused.
 */
export class HeldBytes {
  private total = 0;
  private readonly ofAddress = new Map<string, number>();

  constructor(private readonly max = MAX_HELD_BYTES) {}

  /** Whether there is room for so much from there. */
  hasRoom(addressBlock: () => string, bytes: number): boolean {
    const total = this.total + bytes;
    if (bytes <= SMALL_BYTES || total <= this.max) return true;
    return total <= 2 * this.max && !this.ofAddress.has(addressBlock());
  }

  /** Answers how to give it back, once; null where there is no room. */
  take(addressBlock: () => string, bytes: number): (() => void) | null {
    if (bytes <= SMALL_BYTES) return () => {};
    if (!this.hasRoom(addressBlock, bytes)) return null;
    const from = addressBlock();
    this.add(from, bytes);
    return once(() => this.add(from, -bytes));
  }

  private add(from: string, bytes: number): void {
    this.total += bytes;
    const own = (this.ofAddress.get(from) ?? 0) + bytes;
    if (own > 0) this.ofAddress.set(from, own);
    else this.ofAddress.delete(from);
  }
}
