/** Random numbers that a seed repeats (mulberry32). */
export class SeededRandom {
  constructor(private state: number) {}

  /** 0 to 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  isLucky(share: number): boolean {
    return this.next() < share;
  }

  between(least: number, most: number): number {
    return Math.floor(least + this.next() * (most - least));
  }

  oneOf<T>(first: T, ...rest: T[]): T {
    return [first, ...rest][this.between(0, rest.length + 1)] ?? first;
  }
}
