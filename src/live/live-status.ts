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
  /** Forgets what anybody has read of this request, but what says the same. */
  forgetRequest: (change: Pick<StatusHint, 'requestId' | 'status' | 'isOld'>) => void;
  /** Names a caller without telling the token. */
  callerKey: (token: string) => CallerKey;
  /** Names the account of a token; of one that Vlens has not taken this is no more than a claim. */
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

/** Of all places so many are kept for callers who have none yet. */
const NEWCOMERS_SHARE = 0.1;
/** Of each subscriber so many requests may wait to be read before it is dropped. */
const MAX_WAITING = 1000;
/** A look for lost webhooks is put off for so many of its intervals where the quota is short: looks for all are up to a quarter of it. */
const MAX_PUT_OFF = 3;

/**
 * Status changes for subscribers: a hint, from a webhook or from time passing, makes the caller's own token read, and
 * what that read shows to be different is told. One read per caller, whatever the number of subscribers.
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
  /** How many callers each account has who were told a status. Nobody else is looked at. */
  private readonly opened = new Map<CallerKey, number>();
  /** Whose look leaves a short quota to customers, since when. */
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
      found: (request, wasTold) => this.onFound(request, wasTold),
      opened: (watch) => this.onOpened(watch),
      listed: (watch) => this.reconcileLater(watch),
      due: (watch) => void this.reconcile(watch),
      index: this.index,
      looks: { begun: 0 },
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

  /** Takes a hint over from the one who heard of it first. */
  publishHint(hint: StatusHint): Promise<void> {
    return this.parts.bus.publish(hint);
  }

  /** Vlens took this token: who waits with it for the present status waits among strangers no longer. */
  onAccepted(key: CallerKey): void {
    const watch = this.callers.get(key);
    if (watch && this.openings.has(watch)) this.enterOpenings(watch, true);
  }

  /** Customers take turns by account, whom an address costs little; whose a stranger's token is nobody knows. */
  private enterOpenings(watch: CallerWatch, isCustomer: boolean): void {
    const { token, address = '' } = watch.caller;
    this.openings.enter(watch, isCustomer ? this.parts.accountKey(token) : address, isCustomer);
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

  /** Lets a newcomer join, or tells why not; one who may be a customer is looked up first where that makes room. */
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
   * Why a caller gets no further subscription: none of them may hold all that there are. To be asked again with what a token is known
   * for, where that has to be looked up.
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
   * Before a status was read for them: anybody who crowds in at one address, perhaps with invented tokens; and for a customer any
   * stranger, since they come from ever new addresses. Where there is none, for a customer who has no place, the account that holds the
   * most, with ever new tokens.
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

  /** Ends every subscription: another replica goes on with it. */
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
    // Others took the place: nobody subscribes again for that.
    this.parts.clock.setTimeout(() => {
      if (!watch.isEmpty) void this.enter(watch);
    }, retryInMs);
  }

  /** The first status was told: Vlens has taken the token. */
  private onOpened(watch: CallerWatch): void {
    const account = this.parts.accountKey(watch.caller.token);
    watch.account = account;
    this.opened.set(account, this.openedOf(account) + 1);
    this.reconcileLater(watch);
  }

  /** For a token that is refused here Vlens is not asked: it takes no turn from anybody. */
  private async enter(watch: CallerWatch): Promise<void> {
    const known = this.trustIn(watch.caller);
    const trust = known instanceof Promise ? await known : known;
    if (watch.isEmpty) return;
    if (trust === 'refused') void this.open(watch);
    else this.enterOpenings(watch, trust === 'accepted');
  }

  /** What keeps a token from being looked up is told by the read, where it lasts. */
  private trustIn(caller: WatchedCaller): Trust | Promise<Trust> {
    const known = this.parts.trustIn(caller);
    return known instanceof Promise ? known.catch(() => 'unknown') : known;
  }

  /** Since it waits the token may have been refused, or a webhook's poll have told all. */
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
    if (watch.account !== null) this.forgetOpened(watch.account);
    const { key } = watch.caller;
    if (this.callers.get(key) === watch) this.callers.delete(key);
  }

  /**
   * Deliveries may be lost: Vlens itself says to look from time to time (vlens.yaml, webhooks). Who was told no status yet has a turn to read
   * it, and is not looked at.
   */
  private reconcileLater(watch: CallerWatch): void {
    if (watch.account === null) return;
    watch.nextPoll.scheduleWithin(this.everyMs(watch, this.lookedAt, this.webhooksArriveFor(watch)));
  }

  private openedOf(account: CallerKey): number {
    return this.opened.get(account) ?? 0;
  }

  private forgetOpened(account: CallerKey): void {
    const others = this.openedOf(account) - 1;
    if (others > 0) this.opened.set(account, others);
    else this.opened.delete(account);
  }

  /** How many accounts are, with those who may soon be: of those who wait no more than are there, since any number may be invented. */
  private get lookedAt(): number {
    const { size } = this.opened;
    return size + Math.min(size, this.openings.length);
  }

  /** Where so many accounts are looked at as often: one with many tokens has each of them looked at less often, and nobody else. */
  private everyMs({ callsPerLook, account }: CallerWatch, accounts: number, webhooksArrive: boolean): number {
    const { callsPerMinute } = this.parts;
    const callers = accounts * (account === null ? 1 : Math.max(1, this.openedOf(account)));
    return reconcileEveryMs({ callers, callsPerLook, callsPerMinute, webhooksArrive });
  }

  /** Then a look finds nothing new but where a webhook was lost. */
  private webhooksArriveFor({ isStale }: CallerWatch): boolean {
    return this.webhooks.isHealthy && this.parts.bus.hearsAll && !isStale;
  }

  private async reconcile(watch: CallerWatch): Promise<void> {
    if (this.isPutOff(watch))
      return watch.nextPoll.scheduleWithin(this.everyMs(watch, this.putOff.size, false));
    this.putOff.delete(watch);
    this.parts.forgetReads(watch.caller.key);
    // Before it: what is heard of meanwhile may be newer than what it reads.
    watch.isStale = false;
    if (!(await watch.pollSilently())) watch.isStale = true;
    if (!watch.isEmpty) this.reconcileLater(watch);
  }

  /** It is tried again soon: those that are put off together make no more calls, when there is room, than looks may. */
  private isPutOff(watch: CallerWatch): boolean {
    if (!this.webhooksArriveFor(watch) || !this.parts.isQuotaShort()) return false;
    const now = this.parts.clock.monotonicNow();
    const since = this.putOff.get(watch) ?? now;
    this.putOff.set(watch, since);
    return now - since < MAX_PUT_OFF * this.everyMs(watch, this.lookedAt, true);
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

  /** As its webhook would have done: who is told of it, and then asks, gets nothing older. */
  private onFound({ id, status }: RequestSummary, wasTold: boolean): void {
    this.parts.forgetRequest({ requestId: id, status });
    if (!wasTold) this.webhooks.recordMissed();
  }

  private pollSooner(watch: CallerWatch): void {
    watch.isStale = true;
    this.reconcileLater(watch);
  }
}
