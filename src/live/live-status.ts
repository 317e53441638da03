import type { Clock } from '../clock.js';
import type { CallerKey } from '../vlens/caller-keys.js';
import { tokenMissing } from '../vlens/faults.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { Trust } from '../vlens/quota/token-trust.js';
import type { RequestSummary } from '../vlens/types.js';
import type { StatusHint } from '../vlens/webhook.js';
import { CallerWatch, type HowItReads, type WatchDependencies, type WatchedCaller } from './caller-watch.js';
import { ChangeQueue, type LiveEvent } from './change-queue.js';
import {
  endedWith,
  goingAway,
  noSubscriptions,
  tooManyOfCaller,
  tooManySubscribers,
  tooSlow,
} from './endings.js';
import { GreediestAccount } from './greediest-account.js';
import { HintFollowUp } from './hint-follow-up.js';
import { OpeningQueue } from './opening-queue.js';
import { reconcileEveryMs } from './reconciling.js';
import type { StatusBus } from './status-bus.js';
import type { Subscriber } from './subscribers.js';
import { WatchIndex } from './watch-index.js';
import { WebhookHealth } from './webhook-health.js';

export interface LiveStatusParts {
  bus: StatusBus;
  /** Vlens for the caller with this token; the signal ends its reads. */
  vlensFor: (caller: WatchedCaller & HowItReads & { signal: AbortSignal }) => CallerVlens;
  /** Forgets what this caller has read, so that the next read asks Vlens. */
  forgetReads: (caller: CallerKey) => void;
  /** Drops every cached answer about this request, except those with this status. */
  forgetRequest: (change: Pick<StatusHint, 'requestId' | 'status' | 'isOld'>) => void;
  /** Names a caller without revealing the token. */
  callerKey: (token: string) => CallerKey;
  /** Names the account of a token; for a token that Vlens has not accepted, it is only a claim. */
  accountKey: (token: string) => CallerKey;
  /** What is known of a token without asking Vlens. */
  trustIn: (caller: WatchedCaller) => Trust | Promise<Trust>;
  clock: Clock;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  /** Whether customers need most of it just now. */
  isQuotaShort: () => boolean;
  subscriptions: SubscriptionLimits;
}

/** How many may subscribe at once, and how many of them one caller. */
export interface SubscriptionLimits {
  max: number;
  maxPerCaller: number;
}

/** Somebody who wants to subscribe. */
interface Newcomer {
  caller: WatchedCaller;
  queue: ChangeQueue;
  join: () => void;
}

/** This many places are reserved for callers who have none yet. */
const NEWCOMERS_SHARE = 0.1;
/** A subscriber with more waiting requests than this is dropped. */
const MAX_WAITING = 1000;
/** While the quota is short, a poll for lost webhooks is put off by up to this many intervals: such polls use up to a quarter of it. */
const MAX_PUT_OFF = 3;

/**
 * Status changes for subscribers. A hint, from a webhook or a timer, starts a read with the caller's own token; the differences that it
 * shows are published. One read per caller, whatever the number of subscribers.
 */
export class LiveStatus {
  private readonly callers = new Map<CallerKey, CallerWatch>();
  private readonly index = new WatchIndex<CallerWatch>();
  private readonly webhooks: WebhookHealth;
  private readonly hints: HintFollowUp;
  private readonly openings: OpeningQueue<CallerWatch>;
  private readonly greediest: GreediestAccount;
  private readonly watchParts: WatchDependencies;
  private readonly stopListening: () => void;
  private subscribers = 0;
  /** Callers who have received a status. Only these are polled. */
  private opened = 0;
  /** The callers whose poll is put off while the quota is short, and since when. */
  private readonly putOff = new Map<CallerWatch, number>();
  private isClosed = false;

  constructor(private readonly parts: LiveStatusParts) {
    const { clock, callsPerMinute, vlensFor } = parts;
    const now = () => clock.monotonicNow();
    this.webhooks = new WebhookHealth(now);
    this.openings = new OpeningQueue(callsPerMinute, clock, (watch) => void this.openInTurn(watch));
    this.greediest = new GreediestAccount(this.callers, parts.subscriptions.maxPerCaller, now);
    this.watchParts = {
      clock,
      vlensFor: (caller, signal, how) => vlensFor({ ...caller, signal, ...how }),
      found: (request, wasAnnounced) => this.onFound(request, wasAnnounced),
      opened: (watch) => this.onOpened(watch),
      listed: (watch) => this.reconcileLater(watch),
      due: (watch) => void this.reconcile(watch),
      index: this.index,
      polls: { begun: 0 },
    };
    this.hints = new HintFollowUp({
      clock,
      callsPerMinute,
      index: this.index,
      forgetReads: parts.forgetReads,
      pollSooner: (watch) => this.pollSooner(watch),
      isWaiting: (watch) => watch.listedBy === 0 && this.openings.has(watch),
    });
    this.stopListening = parts.bus.listen(
      (hint) => this.onHint(hint),
      () => this.markAllStale(),
    );
  }

