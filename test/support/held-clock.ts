/** A clock that stands still until a test moves it; what is due then happens in order. */
export class HeldClock {
  private time = 0;
  private setBackMs = 0;
  private due: { at: number; callback: () => void }[] = [];

  now(): number {
    return this.time - this.setBackMs;
  }

  monotonicNow(): number {
    return this.time;
  }

  setTimeout(callback: () => void, ms: number): () => void {
    return this.after(ms, callback);
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { at: this.time + ms, callback };
    this.due.push(timer);
    return () => {
      this.due = this.due.filter((other) => other !== timer);
    };
  }

  /** As a machine's clock is set that was ahead: nothing becomes due by it. */
  setBack(ms: number): void {
    this.setBackMs += ms;
  }

  /** Moves on by so many milliseconds, with promises settled in between. */
  async advance(ms: number): Promise<void> {
    const end = this.time + ms;
    await settle();
    for (;;) {
      const next = this.due.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.due = this.due.filter((timer) => timer !== next);
      this.time = Math.max(this.time, next.at);
      next.callback();
      await settle();
    }
    this.time = end;
  }
}

async function settle(): Promise<void> {
  for (let i = 0; i < 5; i += 1) await Promise.resolve();
}
