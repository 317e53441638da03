const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

export interface Quota {
  /** 0: no limit. */
  perSecond: number;
  perMinute: number;
}

/** Counts a tenant's calls over the last second and minute (sliding, by the real clock). */
export class QuotaCounter {
  private readonly calls = new Map<string, number[]>();

  constructor(private readonly now: () => Date) {}

  /** Takes one call from the quota; where there is none left, answers after how many whole seconds there is. */
  take(tenantId: string, { perSecond, perMinute }: Quota): { retryAfterSeconds: number } | null {
    if (perSecond === 0 && perMinute === 0) {
      this.calls.delete(tenantId);
      return null;
    }
    const now = this.now().getTime();
    const recent = (this.calls.get(tenantId) ?? []).filter((at) => at > now - MINUTE_MS && at <= now);
    this.calls.set(tenantId, recent);
    const waitMs = Math.max(
      waitFor(recent, perSecond, SECOND_MS, now),
      waitFor(recent, perMinute, MINUTE_MS, now),
    );
    if (waitMs > 0) return { retryAfterSeconds: Math.ceil(waitMs / SECOND_MS) };
    recent.push(now);
    return null;
  }

  clear(): void {
    this.calls.clear();
  }
}

/** How long until fewer than `limit` calls lie within the window. */
function waitFor(calls: readonly number[], limit: number, windowMs: number, now: number): number {
  if (limit === 0) return 0;
  const oldestThatCounts = calls[calls.length - limit];
  return oldestThatCounts === undefined ? 0 : Math.max(0, oldestThatCounts + windowMs - now);
}
