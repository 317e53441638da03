/**
 * What the large cases take for given. Who knows better changes it here and runs `npm run simulate` again; docs/scaling.md says
 * where each comes from.
 */
export const ASSUMPTIONS = {
  /** Contracts that an end user signs in a month. */
  contractsPerUser: 1,
  /** The part of a month's contracts in its busiest hour: 22 working days, an eighth of a day's in its busiest hour. */
  busiestHourShare: 1 / 8 / 22,
  /** How long Vlens takes for a call, in milliseconds. */
  callMs: 300,
  /** Signings that begin too far from the last device location, and so need liveness first. */
  farShare: 0.1,
  /** Codes that are typed wrong at first. */
  wrongCodeShare: 0.1,
  /** How long a customer thinks between two steps, in milliseconds, on average. */
  pauseMs: 20_000,
  /** From the form to its approval, and from the signature to the countersignature, while the customer watches, in milliseconds. */
  approvalMs: 120_000,
  /** What webhooks let a status be old, in milliseconds (STATUS_MAX_AGE_MS), and other reads of one's own (CACHE_MAX_AGE_MS). */
  statusMaxAgeMs: 30_000,
  readMaxAgeMs: 1000,
  /** Of one process, in operations a second: assumed, since no machine was quiet enough to measure it. */
  operationsPerReplica: 500,
  /** Of one process after load, and for each subscriber, in MB: a little above what `npm run soak` and `npm run bench:subscribers` print. */
  replicaMb: 250,
  subscriberMb: 0.04,
} as const;
