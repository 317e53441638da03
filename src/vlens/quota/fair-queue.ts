/** A queue in which callers take turns: a caller with many waiting items still gets one turn per round. */
export class FairQueue<T> {
  private readonly queues = new Map<string, T[]>();
  private waiting = 0;

  get length(): number {
    return this.waiting;
  }

  /** The first item of each caller, in the order of their turns. */
  *firsts(): Generator<T> {
    for (const [first] of this.queues.values()) if (first !== undefined) yield first;
  }

  /**
   * How many items are served before one more of this caller, if nobody else joins.
   * @param canGo whether the share of an item's caller has room: a caller without room delays nobody
   */
  aheadOf(caller: string, canGo: (item: T) => boolean): number {
    const own = this.queues.get(caller)?.length ?? 0;
    let ahead = own;
    for (const [other, queue] of this.queues) {
      const [first] = queue;
      if (other !== caller && first !== undefined && canGo(first)) ahead += Math.min(queue.length, own + 1);
    }
    return ahead;
  }

  /** How many items wait whose caller's share has room. */
  countOf(canGo: (item: T) => boolean): number {
    let count = 0;
    for (const queue of this.queues.values()) {
      const [first] = queue;
      if (first !== undefined && canGo(first)) count += queue.length;
    }
    return count;
  }

  /** How many items of this caller wait. */
  ownOf(caller: string): number {
    return this.queues.get(caller)?.length ?? 0;
  }

  /** The caller with the most waiting items. */
  longest(): string | undefined {
    let longest: string | undefined;
    for (const caller of this.queues.keys())
      if (longest === undefined || this.ownOf(caller) > this.ownOf(longest)) longest = caller;
    return longest;
  }

  /** Removes the item that this caller added last. */
  dropLast(caller: string): T | undefined {
    const item = this.queues.get(caller)?.at(-1);
    if (item !== undefined) this.remove(caller, item);
    return item;
  }

  add(caller: string, item: T): void {
    const queue = this.queues.get(caller);
    if (queue) queue.push(item);
    else this.queues.set(caller, [item]);
    this.waiting += 1;
  }

  /** Takes the first item of the first caller in turn that may go now. That caller moves to the end of the round. */
  next(mayGo: (item: T) => boolean): T | undefined {
    for (const [caller, queue] of this.queues) {
      const [item] = queue;
      if (item === undefined || !mayGo(item)) continue;
      this.takeFirst(caller, queue);
      return item;
    }
    return undefined;
  }

  /**
   * The same repeatedly, in one walk: a caller that may not go is checked once, not once for each item.
   * @param mayGo whether this caller may go; it must not change during the walk
   */
  *turns(mayGo: (caller: string) => boolean): Generator<T> {
    // A caller that moves to the end of the round comes up again in this walk.
    for (const [caller, queue] of this.queues) {
      const [item] = queue;
      if (item === undefined || !mayGo(caller)) continue;
      this.takeFirst(caller, queue);
      yield item;
    }
  }

  /** Moves the item's caller to the end of the round. */
  private takeFirst(caller: string, queue: T[]): void {
    queue.shift();
    this.queues.delete(caller);
    if (queue.length > 0) this.queues.set(caller, queue);
    this.waiting -= 1;
  }

  /** Puts an item back whose turn could not be used: it is the first again. */
  putBack(caller: string, item: T): void {
    const rest = [...this.queues].filter(([other]) => other !== caller);
    const queue = [item, ...(this.queues.get(caller) ?? [])];
    this.queues.clear();
    this.queues.set(caller, queue);
    for (const [other, items] of rest) this.queues.set(other, items);
    this.waiting += 1;
  }

  remove(caller: string, item: T): void {
    const queue = this.queues.get(caller);
    const at = queue?.indexOf(item) ?? -1;
    if (!queue || at < 0) return;
    queue.splice(at, 1);
    this.waiting -= 1;
    if (queue.length === 0) this.queues.delete(caller);
  }
}
