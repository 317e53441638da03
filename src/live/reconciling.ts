/** What decides how often a caller is polled without a hint. */
export interface Reconciling {
  /** How many callers have subscribers. */
  callers: number;
  /** How many calls a poll of this caller takes: one for each page of its list, and one for each request that is in none. */
  callsPerPoll: number;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  /** Whether webhooks come in, so that polls only find changes whose webhooks were lost. */
  webhooksArrive: boolean;
}

const WITH_WEBHOOKS_MS = 120_000;
const WITHOUT_WEBHOOKS_MS = 10_000;
/** The share of the quota for all callers together: most of the quota is for clients' own requests. */
const SHARE_OF_QUOTA = 0.25;

/** Milliseconds between two polls of the same caller. Each caller has the same part of the quota: one that watches more is polled less often. */
export function reconcileEveryMs(facts: Reconciling): number {
  const { callers, callsPerPoll, callsPerMinute, webhooksArrive } = facts;
  const wanted = webhooksArrive ? WITH_WEBHOOKS_MS : WITHOUT_WEBHOOKS_MS;
  const affordable =
    callsPerMinute === 0 ? 0 : (callers * callsPerPoll * 60_000) / (callsPerMinute * SHARE_OF_QUOTA);
  return Math.max(wanted, affordable);
}
