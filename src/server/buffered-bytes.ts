import { once } from '../in-flight.js';
import { bytesOfText } from '../vlens/bytes-in-memory.js';
import { MAX_VALUES } from './input-bounds.js';

/**
 * Bytes that a client can keep in the gateway's memory for as long as it likes: a request body or a WebSocket message of which only a part
 * has arrived, or WebSocket messages that the client does not read.
 */
export interface Buffered {
  /** The client's address block. */
  readonly from: string;
  /** How many bytes are in memory. */
  bufferedBytes: number;
  /** False if another operation is in flight on the same connection, so that the connection may not be closed. Defaults to true. */
  readonly mayGo?: boolean;
  /** Stops reading more for now; used if the connection may not be closed. */
  pause?(): void;
  /** Closes the connection. Nothing that arrived has been processed, so sending it again does no harm. */
  letGo(): void;
}

/** The most bytes of arriving data in memory, outside of the heap. Forty photographs of cards at once need less. */
export const MAX_BUFFERED_BYTES = 160 * 1024 * 1024;
/**
 * The most bytes of complete requests that wait for their answers; twice as much if each comes from another address. Together with the
 * other limits here and 150 MB for everything else, it fits into the container's 768 MiB. This part alone fits into the heap of 384 MiB.
 */
export const MAX_HELD_BYTES = 128 * 1024 * 1024;
/** The most bytes of WebSocket messages that clients have not read. HTTP answers have a limit of the same size. */
export const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/**
 * What Node and V8 need for each chunk of data besides its bytes: each has its own buffer, 445 to 590 bytes in Node 20, 24 and 26. A client
 * can send a body byte by byte, and it would then take hundreds of times its size.
 */
export const BESIDES_A_PIECE_BYTES = 512;
/** Items up to this size are limited only by their number. */
export const SMALL_BYTES = 16 * 1024;
/** Two copies: the data as it arrived, and the data as it goes to Vlens. */
const COPIES = 2;
/**
 * What V8 needs for one JSON object, array or item in Node 20 and 24, including slot, key and hidden class. The numbers hold even if no
 * object has the shape of another one.
 */
const BYTES_FOR_EACH = { '{': 256, '[': 64, ',': 128 } as const;

/**
 * This part of a limit is slack. The total must change by that much between two scans of all entries, so very many chunks share the cost of
 * one scan.
 */
const SLACK_PART = 1 / 16;

/**
 * Counts data by its bytes as they arrive; an announced size counts for nothing. Above the limit, it drops the oldest entries of the
 * addresses that have the most, so a slow upload from another address continues.
 */
export class BufferedBytes {
  /** Ordered from the oldest to the newest. */
  private readonly all = new Set<Buffered>();
  private total = 0;
  private readonly slack: number;
  /** Above this total, all entries are scanned. It rises after a scan, so that not every chunk causes one if no entry may be dropped. */
  private lookAbove: number;

  constructor(
    private readonly max = MAX_BUFFERED_BYTES,
    /** How many entries always stay, whatever their size. It is 0 for data that a client can split into any number of parts. */
    private readonly spared = 1,
  ) {
    this.slack = max * SLACK_PART;
    this.lookAbove = max;
  }

  /** @param bytes how many bytes arrived; negative if counted bytes have gone */
  add(what: Buffered, bytes: number): void {
    this.all.add(what);
    this.count(what, bytes);
    if (this.total > this.lookAbove) this.letGoOfTooMuch();
    if (this.isFull && what.mayGo === false) what.pause?.();
  }

  /** Whether the total is above the limit, even after everything that may be dropped was dropped. */
  get isFull(): boolean {
    return this.total > this.max;
  }

  /** Removes an entry that no longer takes memory. */
  end(what: Buffered): void {
    if (this.all.delete(what)) this.count(what, -what.bufferedBytes);
  }

  private count(what: Buffered, bytes: number): void {
    what.bufferedBytes += bytes;
    this.total += bytes;
    if (bytes < 0) this.lookAbove = Math.max(this.max, Math.min(this.lookAbove, this.total + this.slack));
  }

  /** Entries that may not be dropped do not count here, so they never cause other entries to be dropped. */
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
  /** Ordered from the oldest to the newest. */
  readonly each: Each[];
}

/**
 * Selects what to drop so that the rest weighs at most `max`. It takes the oldest entries of addresses with more than a fair share,
 * beginning with the address that has the most. All entries are scanned once, however many are selected.
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

/** The most that each address may have. Addresses with less than that keep everything. */
function fairShare(greediestFirst: readonly { weight: number }[], max: number): number {
  let left = max;
  for (let others = greediestFirst.length; others > 0; others -= 1) {
    const weight = greediestFirst[others - 1]?.weight ?? 0;
    if (weight > left / others) return left / others;
    left -= weight;
  }
  return Number.POSITIVE_INFINITY;
}

/** How many entries stay when there are more than `max`. Dropping some extra entries makes the next scan worth its cost. */
export function roomFor(max: number): number {
  return max - Math.floor(max * SLACK_PART);
}

function bytesOf({ bufferedBytes }: Buffered): number {
  return bufferedBytes;
}

/**
 * An upper estimate of the memory that a JSON text takes after parsing. Nested arrays take thirty times their bytes. A text with one Arabic
 * letter takes two bytes for each character, even if that letter is escaped. Values are counted only up to the number that is parsed.
 */
export function bytesOfParsed(text: string): number {
  const characters = text.includes('\\u') ? 2 * text.length : bytesOfText(text);
  let bytes = COPIES * characters;
  for (const [character, each] of Object.entries(BYTES_FOR_EACH))
    bytes += each * countOf(character, text, MAX_VALUES);
  return bytes;
}

/** How often a character occurs; counting stops just above `most`. */
export function countOf(character: string, text: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= most; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}

/**
 * The memory that operations hold until they are answered (`bytesOfParsed`). Above the limit, a large operation is refused unless its
 * address holds nothing else, so many large ones from one address keep nobody else out. Above twice the limit, every large operation is
 * refused.
 */
export class HeldBytes {
  private total = 0;
  private readonly ofAddress = new Map<string, number>();

  constructor(private readonly max = MAX_HELD_BYTES) {}

  /** Whether an operation of this size from this address fits. */
  hasRoom(addressBlock: () => string, bytes: number): boolean {
    const total = this.total + bytes;
    if (bytes <= SMALL_BYTES || total <= this.max) return true;
    return total <= 2 * this.max && !this.ofAddress.has(addressBlock());
  }

  /** Reserves memory. Returns a function that releases it, or null if there is no room. */
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
