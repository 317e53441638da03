import type { CallerKey } from '../vlens/caller-keys.js';

/** A WebSocket over which a subscription has sent data, which shows that Vlens has accepted its token. */
export interface SubscribedWebSocket {
  /** The account that the token belongs to. */
  readonly account: CallerKey | undefined;
  /** Whether no step or query is in flight on it, and no data or message waits. */
  isIdle(): boolean;
  /** Closes it; its client may open another one. */
  makeRoom(reason: string): void;
}

const TOO_MANY = 'Your account holds very many connections, and others wait for one.';

/** WebSockets with subscriptions, by account. With many tokens, one account gets around the limit for each token. */
export class WebSocketsOfAccounts {
  /** Ordered from the oldest to the newest. */
  private readonly held = new Map<CallerKey, Set<SubscribedWebSocket>>();
  /** Accounts with so many WebSockets that others may find no place. */
  private readonly greedy = new Set<CallerKey>();

  /** @param most how many an account may keep when all places are taken */
  constructor(private readonly most: number) {}

  add(socket: SubscribedWebSocket): void {
    const { account } = socket;
    if (account === undefined) return;
    const own = this.held.get(account) ?? new Set();
    this.held.set(account, own.add(socket));
    if (own.size > this.most) this.greedy.add(account);
  }

  delete(socket: SubscribedWebSocket): void {
    const { account } = socket;
    const own = account === undefined ? undefined : this.held.get(account);
    if (account === undefined || !own?.delete(socket)) return;
    if (own.size <= this.most) this.greedy.delete(account);
    if (own.size === 0) this.held.delete(account);
  }

  /** Closes the newest idle WebSocket of the account that holds the most and has an idle one; returns whether there was one. */
  makeRoom(): boolean {
    const held = [...this.greedy].flatMap((account) => this.held.get(account) ?? []);
    for (const own of held.sort((a, b) => b.size - a.size)) {
      const newest = [...own].findLast((socket) => socket.isIdle());
      if (!newest) continue;
      this.delete(newest);
      newest.makeRoom(TOO_MANY);
      return true;
    }
    return false;
  }
}
