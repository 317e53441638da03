/** After so long without one, webhooks may have stopped. */
const SILENCE_MS = 10 * 60_000;

/** Whether webhooks come in: judged by when the last one came, and by changes that none of them told. */
export class WebhookTrust {
  private lastAt = Number.NEGATIVE_INFINITY;
  private hasMissed = false;

  constructor(private readonly now: () => number) {}

  get arrive(): boolean {
    return !this.hasMissed && this.now() - this.lastAt < SILENCE_MS;
  }

  cameIn(): void {
    this.lastAt = this.now();
    this.hasMissed = false;
  }

  /** A change was found by looking that no webhook had told. */
  missedOne(): void {
    this.hasMissed = true;
  }
}
