import type { Clock } from '../clock.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { tokenMissing } from '../vlens/faults.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { StatusHint } from '../vlens/webhook.js';
import { CallerWatch, type Subscriber } from './caller-watch.js';
import { ChangeQueue, type LiveEvent } from './change-queue.js';
import { Deadline } from './deadline.js';
import {
  endedWith,
  goingAway,
  noSubscriptions,
  tooManyOfCaller,
  tooManySubscribers,
  tooSlow,
} from './endings.js';
import { LookAllowance } from './look-allowance.js';
import { reconcileEveryMs } from './reconciling.js';
import type { StatusBus } from './status-bus.js';
import { WebhookTrust } from './webhook-trust.js';

export interface LiveStatusParts {
  bus: StatusBus;
  /** Vlens for the caller with this token; the signal ends its reads. */
  vlensFor: (caller: {
    token: string;
    key: CallerKey;
    signal: AbortSignal;
    address: string | undefined;
  }) => CallerVlens;
  /** Forgets what this caller has read, so that the next read asks Vlens. */
  forgetReads: (caller: CallerKey) => void;
  /** Forgets what anybody has read of this request. */
  forgetRequest: (requestId: string) => void;
  /** Names a caller without telling the token. */
  callerKey: (token: string) => CallerKey;
  clock: Clock;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  subscriptions: SubscriptionLimits;
}

/** How many may subscribe at once, and how many of them one caller. */
export interface SubscriptionLimits {
  max: number;
  maxPerCaller: number;
}

/** Of all places so many are kept for callers who have none yet. */
const NEWCOMERS_SHARE = 0.1;
/** Of each subscriber so many requests may wait to be read before it is dropped. */
const MAX_WAITING = 1000;
/** Vlens may tell of a change before its lists show it: a minute in all. */
const LOOK_AGAIN_AFTER_MS = [2000, 4000, 8000, 16_000, 30_000];

interface Watched {
  key: CallerKey;
  watch: CallerWatch;
  nextLook: Deadline;
  /** A change may have been announced that no look has gone after. */
  isInDoubt: boolean;
}

/**
 * Status changes for subscribers: a hint, from a webhook or from time passing, makes the caller's own token read, and
 * what that read shows to be different is told. One read per caller, whatever the number of subscribers.
 */
export class LiveStatus {
  private readonly callers = new Map<CallerKey, Watched>();
  private readonly trust: WebhookTrust;
  private readonly allowance: LookAllowance;
  private readonly stopListening: () => void;
  private subscribers = 0;

  constructor(private readonly parts: LiveStatusParts) {
    const now = () => parts.clock.monotonicNow();
    this.trust = new WebhookTrust(now);
    this.allowance = new LookAllowance(parts.callsPerMinute, now);
    this.stopListening = parts.bus.listen(
      (hint) => this.hear(hint),
      () => this.doubt(),
    );
  }

  /** Takes a hint over from whoever heard of it first. */
  takeOver(hint: StatusHint): Promise<void> {
    return this.parts.bus.publish(hint);
  }

  /** How many subscribe now, for the metrics. */
  get subscriberCount(): number {
    return this.subscribers;
  }

  /**
   * The present status of one request, or of all of the caller's, then its changes. Ends with why it had to end.
   * @param address the block of addresses that the caller's is in, for the quota of those whom Vlens never accepted
   */
  subscribe(
    token: string | null,
    requestId: string | null,
    address?: string,
  ): AsyncIterableIterator<LiveEvent> {
    if (token === null) return endedWith(tokenMissing());
    const key = this.parts.callerKey(token);
    const refusal = this.refusalFor(this.callers.get(key)?.watch.size ?? 0);
    if (refusal) return endedWith(refusal);
    const watched = this.callers.get(key) ?? this.watchCaller(key, token, address);
    const queue = new ChangeQueue(MAX_WAITING, tooSlow, () => this.leave(key, watched, subscriber));
    const subscriber: Subscriber = { requestId: requestId?.toLowerCase() ?? null, queue, isOpen: false };
    this.subscribers += 1;
    void watched.watch.open(subscriber);
    return queue;
  }

