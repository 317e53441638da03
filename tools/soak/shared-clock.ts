/**
 * The sandbox has one clock for everybody: moved while somebody signs, it would end the code that they have just been sent. So it is moved
 * between signatures alone, and once for all who wait for that.
 */
export class SharedClock {
  private signing = 0;
  private moving: Promise<void> | null = null;
  private whenNobodySigns = () => {};
  /** How often it was moved. */
  moves = 0;

  /** @param advance moves the clock so far that every code may be sent again */
  constructor(private readonly advance: () => Promise<void>) {}

  /** Does what must not see the clock move. */
  async hold<T>(work: () => Promise<T>): Promise<T> {
    while (this.moving) await this.moving;
    this.signing += 1;
    try {
      return await work();
    } finally {
      this.signing -= 1;
      if (this.signing === 0) this.whenNobodySigns();
    }
  }

  /** Resolves when it was moved. */
  move(): Promise<void> {
    this.moving ??= this.moveOnce().finally(() => {
      this.moving = null;
    });
    return this.moving;
  }

  private async moveOnce(): Promise<void> {
    if (this.signing > 0)
      await new Promise<void>((resolve) => {
        this.whenNobodySigns = resolve;
      });
    await this.advance();
    this.moves += 1;
  }
}
