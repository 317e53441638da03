import type { Asker } from './counters.js';
import type { Taking } from './shared-quota.js';

export type Holds = Extract<Taking, { kind: 'wait' }>['holds'];
type Held = Pick<Asker, 'caller' | 'strangers'>;

/** Remembers how long the shared count has no room, so that this process does not ask it again in vain. */
export class Backoff {
  private readonly groups = { all: 0, reads: 0, announced: 0, steps: 0 };
  private readonly strangers = { token: 0, anonymous: 0, unproven: 0 };
  private readonly callers = new Map<string, number>();

  hold(holds: Holds, { caller, strangers }: Held, now: number, until: number): void {
    if (holds === 'strangers') {
      if (strangers) this.strangers[strangers] = until;
    } else if (holds !== 'caller') this.groups[holds] = until;
    else {
      for (const [other, end] of this.callers) if (end <= now) this.callers.delete(other);
      this.callers.set(caller, until);
    }
  }

  /** Milliseconds until it is worth asking the shared count; 0 or less if that is now. */
  waitFor(asker: Asker, now: number): number {
    const { all, reads, announced, steps } = this.groups;
    const group = { signing: steps, announced, read: reads }[asker.priority];
    return Math.max(Math.max(all, group) - now, this.waitOfShare(asker, now));
  }

  /** The same for this caller's own share alone, which delays nobody else. */
  waitOfShare({ caller, strangers }: Held, now: number): number {
    const ofStrangers = strangers ? this.strangers[strangers] : 0;
    return Math.max(ofStrangers, this.callers.get(caller) ?? 0) - now;
  }
}
