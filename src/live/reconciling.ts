/** What decides how often a caller's requests are looked at without anybody having said that they changed. */
export interface Reconciling {
  /** How many callers have subscribers. */
  callers: number;
  /** How many calls it takes to look at this one's: one for each page of their list, and for each request that is in none. */
  callsPerLook: number;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  /** Whether webhooks come in, so that looking is only for those that were lost. */
  webhooksArrive: boolean;
}

const WITH_WEBHOOKS_MS = 120_000;
const WITHOUT_WEBHOOKS_MS = 10_000;
/** Of the quota, for all callers together: most of it is for what people ask. */
const SHARE_OF_QUOTA = 0.25;

/** Milliseconds between two looks at the same caller's requests. Each caller has as much of the quota: who watches more is looked at less often. */
export function reconcileEveryMs(facts: Reconciling): number {
  const { callers, callsPerLook, callsPerMinute, webhooksArrive } = facts;
  const wanted = webhooksArrive ? WITH_WEBHOOKS_MS : WITHOUT_WEBHOOKS_MS;
  const affordable =
    callsPerMinute === 0 ? 0 : (callers * callsPerLook * 60_000) / (callsPerMinute * SHARE_OF_QUOTA);
  return Math.max(wanted, affordable);
}