  /** Publishes a hint to all replicas. */
  publishHint(hint: StatusHint): Promise<void> {
    return this.parts.bus.publish(hint);
  }

  /** Vlens accepted this token: a caller who waits with it for the present status no longer waits among strangers. */
  onAccepted(key: CallerKey): void {
    const watch = this.callers.get(key);
    if (watch && this.openings.has(watch)) this.openings.enter(watch, watch.caller.address ?? '', true);
  }

  /** How many subscribe now, for the metrics. */
  get subscriberCount(): number {
    return this.subscribers;
  }

  /**
   * The present status of one request, or of all of the caller's, then its changes. Ends with the reason for its end.
   * @param address the block of addresses that the caller's is in, for the quota of those whom Vlens never accepted
   */
  subscribe(
    token: string | null,
    requestId: string | null,
    address?: string,
  ): AsyncIterableIterator<LiveEvent> {
    if (token === null) return endedWith(tokenMissing());
    const caller = { key: this.parts.callerKey(token), token, address };
    let leave = () => {};
    const queue = new ChangeQueue(MAX_WAITING, tooSlow, () => leave());
    this.admit({
      caller,
      queue,
      join: () => {
        leave = this.join(caller, { requestId: requestId?.toLowerCase() ?? null, queue, isOpen: false });
      },
    });
    return queue;
  }

  /** Lets a newcomer join, or ends it with the reason; one who may be a customer is looked up first where that makes room. */
  private admit(newcomer: Newcomer, trust?: Trust): void {
    const { caller, queue, join } = newcomer;
    if (queue.isOver) return;
    const refusal = this.isClosed ? goingAway() : this.refusalFor(caller, trust);
    if (refusal === null) join();
    else if (refusal instanceof Error) queue.end(refusal);
    else void refusal.then((known) => this.admit(newcomer, known));
  }

  /** @returns what ends it */
  private join(caller: WatchedCaller, subscriber: Subscriber): () => void {
    const watch = this.callers.get(caller.key) ?? new CallerWatch(caller, this.watchParts);
    this.callers.set(caller.key, watch);
    this.subscribers += 1;
    watch.add(subscriber);
    void this.enter(watch);
    return () => this.leave(watch, subscriber);
  }

  /**
   * Why a caller gets no further subscription: no caller may hold all places. Where the trust in a token has to be looked up, this is
   * asked again with the result.
   */
  private refusalFor(caller: WatchedCaller, trust?: Trust): Error | Promise<Trust> | null {
    const { max, maxPerCaller } = this.parts.subscriptions;
    if (max === 0) return noSubscriptions();
    const held = this.callers.get(caller.key)?.size ?? 0;
    if (held >= maxPerCaller) return tooManyOfCaller(maxPerCaller);
    const places = held === 0 ? max : max - Math.floor(max * NEWCOMERS_SHARE);
    if (this.subscribers < places) return null;
    const makesRoom = this.whoMakesRoomFor(caller, trust);
    if (makesRoom instanceof Promise) return makesRoom;
    makesRoom?.makeRoom(tooManySubscribers());
    return this.subscribers < places ? null : tooManySubscribers();
  }

  /**
   * Who makes room, among callers without a first status: the one at the address with the most of them, perhaps with invented tokens; for
   * a customer, any stranger, since strangers come from ever new addresses. If there is none, and the customer has no place, the account
   * that holds the most places, with ever new tokens.
   */
  private whoMakesRoomFor(caller: WatchedCaller, known?: Trust): CallerWatch | Promise<Trust> | null {
    const crowd = this.openings.oldestOfCrowd(caller.address ?? '');
    if (crowd) return crowd;
    const makesRoom =
      this.openings.oldestStranger() ??
      (this.callers.has(caller.key) ? null : this.greediest.besides(this.parts.accountKey(caller.token)));
    if (!makesRoom) return null;
    const trust = known ?? this.trustIn(caller);
    if (trust instanceof Promise) return trust;
    return trust === 'accepted' ? makesRoom : null;
  }

  /** Ends every subscription; clients subscribe again at another replica. */
  close(): void {
    this.isClosed = true;
    this.stopListening();
    for (const watch of [...this.callers.values()]) watch.endAll(goingAway());
  }

  private async open(watch: CallerWatch): Promise<void> {
    const retryInMs = await watch.open();
    if (watch.isEmpty) return;
    this.reconcileLater(watch);
    if (retryInMs === null) return;
    // Others have taken its place: it is no reason to subscribe again.
    this.parts.clock.setTimeout(() => {
      if (!watch.isEmpty) void this.enter(watch);
    }, retryInMs);
  }

