/** The sandbox's time: the real one, and how far the control API has moved it. */
export class SandboxClock {
  /** One move after the other: of two at once, the second counts from where the first has put the clock. */
  private moved: Promise<void> = Promise.resolve();

  private constructor(
    private readonly real: () => Date,
    private offsetMs: number,
    private readonly keep: (offsetMs: number) => Promise<void>,
  ) {}

  /** @param keep where a moved clock stays moved over a restart. */
  static async open(
    real: () => Date,
    kept: { read: () => Promise<number>; write: (offsetMs: number) => Promise<void> },
  ): Promise<SandboxClock> {
    return new SandboxClock(real, await kept.read(), kept.write);
  }

  now(): Date {
    return new Date(this.real().getTime() + this.offsetMs);
  }

  /** How far ahead of the real time, in milliseconds. */
  get offset(): number {
    return this.offsetMs;
  }

  advance(seconds: number): Promise<void> {
    return this.move(() => this.offsetMs + seconds * 1000);
  }

  /** The clock goes on from `instant`. */
  set(instant: Date): Promise<void> {
    return this.move(() => instant.getTime() - this.real().getTime());
  }

  reset(): Promise<void> {
    return this.move(() => 0);
  }

  private move(to: () => number): Promise<void> {
    const moved = this.moved.then(async () => {
      const offsetMs = to();
      await this.keep(offsetMs);
      this.offsetMs = offsetMs;
    });
    // One that could not be kept keeps nobody else from moving the clock.
    this.moved = moved.catch(() => {});
    return moved;
  }
}
