/** The effects of a fault last a little longer than itself. */
const AFTERMATH_MS = 500;

/** Periods of time, some of them not over yet. */
export class Periods {
  private readonly periods: { from: number; to: number }[] = [];

  async during(action: () => Promise<unknown>): Promise<void> {
    const period = { from: Date.now(), to: Number.POSITIVE_INFINITY };
    this.periods.push(period);
    try {
      await action();
    } finally {
      period.to = Date.now() + AFTERMATH_MS;
    }
  }

  readonly overlap = (from: number, to: number): boolean =>
    this.periods.some((period) => period.from <= to && period.to >= from);
}
