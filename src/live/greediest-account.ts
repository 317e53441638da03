import type { CallerKey } from '../vlens/caller-keys.js';
import type { CallerWatch } from './caller-watch.js';

/** The search through all callers runs at most this often, not for each refused caller. */
const SEARCH_EVERY_MS = 1000;

/** Finds the account with the most places, if it has more than one caller may have: with many tokens it evades the limit per token. */
export class GreediestAccount {
  private newest: CallerWatch | null = null;
  private searchAgainAt = 0;

  constructor(
    private readonly callers: ReadonlyMap<CallerKey, CallerWatch>,
    private readonly maxPerCaller: number,
    private readonly now: () => number,
  ) {}

  /** Returns that account's newest caller, which has to make room. Null if there is no such account, or if it is `account` itself. */
  besides(account: CallerKey): CallerWatch | null {
    const now = this.now();
    if (now >= this.searchAgainAt || this.newest?.isEmpty) {
      this.newest = this.search();
      this.searchAgainAt = now + SEARCH_EVERY_MS;
    }
    return this.newest?.account === account ? null : this.newest;
  }

  private search(): CallerWatch | null {
    const held = new Map<CallerKey, number>();
    let most = this.maxPerCaller;
    let newest: CallerWatch | null = null;
    for (const watch of this.callers.values()) {
      if (watch.account === null) continue;
      const count = (held.get(watch.account) ?? 0) + watch.size;
      held.set(watch.account, count);
      if (count <= most) continue;
      most = count;
      newest = watch;
    }
    return newest;
  }
}
