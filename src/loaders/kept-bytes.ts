/** Where bytes were put. */
export interface Place {
  /** How many bytes were put before them, ever. */
  at: number;
  length: number;
}

/**
 * Bytes, in one piece of memory of a fixed size, where the newest take the place of the oldest. The engine neither looks through
 * it nor moves it, as it does with whatever is kept as objects or texts (decision 0080).
 */
export class KeptBytes {
  private readonly memory: Buffer;
  private put = 0;

  /** @param size in bytes */
  constructor(size: number) {
    this.memory = Buffer.allocUnsafeSlow(size);
  }

  /** Where these are now; null where they are more than there is room for. */
  add(bytes: Buffer): Place | null {
    const { length } = bytes;
    const size = this.memory.length;
    if (length > size) return null;
    // In one piece: what is left at the end, where it is too little, is passed over.
    const left = size - (this.put % size);
    const at = length > left ? this.put + left : this.put;
    bytes.copy(this.memory, at % size);
    this.put = at + length;
    return { at, length };
  }

  /** Whether newer ones have taken their place. */
  isGone({ at }: Place): boolean {
    return this.put - at > this.memory.length;
  }

  /** The bytes, to be read at once: later they may be others. */
  at({ at, length }: Place): Buffer {
    const start = at % this.memory.length;
    return this.memory.subarray(start, start + length);
  }
}
