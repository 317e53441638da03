/**
 * What is in the memory for as long as somebody else lets it: the body of a request, or a message over a WebSocket, that has begun to
 * arrive and is not whole; and what was told over a WebSocket whose client does not read it.
 */
export interface Buffered {
  /** The block of addresses of the client. */
  readonly from: string;
  /** What of it is here. */
  bufferedBytes: number;
  /** Ends its connection. Nothing of what arrived has been taken: anybody who sends it again does no harm. */
  letGo(): void;
}

/** What of each kind may be in the memory together, and as much again of what is whole and not answered yet. */
export const MAX_RECEIVED_BYTES = 256 * 1024 * 1024;
/** What is smaller is held by their number alone. */
const SMALL_BYTES = 16 * 1024;

/**
 * Counted by its bytes as they come: what somebody announces costs nothing yet. Beyond the limit one is let go, the oldest of the
 * address that has the most, so that a slow upload of somebody else goes on.
 */
export class BufferedBytes {
  /** The oldest first. */
  private readonly all = new Set<Buffered>();
  private total = 0;

  constructor(private readonly max = MAX_RECEIVED_BYTES) {}

  /** @param bytes that have come; fewer than none for what was counted and has gone */
  add(what: Buffered, bytes: number): void {
    this.all.add(what);
    what.bufferedBytes += bytes;
    this.total += bytes;
    while (this.total > this.max && this.all.size > 1) this.letGo(oldestOfGreediest(this.all, bytesOf));
  }

  /** Nothing of it is here any more. */
  end(what: Buffered): void {
    if (!this.all.delete(what)) return;
    this.total -= what.bufferedBytes;
    what.bufferedBytes = 0;
  }

  private letGo(what: Buffered): void {
    this.end(what);
    what.letGo();
  }
}

/** The oldest of those that come from the address with the most; of two with the same, from the older one. */
export function oldestOfGreediest<Each extends { from: string }>(
  all: readonly Each[] | ReadonlySet<Each>,
  weigh: (each: Each) => number,
): Each {
  const weights = new Map<string, number>();
  for (const each of all) weights.set(each.from, (weights.get(each.from) ?? 0) + weigh(each));
  const [greediest] = [...weights].reduce((most, next) => (next[1] > most[1] ? next : most));
  for (const each of all) if (each.from === greediest) return each;
  throw new Error('There is none.');
}

function bytesOf({ bufferedBytes }: Buffered): number {
  return bufferedBytes;
}

/**
 * What is held of operations until they are answered. Beyond the limit a large one is refused unless its address holds nothing else,
 * so that many large ones from one place keep nobody out; twice the limit is the end of all.
 */
export class HeldBytes {
  private total = 0;
  private readonly ofAddress = new Map<string, number>();

  constructor(private readonly max = MAX_RECEIVED_BYTES) {}

  /** Whether there is room for so much from there. */
  hasRoom(addressBlock: () => string, bytes: number): boolean {
    const total = this.total + bytes;
    if (bytes <= SMALL_BYTES || total <= this.max) return true;
    return total <= 2 * this.max && !this.ofAddress.has(addressBlock());
  }

  /** Answers how to give it back, once; null where there is no room. */
  take(addressBlock: () => string, bytes: number): (() => void) | null {
    if (bytes <= SMALL_BYTES) return nothing;
    if (!this.hasRoom(addressBlock, bytes)) return null;
    const from = addressBlock();
    this.add(from, bytes);
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.add(from, -bytes);
    };
  }

  private add(from: string, bytes: number): void {
    this.total += bytes;
    const own = (this.ofAddress.get(from) ?? 0) + bytes;
    if (own > 0) this.ofAddress.set(from, own);
    else this.ofAddress.delete(from);
  }
}

function nothing(): void {}
