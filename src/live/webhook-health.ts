/** After this long without a webhook, webhooks may have stopped. */
const SILENCE_MS = 10 * 60_000;

/** Judges whether webhooks arrive, by the time of the last one and by changes that no webhook announced. */
export class WebhookHealth {
  private lastAt = Number.NEGATIVE_INFINITY;
  private hasMissed = false;

  constructor(private readonly now: () => number) {}

  get isHealthy(): boolean {
    return !this.hasMissed && this.now() - this.lastAt < SILENCE_MS;
  }

  recordReceived(): void {
    this.lastAt = this.now();
    this.hasMissed = false;
  }

  /** Records that a poll found a change that no webhook had announced. */
  recordMissed(): void {
    this.hasMissed = true;
  }
}
