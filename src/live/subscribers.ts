import type { ChangeQueue, StatusChange } from './change-queue.js';
import { notReadable, type PresentStatus, placeComesInMs } from './present-status.js';

/** One subscription: to one request, or to all requests of the caller (null). */
export interface Subscriber {
  requestId: string | null;
  queue: ChangeQueue;
  /** Whether the subscriber has received the present status. From then on it gets the changes. */
  isOpen: boolean;
}

/** The subscribers with one caller's token. Each receives the present status, then changes, and at the end the reason, if there is one. */
export class Subscribers {
  private readonly all = new Set<Subscriber>();
  /** How many subscribers watch each request. Null stands for all requests. */
  private readonly watching = new Map<string | null, number>();

  get size(): number {
    return this.all.size;
  }

  get hasOpen(): boolean {
    for (const { isOpen } of this.all) if (isOpen) return true;
    return false;
  }

  get hasUnopened(): boolean {
    for (const { isOpen } of this.all) if (!isOpen) return true;
    return false;
  }

  add(subscriber: Subscriber): void {
    this.all.add(subscriber);
    const { requestId } = subscriber;
    this.watching.set(requestId, (this.watching.get(requestId) ?? 0) + 1);
  }

  remove(subscriber: Subscriber): void {
    this.all.delete(subscriber);
    const { requestId } = subscriber;
    const others = (this.watching.get(requestId) ?? 1) - 1;
    if (others > 0) this.watching.set(requestId, others);
    else this.watching.delete(requestId);
  }

  /** Whether a subscriber watches this request, or, for null, all requests. */
  isWatched(requestId: string | null): boolean {
    return this.watching.has(requestId);
  }

  /** The requests that subscribers watch. Null stands for all requests. */
  wanted(): (string | null)[] {
    return [...this.watching.keys()];
  }

  /** The subscribers that have not received the present status. */
  unopened(): Subscriber[] {
    return [...this.all].filter(({ isOpen }) => !isOpen);
  }

  publish(change: StatusChange): void {
    for (const { requestId, queue, isOpen } of this.all)
      if (isOpen && (requestId === null || requestId === change.request.id)) queue.push(change);
  }

  /** Publishes the present status to these subscribers, as far as it was read. If there was no place in the quota, they keep waiting. */
  publishPresent(opening: readonly Subscriber[], part: PresentStatus, changedAt: Date): void {
    const { about, requests, failures } = part;
    const changes = new Map<string, StatusChange>();
    if (opening.length > 0)
      for (const request of requests.values()) changes.set(request.id, { request, changedAt });
    for (const subscriber of opening) {
      const { requestId, queue } = subscriber;
      if (subscriber.isOpen || !about.has(requestId)) continue;
      const failure = failures.get(requestId);
      if (placeComesInMs(failure) !== null) continue;
      subscriber.isOpen = true;
      const present = requestId === null ? [...changes.values()] : [changes.get(requestId)];
      for (const change of present) {
        if (change) queue.push(change);
        else queue.end(failure ?? notReadable());
      }
      if (requestId === null && failure) queue.end(failure);
    }
  }

  /** Milliseconds until there may be a place in the quota for the subscribers that wait for one; null if none does. */
  retryInMs(failures: ReadonlyMap<string | null, Error> | null): number | null {
    let waitMs: number | null = null;
    for (const { requestId } of this.unopened()) {
      const placeInMs = placeComesInMs(failures?.get(requestId));
      if (placeInMs !== null) waitMs = Math.max(waitMs ?? 0, placeInMs);
    }
    return waitMs;
  }

  /** Ends the subscribers of a request that Vlens now refuses, with the reason. Subscribers of other requests stay. */
  endRefused(requestId: string | null, reason: Error): void {
    for (const subscriber of [...this.all])
      if (subscriber.isOpen && subscriber.requestId === requestId) subscriber.queue.end(reason);
  }

  /** Ends the subscribers without a first status. If there are none, ends the newest subscriber. */
  makeRoom(reason: Error): void {
    const unopened = this.unopened();
    for (const { queue } of unopened.length > 0 ? unopened : [...this.all].slice(-1)) queue.end(reason);
  }

  endAll(reason: Error): void {
    for (const { queue } of [...this.all]) queue.end(reason);
  }
}
