import type { Clock } from '../../src/clock.js';

interface Due {
  at: number;
  order: number;
  happen: () => void;
  isOff: boolean;
}

/** Time that passes from event to event: an hour of it is over when nothing more is to be done in it. */
export class VirtualTime implements Clock {
  private readonly due: Due[] = [];
  private present = 0;
  private order = 0;

  now(): number {
    return this.present;
  }

  monotonicNow(): number {
    return this.present;
  }

  setTimeout(callback: () => void, ms: number): () => void {
    return this.after(ms, callback);
  }

  after(ms: number, happen: () => void): () => void {
    this.order += 1;
    const event: Due = { at: this.present + Math.max(0, ms), order: this.order, happen, isOff: false };
    this.push(event);
    return () => {
      event.isOff = true;
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(ms, resolve);
    });
  }

  /** Everything that happens until then, each with all that follows from it at once. */
  async pass(ms: number): Promise<void> {
    const end = this.present + ms;
    for (let next = this.due[0]; next && next.at <= end; next = this.due[0]) {
      this.pop();
      if (next.isOff) continue;
      this.present = next.at;
      next.happen();
      await promisesSettled();
    }
    this.present = end;
  }

  private push(event: Due): void {
    let place = this.due.length;
    this.due.push(event);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!isBefore(event, this.due[parent])) break;
      this.due[place] = this.due[parent] as Due;
      place = parent;
    }
    this.due[place] = event;
  }

  private pop(): void {
    const last = this.due.pop();
    if (!last || this.due.length === 0) return;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (isBefore(this.due[child + 1], this.due[child])) child += 1;
      if (!isBefore(this.due[child], last)) break;
      this.due[place] = this.due[child] as Due;
      place = child;
    }
    this.due[place] = last;
  }
}

function isBefore(one: Due | undefined, other: Due | undefined): boolean {
  if (!one || !other) return one !== undefined;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function promisesSettled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