  /** The first status was published: Vlens has accepted the token. */
  private onOpened(watch: CallerWatch): void {
    watch.account = this.parts.accountKey(watch.caller.token);
    this.opened += 1;
    this.reconcileLater(watch);
  }

  /** A token that is refused here makes no call to Vlens, and so takes no turn. */
  private async enter(watch: CallerWatch): Promise<void> {
    const known = this.trustIn(watch.caller);
    const trust = known instanceof Promise ? await known : known;
    if (watch.isEmpty) return;
    if (trust === 'refused') void this.open(watch);
    else this.openings.enter(watch, watch.caller.address ?? '', trust === 'accepted');
  }

  /** An error of the lookup is ignored: where it lasts, the read reports it. */
  private trustIn(caller: WatchedCaller): Trust | Promise<Trust> {
    const known = this.parts.trustIn(caller);
    return known instanceof Promise ? known.catch(() => 'unknown') : known;
  }

  /** While it waited, the token may have been refused, or a webhook's poll may have published everything. */
  private async openInTurn(watch: CallerWatch): Promise<void> {
    const isRefused = (await this.trustIn(watch.caller)) === 'refused';
    if (isRefused || !watch.hasUnopened) this.openings.refund();
    await this.open(watch);
  }

  private leave(watch: CallerWatch, subscriber: Subscriber): void {
    this.subscribers -= 1;
    watch.remove(subscriber);
    if (!watch.isEmpty) return;
    watch.nextPoll.cancel();
    this.openings.leave(watch);
    this.putOff.delete(watch);
    if (watch.account !== null) this.opened -= 1;
    const { key } = watch.caller;
    if (this.callers.get(key) === watch) this.callers.delete(key);
  }

  /**
   * Deliveries may be lost: Vlens itself says to look from time to time (vlens.yaml, webhooks). A caller without a first status has
   * a turn of its own to read it, and is not polled here.
   */
  private reconcileLater(watch: CallerWatch): void {
    if (watch.account === null) return;
    watch.nextPoll.scheduleWithin(this.everyMs(watch, this.polledCallers, this.webhooksArriveFor(watch)));
  }

  /** Counts waiting callers too, but at most as many as are open: any number of them may be invented. */
  private get polledCallers(): number {
    return this.opened + Math.min(this.opened, this.openings.length);
  }

  /** The interval between two polls of one caller, with this many callers. */
  private everyMs({ callsPerPoll }: CallerWatch, callers: number, webhooksArrive: boolean): number {
    const { callsPerMinute } = this.parts;
    return reconcileEveryMs({ callers, callsPerPoll, callsPerMinute, webhooksArrive });
  }

  /** While webhooks come in, a poll finds something new only if one was lost. */
  private webhooksArriveFor({ isStale }: CallerWatch): boolean {
    return this.webhooks.isHealthy && this.parts.bus.hearsAll && !isStale;
  }

  private async reconcile(watch: CallerWatch): Promise<void> {
    if (this.isPutOff(watch))
      return watch.nextPoll.scheduleWithin(this.everyMs(watch, this.putOff.size, false));
    this.putOff.delete(watch);
    this.parts.forgetReads(watch.caller.key);
    // Before the poll: a change announced meanwhile may be newer than its result.
    watch.isStale = false;
    if (!(await watch.pollSilently())) watch.isStale = true;
    if (!watch.isEmpty) this.reconcileLater(watch);
  }

  /** Tries again soon, spread out: polls that were put off together stay within the polls' share of the quota. */
  private isPutOff(watch: CallerWatch): boolean {
    if (!this.webhooksArriveFor(watch) || !this.parts.isQuotaShort()) return false;
    const now = this.parts.clock.monotonicNow();
    const since = this.putOff.get(watch) ?? now;
    this.putOff.set(watch, since);
    return now - since < MAX_PUT_OFF * this.everyMs(watch, this.polledCallers, true);
  }

  /** Hints may have been missed: everybody is polled as if there were no webhooks, until a poll has succeeded. */
  private markAllStale(): void {
    for (const watch of this.callers.values()) this.pollSooner(watch);
  }

  private onHint(hint: StatusHint): void {
    // An old one is no sign that webhooks come in.
    if (!hint.isOld) this.webhooks.recordReceived();
    this.parts.forgetRequest(hint);
    this.hints.begin(hint);
  }

  /** As its webhook would have done: a subscriber who hears of the change, and then queries, gets nothing older. */
  private onFound({ id, status }: RequestSummary, wasAnnounced: boolean): void {
    this.parts.forgetRequest({ requestId: id, status });
    if (!wasAnnounced) this.webhooks.recordMissed();
  }

  private pollSooner(watch: CallerWatch): void {
    watch.isStale = true;
    this.reconcileLater(watch);
  }
}
