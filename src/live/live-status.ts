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
  /** Vlens for this caller. The signal ends its reads. */
  vlensFor: (caller: WatchedCaller & HowItReads & { signal: AbortSignal }) => CallerVlens;
  /** Forgets this caller's cached reads, so that the next read calls Vlens. */
  forgetReads: (caller: CallerKey) => void;
  /** Forgets all cached reads of this request, except those that show the same status. */
  forgetRequest: (change: Pick<StatusHint, 'requestId' | 'status' | 'isOld'>) => void;
  /** Names a caller without revealing the token. */
  callerKey: (token: string) => CallerKey;
  /** Names the account of a token. Until Vlens has accepted the token, the account is only a claim. */
  accountKey: (token: string) => CallerKey;
  /** What is known about a token without a call to Vlens. */
  trustIn: (caller: WatchedCaller) => Trust | Promise<Trust>;
  clock: Clock;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  /** Whether customers need most of the quota now. */
  isQuotaShort: () => boolean;
  subscriptions: SubscriptionLimits;
}

/** The largest number of subscriptions, of all callers and of one caller. */
export interface SubscriptionLimits {
  max: number;
  maxPerCaller: number;
}

/** A client that wants to subscribe. */
interface Newcomer {
  caller: WatchedCaller;
  queue: ChangeQueue;
  join: () => void;
}

/** The share of places that is reserved for callers without a subscription. */
const NEWCOMERS_SHARE = 0.1;
/** A subscriber is dropped when changes of more requests than this wait to be delivered to it. */
const MAX_WAITING = 1000;
/** While the quota is short, a poll for lost webhooks may be postponed by this many intervals: these polls use up to a quarter of it. */
const MAX_PUT_OFF = 3;

