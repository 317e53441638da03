import { waitAfter } from '../rules/webhook-retries.js';
import type { Database } from '../store/tables.js';
import {
  type AttemptEnd,
  type ClaimedDelivery,
  claimDue,
  endAttempt,
  nextDueAt,
  renewLease,
} from '../store/webhook-attempts.js';
import { isWired } from '../store/webhook-subscriptions.js';
import type { RealTime } from './real-time.js';
import { type Reception, send } from './send.js';

/** Anybody who has not renewed the right to deliver by then is gone; an attempt may take a minute. */
const LEASE_MS = 7000;
const RENEWAL_MS = 3000;
/** What another process on this database has left behind is found this late at the latest. */
const MAX_SLEEP_MS = 5000;
const GRACE_MS = 2000;

/**
 * Delivers what is in the outbox, at least once: one delivery at a time to each subscription, and a failed one again
 * later. Nothing of it is kept in memory, so that it goes on after a kill where it was.
 */
export class Deliverer {
  private readonly inFlight = new Map<string, Promise<void>>();
  private readonly cut = new AbortController();
  private round: Promise<void> | null = null;
  private isWoken = false;
  private isStopped = false;
  private sleepNoMore = () => {};

  constructor(
    private readonly db: Database,
    private readonly time: RealTime,
    private readonly log: (line: string) => void,
  ) {}

  /** Looks for what is due: at the start, after a commit, when a delivery is over, and when a wait is. */
  wake(): void {
    if (this.isStopped) return;
    this.isWoken = true;
    this.round ??= this.goRound();
  }

  /** Begins no more; what is under way has two seconds to end by itself. */
  async stop(): Promise<void> {
    this.isStopped = true;
    await this.round;
    this.sleepNoMore();
    const graceOver = this.time.wakeAfter(GRACE_MS, () => this.cut.abort());
    await Promise.all(this.inFlight.values());
    graceOver();
  }

  private async goRound(): Promise<void> {
    while (this.isWoken && !this.isStopped) {
      this.isWoken = false;
      await this.deliverDue();
    }
    this.round = null;
  }

  private async deliverDue(): Promise<void> {
    try {
      const now = this.time.now();
      const claim = { now, leaseEnds: later(now, LEASE_MS), except: [...this.inFlight.keys()] };
      for (const delivery of await claimDue(this.db, claim)) {
        this.inFlight.set(delivery.subscriptionId, this.deliver(delivery));
      }
      this.sleepUntil(await nextDueAt(this.db, now));
    } catch (error) {
      this.logFailure(error);
      this.sleepUntil(null);
    }
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const letGo = this.holdLease(delivery);
    try {
      const reception = await send(delivery, { time: this.time, stopped: this.cut.signal });
      await letGo();
      await endAttempt(this.db, delivery, this.judge(delivery, reception));
    } catch (error) {
      this.logFailure(error);
    } finally {
      await letGo();
      this.inFlight.delete(delivery.subscriptionId);
      this.wake();
    }
  }

  /** Keeps the right to deliver while the attempt is under way; answers how to let go of it. */
  private holdLease(delivery: ClaimedDelivery): () => Promise<void> {
    let renewing: Promise<void> = Promise.resolve();
    let isOver = false;
    let cancelRenewal = () => {};
    const renewLater = () => {
      cancelRenewal = this.time.wakeAfter(RENEWAL_MS, () => {
        renewing = renewLease(this.db, delivery, later(this.time.now(), LEASE_MS)).then(
          () => {
            if (!isOver) renewLater();
          },
          (error: unknown) => this.logFailure(error),
        );
      });
    };
    renewLater();
    return async () => {
      isOver = true;
      cancelRenewal();
      await renewing;
    };
  }

  private judge(
    { eventId, subscriptionId, attempts }: ClaimedDelivery,
    { status, error }: Reception,
  ): AttemptEnd {
    const at = this.time.now();
    if (status !== null && status >= 200 && status < 300) return { at, status, isDelivered: true };
    const waitMs = waitAfter(attempts);
    // A gateway that was stopped beside this one: nobody waits for it.
    const isGone = error === 'refused' && isWired(subscriptionId);
    if (waitMs === null && !isGone)
      this.log(`Webhook event ${eventId} is given up after ${attempts} attempts.`);
    const retryAt = waitMs === null ? null : later(at, waitMs);
    return { at, status, error, isDelivered: false, retryAt };
  }

  private sleepUntil(due: Date | null): void {
    this.sleepNoMore();
    const untilDue = due === null ? MAX_SLEEP_MS : due.getTime() - this.time.now().getTime();
    const ms = Math.max(0, Math.min(untilDue, MAX_SLEEP_MS));
    this.sleepNoMore = this.time.wakeAfter(ms, () => this.wake());
  }

  /** The kind alone: a message could repeat what was sent. */
  private logFailure(error: unknown): void {
    const kind = error instanceof Error ? error.name : 'unknown';
    this.log(`The webhook deliverer failed (${kind}); it tries again.`);
  }
}

function later(instant: Date, ms: number): Date {
  return new Date(instant.getTime() + ms);
}
