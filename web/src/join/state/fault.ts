/** What stood in the way that was nobody's answer. */
export type Fault =
  | LastingFault
  | { kind: 'sessionOver' }
  | { kind: 'badInput'; fields: { field: string; message: string }[] };

/** What has a screen of its own; the others lead back to a question. */
export type LastingFault =
  | { kind: 'offline' | 'unavailable' | 'outcomeUnknown' }
  | { kind: 'rateLimited'; retryAfterSeconds: number }
  | { kind: 'unexpected'; requestId: string | null };
