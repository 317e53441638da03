/** The time that a call has, all its attempts together: it runs from the first sending, not from the wait for quota. */
export class TimeLimit {
  private endsAt: number | null = null;

  constructor(
    private readonly limitMs: number,
    private readonly now: () => number,
  ) {}

  /** Starts the time where it does not run yet, and answers how much of it is left. */
  start(): number {
    this.endsAt ??= this.now() + this.limitMs;
    return this.leftMs();
  }

  leftMs(): number {
    return this.endsAt === null ? this.limitMs : Math.max(0, this.endsAt - this.now());
  }
}