/**
 * Sends status changes to subscribers. A hint from a webhook, or a timer, starts a poll with the caller's own token, and the differences
 * are published. One poll serves all subscribers of a caller.
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
  /** How many callers of each account have received a status. Only these are polled. */
  private readonly opened = new Map<CallerKey, number>();
  /** Callers whose poll is postponed because the quota is short, and since when. */
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

  /** Publishes the hint of a webhook to all replicas. */
  publishHint(hint: StatusHint): Promise<void> {
    return this.parts.bus.publish(hint);
  }

  /** Vlens accepted this token: its caller now waits for the present status among the customers, no longer among the strangers. */
  onAccepted(key: CallerKey): void {
    const watch = this.callers.get(key);
    if (watch && this.openings.has(watch)) this.enterOpenings(watch, true);
  }

  /** Customers take turns by account, since further addresses cost little. Strangers take turns by address, since their account is unknown. */
  private enterOpenings(watch: CallerWatch, isCustomer: boolean): void {
    const { token, address = '' } = watch.caller;
    this.openings.enter(watch, isCustomer ? this.parts.accountKey(token) : address, isCustomer);
  }

  /** The number of subscriptions, for the metrics. */
  get subscriberCount(): number {
    return this.subscribers;
  }

  /**
   * Delivers the present status of one request, or of all requests of the caller, and then the changes. The last event may be the reason of
   * the end.
   * @param address the caller's block of addresses, for the quota of callers that Vlens never accepted
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

  /** Lets a newcomer join, or ends its subscription with the reason. Looks its token up first if a customer would get another's place. */
  private admit(newcomer: Newcomer, trust?: Trust): void {
    const { caller, queue, join } = newcomer;
    if (queue.isOver) return;
    const refusal = this.isClosed ? goingAway() : this.refusalFor(caller, trust);
    if (refusal === null) join();
    else if (refusal instanceof Error) queue.end(refusal);
    else void refusal.then((known) => this.admit(newcomer, known));
  }

  /** @returns a function that ends the subscription */
  private join(caller: WatchedCaller, subscriber: Subscriber): () => void {
    const watch = this.callers.get(caller.key) ?? new CallerWatch(caller, this.watchParts);
    this.callers.set(caller.key, watch);
    this.subscribers += 1;
    watch.add(subscriber);
    void this.enter(watch);
    return () => this.leave(watch, subscriber);
  }

  /**
   * Returns why a caller gets no further subscription; null if it gets one. No caller may hold all places. If the answer depends on the
   * token, returns a promise of its trust, to be passed in a second call.
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
   * Returns the caller that loses its place. First choice: a caller without a status that waits at the most crowded address, perhaps with
   * invented tokens. Only a customer gets a place from others: from a stranger without a status, since strangers may use ever new
   * addresses. If there is none, a customer without a place gets one from the account with the most places, which may use ever new tokens.
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

  /** Ends every subscription. Clients subscribe again at another replica. */
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
    // Other calls used the quota. The client need not subscribe again for that.
    this.parts.clock.setTimeout(() => {
      if (!watch.isEmpty) void this.enter(watch);
    }, retryInMs);
  }

  /** The first status was published: Vlens has accepted the token. */
  private onOpened(watch: CallerWatch): void {
    const account = this.parts.accountKey(watch.caller.token);
    watch.account = account;
    this.opened.set(account, this.openedOf(account) + 1);
    this.reconcileLater(watch);
  }

  /**
   * A token that the gateway itself refuses needs no call to Vlens, so it takes no turn. Neither does a caller whose next poll is for this
   * subscription too.
   */
  private async enter(watch: CallerWatch): Promise<void> {
    const known = this.trustIn(watch.caller);
    const trust = known instanceof Promise ? await known : known;
    if (watch.isEmpty) return;
    if (trust === 'refused' || watch.isAboutToPoll) void this.open(watch);
    else this.enterOpenings(watch, trust === 'accepted');
  }

  /** Ignores an error of the lookup: if it persists, the read reports it. */
  private trustIn(caller: WatchedCaller): Trust | Promise<Trust> {
    const known = this.parts.trustIn(caller);
    return known instanceof Promise ? known.catch(() => 'unknown') : known;
  }

  /**
   * While the caller waited, its token may have been refused, a poll for a webhook may have published everything, or it may be about to.
   */
  private async openInTurn(watch: CallerWatch): Promise<void> {
    watch.hasTurn = true;
    const isRefused = (await this.trustIn(watch.caller)) === 'refused';
    watch.hasTurn = false;
    if (isRefused || !watch.hasUnopened || watch.isAboutToPoll) this.openings.refund();
    await this.open(watch);
  }

  private leave(watch: CallerWatch, subscriber: Subscriber): void {
    this.subscribers -= 1;
    watch.remove(subscriber);
    if (!watch.isEmpty) return;
    watch.nextPoll.cancel();
    this.openings.leave(watch);
    this.putOff.delete(watch);
    if (watch.account !== null) this.forgetOpened(watch.account);
    const { key } = watch.caller;
    if (this.callers.get(key) === watch) this.callers.delete(key);
  }

  /**
   * Schedules the next poll. Webhook deliveries may be lost: Vlens itself advises to poll from time to time (vlens.yaml, webhooks). A
   * caller without a first status waits for its turn to read it, and is not polled here.
   */
  private reconcileLater(watch: CallerWatch): void {
    if (watch.account === null) return;
    watch.nextPoll.scheduleWithin(this.everyMs(watch, this.polledAccounts, this.webhooksArriveFor(watch)));
  }

  private openedOf(account: CallerKey): number {
    return this.opened.get(account) ?? 0;
  }

  private forgetOpened(account: CallerKey): void {
    const others = this.openedOf(account) - 1;
    if (others > 0) this.opened.set(account, others);
    else this.opened.delete(account);
  }

  /**
   * The number of polled accounts, plus the callers that wait and may soon be polled. Counts at most as many waiting callers as polled
   * accounts, since waiting callers may be invented.
   */
  private get polledAccounts(): number {
    const { size } = this.opened;
    return size + Math.min(size, this.openings.length);
  }

  /**
   * The interval between polls of a caller, if `accounts` accounts are polled equally often. Several callers of one account divide its
   * polls among them, and slow nobody else.
   */
  private everyMs({ callsPerPoll, account }: CallerWatch, accounts: number, webhooksArrive: boolean): number {
    const { callsPerMinute } = this.parts;
    const callers = accounts * (account === null ? 1 : Math.max(1, this.openedOf(account)));
    return reconcileEveryMs({ callers, callsPerPoll, callsPerMinute, webhooksArrive });
  }

  /** Whether webhooks arrive for this caller. Then a poll finds a change only if a webhook was lost. */
  private webhooksArriveFor({ isStale }: CallerWatch): boolean {
    return this.webhooks.isHealthy && this.parts.bus.hearsAll && !isStale;
  }

  private async reconcile(watch: CallerWatch): Promise<void> {
    if (this.isPutOff(watch))
      return watch.nextPoll.scheduleWithin(this.everyMs(watch, this.putOff.size, false));
    this.putOff.delete(watch);
    this.parts.forgetReads(watch.caller.key);
    // This comes before the poll: a hint that arrives meanwhile may be newer than the result of the poll.
    watch.isStale = false;
    if (!(await watch.pollSilently())) watch.isStale = true;
    if (!watch.isEmpty) this.reconcileLater(watch);
  }

  /**
   * Whether a poll is postponed because the quota is short. It is tried again soon. Once there is room, all postponed polls together use no
   * more than the usual share of the quota.
   */
  private isPutOff(watch: CallerWatch): boolean {
    if (!this.webhooksArriveFor(watch) || !this.parts.isQuotaShort()) return false;
    const now = this.parts.clock.monotonicNow();
    const since = this.putOff.get(watch) ?? now;
    this.putOff.set(watch, since);
    return now - since < MAX_PUT_OFF * this.everyMs(watch, this.polledAccounts, true);
  }

  /** Hints may have been missed. So every caller is polled as often as without webhooks, until a poll has succeeded. */
  private markAllStale(): void {
    for (const watch of this.callers.values()) this.pollSooner(watch);
  }

  private onHint(hint: StatusHint): void {
    // An old hint is no sign that webhooks arrive now.
    if (!hint.isOld) this.webhooks.recordReceived();
    this.parts.forgetRequest(hint);
    this.hints.begin(hint);
  }

  /** Does what the webhook would have done: a subscriber that gets the change, and then queries, gets no older status. */
  private onFound({ id, status }: RequestSummary, wasAnnounced: boolean): void {
    this.parts.forgetRequest({ requestId: id, status });
    if (!wasAnnounced) this.webhooks.recordMissed();
  }

  private pollSooner(watch: CallerWatch): void {
    watch.isStale = true;
    this.reconcileLater(watch);
  }
}
