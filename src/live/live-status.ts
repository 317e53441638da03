import type { UpstreamCall, VlensApi } from '../vlens/api.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { tokenMissing, VlensFault } from '../vlens/faults.js';
import type { StatusHint } from '../vlens/webhook.js';
import { CallerWatch, type Subscriber } from './caller-watch.js';
import { ChangeQueue, type LiveEvent } from './change-queue.js';
import { reconcileEveryMs } from './reconciling.js';
import type { StatusBus } from './status-bus.js';
import { WebhookTrust } from './webhook-trust.js';

export interface LiveStatusParts {
  bus: StatusBus;
  /** Vlens for the caller with this token; the signal ends its reads, and each call is reported. */
  vlensFor: (token: string, signal: AbortSignal, onCall: (call: UpstreamCall) => void) => VlensApi;
  /** Forgets what this caller has read, so that the next read asks Vlens. */
  forgetReads: (token: string) => void;
  /** Forgets what anybody has read of this request. */
  forgetRequest: (requestId: string) => void;
  /** Names a caller without telling the token. */
  callerKey: (token: string) => CallerKey;
  clock: LiveClock;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  mostSubscribers: number;
}

/** Time as live status sees it, so that a test can hold it. */
export interface LiveClock {
  /** Milliseconds that only go forward. */
  forward(): number;
  /** The time of day. */
  date(): Date;
  /** Calls back after so many milliseconds; answers how to call that off. */
  after(ms: number, callback: () => void): () => void;
}

/** Of each subscriber so many requests may wait to be read before it is dropped. */
const MOST_WAITING = 1000;
/** A hint at a request that nobody here knows may be somebody's new one: so many callers are looked after at once. */
const MOST_PERHAPS = 10;
/** Vlens may tell of a change before its lists show it. */
const LOOK_AGAIN_MS = 2000;

interface Watched {
  token: string;
  watch: CallerWatch;
  callOff: () => void;
}

/**
 * Status changes for subscribers: a hint, from a webhook or from time passing, makes the caller's own token read, and
 * what that read shows to be different is told. One read per caller, whatever the number of subscribers.
 */
export class LiveStatus {
  private readonly callers = new Map<CallerKey, Watched>();
  private readonly trust: WebhookTrust;
  private readonly stopListening: () => void;
  private subscribers = 0;
  private report: (call: UpstreamCall) => void = () => {};

  constructor(private readonly parts: LiveStatusParts) {
    this.trust = new WebhookTrust(() => parts.clock.forward());
    this.stopListening = parts.bus.listen((hint) => this.hear(hint));
  }

  /** Takes a hint over from whoever heard of it first. */
  takeOver(hint: StatusHint): Promise<void> {
    return this.parts.bus.publish(hint);
  }

  /** Who counts the calls that no request makes, but the watch over those who subscribe. */
  reportCallsTo(report: (call: UpstreamCall) => void): void {
    this.report = report;
  }

  /** How many subscribe now, for the metrics. */
  get subscriberCount(): number {
    return this.subscribers;
  }

  /** The present status of one request, or of all of the caller's, then its changes. Ends with why it had to end. */
  subscribe(token: string | null, requestId: string | null): AsyncIterableIterator<LiveEvent> {
    if (token === null) return endedWith(tokenMissing());
    if (this.subscribers >= this.parts.mostSubscribers) return endedWith(tooManySubscribers());
    const key = this.parts.callerKey(token);
    const watched = this.callers.get(key) ?? this.watchCaller(key, token);
    const queue = new ChangeQueue(MOST_WAITING, tooSlow, () => this.leave(key, watched, subscriber));
    const subscriber: Subscriber = { requestId: requestId?.toLowerCase() ?? null, queue, isOpen: false };
    this.subscribers += 1;
    void watched.watch.open(subscriber);
    return queue;
  }

  /** Ends every subscription: another replica goes on with it. */
  close(): void {
    this.stopListening();
    for (const { watch } of [...this.callers.values()]) watch.endAll(goingAway());
  }

  private watchCaller(key: CallerKey, token: string): Watched {
    const { vlensFor, clock } = this.parts;
    const watch = new CallerWatch({
      read: (signal) => vlensFor(token, signal, (call) => this.report(call)),
      now: () => clock.date(),
      foundUntold: () => this.trust.missedOne(),
    });
    const watched: Watched = { token, watch, callOff: () => {} };
    this.callers.set(key, watched);
    this.reconcileLater(watched);
    return watched;
  }

  private leave(key: CallerKey, watched: Watched, subscriber: Subscriber): void {
    this.subscribers -= 1;
    watched.watch.remove(subscriber);
    if (!watched.watch.isEmpty) return;
    watched.callOff();
    if (this.callers.get(key) === watched) this.callers.delete(key);
  }

  /** Deliveries may be lost: Vlens itself says to look from time to time (vlens.yaml, webhooks). */
  private reconcileLater(watched: Watched): void {
    const { clock, callsPerMinute } = this.parts;
    const everyMs = reconcileEveryMs({
      callers: this.callers.size,
      callsPerMinute,
      webhooksArrive: this.trust.arrive,
    });
    watched.callOff = clock.after(everyMs, () => {
      this.parts.forgetReads(watched.token);
      void watched.watch.lookQuietly().then(() => {
        if (!watched.watch.isEmpty) this.reconcileLater(watched);
      });
    });
  }

  private hear(hint: StatusHint): void {
    this.trust.cameIn();
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
    if (isKnown || perhaps.length > MOST_PERHAPS) return;
    for (const watched of perhaps) void this.lookFor(watched, hint, false);
  }

  private async lookFor(watched: Watched, hint: StatusHint, mayLookAgain = true): Promise<void> {
    this.parts.forgetReads(watched.token);
    if ((await watched.watch.lookFor(hint)) || !mayLookAgain) return;
    this.parts.clock.after(LOOK_AGAIN_MS, () => {
      if (!watched.watch.isEmpty) void this.lookFor(watched, hint, false);
    });
  }
}

async function* endedWith(reason: Error): AsyncIterableIterator<LiveEvent> {
  yield reason;
}

function tooSlow(): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    'Changes were not read fast enough, and this subscription has ended: subscribe again.',
    { retryAfterSeconds: 1 },
  );
}

function tooManySubscribers(): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    'There are too many subscriptions here at the moment: try again later.',
    {
      retryAfterSeconds: 10,
    },
  );
}

function goingAway(): VlensFault {
  return new VlensFault(
    'RATE_LIMITED',
    'This gateway is being stopped: subscribe again, and another will answer.',
    {
      retryAfterSeconds: 1,
    },
  );
}