  /** Why a caller who holds so many subscriptions gets no further one: none of them may hold all that there are. */
  private refusalFor(held: number): Error | null {
    const { max, maxPerCaller } = this.parts.subscriptions;
    if (max === 0) return noSubscriptions();
    if (held >= maxPerCaller) return tooManyOfCaller(maxPerCaller);
    const keptForNewcomers = held === 0 ? 0 : Math.floor(max * NEWCOMERS_SHARE);
    return this.subscribers >= max - keptForNewcomers ? tooManySubscribers() : null;
  }

  /** Ends every subscription: another replica goes on with it. */
  close(): void {
    this.stopListening();
    for (const { watch } of [...this.callers.values()]) watch.endAll(goingAway());
  }

  private watchCaller(key: CallerKey, token: string, address: string | undefined): Watched {
    const { vlensFor, clock } = this.parts;
    const watch = new CallerWatch({
      read: (signal) => vlensFor({ token, key, signal, address }),
      now: () => new Date(clock.now()),
      foundUntold: () => this.trust.missedOne(),
    });
    const nextLook = new Deadline(clock, () => void this.reconcile(watched));
    const watched: Watched = { key, watch, nextLook, isInDoubt: false };
    this.callers.set(key, watched);
    this.reconcileLater(watched);
    return watched;
  }

  private leave(key: CallerKey, watched: Watched, subscriber: Subscriber): void {
    this.subscribers -= 1;
    watched.watch.remove(subscriber);
    if (!watched.watch.isEmpty) return;
    watched.nextLook.cancel();
    if (this.callers.get(key) === watched) this.callers.delete(key);
  }

  /** Deliveries may be lost: Vlens itself says to look from time to time (vlens.yaml, webhooks). */
  private reconcileLater(watched: Watched): void {
    const everyMs = reconcileEveryMs({
      callers: this.callers.size,
      callsPerMinute: this.parts.callsPerMinute,
      webhooksArrive: this.trust.arrive && this.parts.bus.hearsAll && !watched.isInDoubt,
    });
    watched.nextLook.scheduleWithin(everyMs);
  }

  private async reconcile(watched: Watched): Promise<void> {
    this.parts.forgetReads(watched.key);
    watched.isInDoubt = !(await watched.watch.lookQuietly());
    if (!watched.watch.isEmpty) this.reconcileLater(watched);
  }

  /** Hints may have been missed: everybody is looked after as if there were no webhooks, until a look has succeeded. */
  private doubt(): void {
    for (const watched of this.callers.values()) this.lookSooner(watched);
  }

  private hear(hint: StatusHint): void {
    // An old one is no sign that webhooks come in.
    if (!hint.isOld) this.trust.cameIn();
    this.parts.forgetRequest(hint.requestId);
    const perhaps: Watched[] = [];
    let isKnown = false;
    for (const watched of this.callers.values()) {
      const wants = watched.watch.wants(hint.requestId);
      if (wants === 'perhaps') perhaps.push(watched);
      if (wants !== 'yes') continue;
      isKnown = true;
      void this.lookFor(watched, hint);
    }
    if (isKnown || perhaps.length === 0) return;
    // It may be somebody's new request.
    const isAllowed = this.allowance.take(perhaps.length);
    for (const watched of perhaps) {
      if (isAllowed) void this.lookFor(watched, hint, LOOK_AGAIN_AFTER_MS.length);
      else this.lookSooner(watched);
    }
  }

  /** The first two looks are promised; those after them come out of the budget for looks in vain. */
  private async lookFor(watched: Watched, hint: StatusHint, looked = 0): Promise<void> {
    this.parts.forgetReads(watched.key);
    const outcome = await watched.watch.lookFor(hint);
    if (watched.watch.isEmpty) return;
    if (outcome === 'failed') this.lookSooner(watched);
    const waitMs = LOOK_AGAIN_AFTER_MS[looked];
    if (outcome === 'shown' || waitMs === undefined) return;
    this.parts.clock.setTimeout(() => {
      if (watched.watch.isEmpty || watched.watch.isTold(hint)) return;
      if (looked === 0 || this.allowance.take(1)) void this.lookFor(watched, hint, looked + 1);
      else this.lookSooner(watched);
    }, waitMs);
  }

  private lookSooner(watched: Watched): void {
    watched.isInDoubt = true;
    this.reconcileLater(watched);
  }
}
