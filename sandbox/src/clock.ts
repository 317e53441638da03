/** The sandbox's time: the real one, and how far the control API has moved it. */
export class SandboxClock {
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
    return this.moveTo(this.offsetMs + seconds * 1000);
  }

  /** The clock goes on from `instant`. */
  set(instant: Date): Promise<void> {
    return this.moveTo(instant.getTime() - this.real().getTime());
  }

  reset(): Promise<void> {
    return this.moveTo(0);
  }

  private async moveTo(offsetMs: number): Promise<void> {
    await this.keep(offsetMs);
    this.offsetMs = offsetMs;
  }
}
