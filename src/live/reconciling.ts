/** The facts that decide how often a caller's requests are polled when no hint announces a change. */
export interface Reconciling {
  /** The number of callers with subscribers. */
  callers: number;
  /** The calls of one poll of this caller: one for each page of its list, and one for each request that no list contains. */
  callsPerPoll: number;
  /** The tenant's quota, 0 for no limit. */
  callsPerMinute: number;
  /** Whether webhooks arrive, so that polls only have to find changes whose webhook was lost. */
  webhooksArrive: boolean;
}

const WITH_WEBHOOKS_MS = 120_000;
const WITHOUT_WEBHOOKS_MS = 10_000;
/** The share of the quota for the polls of all callers together. Most of the quota is for clients' requests. */
const SHARE_OF_QUOTA = 0.25;

/** Milliseconds between two polls of a caller. All callers get equal shares of the quota, so one that watches more is polled less often. */
export function reconcileEveryMs(facts: Reconciling): number {
  const { callers, callsPerPoll, callsPerMinute, webhooksArrive } = facts;
  const wanted = webhooksArrive ? WITH_WEBHOOKS_MS : WITHOUT_WEBHOOKS_MS;
  const affordable =
    callsPerMinute === 0 ? 0 : (callers * callsPerPoll * 60_000) / (callsPerMinute * SHARE_OF_QUOTA);
  return Math.max(wanted, affordable);
}
