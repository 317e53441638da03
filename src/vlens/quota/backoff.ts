import type { Priority } from './counters.js';
import type { Taking } from './shared-quota.js';

export type Holds = Extract<Taking, { kind: 'wait' }>['holds'];

/** Until when the count of all processes has no room: so that it is not asked again for nothing. */
export class Backoff {
  private readonly groups = { all: 0, reads: 0, announced: 0, steps: 0 };
  private readonly callers = new Map<string, number>();

  hold(holds: Holds, caller: string, now: number, until: number): void {
    if (holds !== 'caller') this.groups[holds] = until;
    else {
      for (const [other, end] of this.callers) if (end <= now) this.callers.delete(other);
      this.callers.set(caller, until);
    }
  }

  /** Milliseconds until it is worth asking, 0 or less where it is now. */
  waitFor(priority: Priority, caller: string, now: number): number {
    const { all, reads, announced, steps } = this.groups;
    const group = { signing: steps, announced, read: reads }[priority];
    return Math.max(all, group, this.callers.get(caller) ?? 0) - now;
  }
}
