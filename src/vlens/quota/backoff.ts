import type { Taking } from './shared-quota.js';

type Holds = Extract<Taking, { kind: 'wait' }>['holds'];

/** Until when the count of all processes has no room: so that it is not asked again for nothing. */
export class Backoff {
  private all = 0;
  private reads = 0;
  private readonly callers = new Map<string, number>();

  hold(holds: Holds, caller: string, now: number, until: number): void {
    if (holds === 'all') this.all = until;
    else if (holds === 'reads') this.reads = until;
    else {
      for (const [other, end] of this.callers) if (end <= now) this.callers.delete(other);
      this.callers.set(caller, until);
    }
  }

  /** Milliseconds until it is worth asking, 0 or less where it is now. */
  waitFor(priority: 'signing' | 'read', caller: string, now: number): number {
    if (priority === 'signing') return this.all - now;
    return Math.max(this.all, this.reads, this.callers.get(caller) ?? 0) - now;
  }
}
