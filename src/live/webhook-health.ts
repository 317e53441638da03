/** After so long without one, webhooks may have stopped. */
const SILENCE_MS = 10 * 60_000;

/** Whether webhooks come in: judged by when the last one came, and by changes that no webhook announced. */
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

  /** A poll found a change that no webhook had announced. */
  recordMissed(): void {
    this.hasMissed = true;
  }
}
