/** The ways in which a call to Vlens can fail without Vlens having said yes or no (contract.md, "Faults"). */
export type FaultCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'RATE_LIMITED'
  | 'UPSTREAM_TIMEOUT'
  | 'UPSTREAM_UNAVAILABLE'
  | 'UPSTREAM_INVALID_RESPONSE';

/**
 * A call that came to nothing. The message is ours and safe to show: it never holds anything that Vlens sent,
 * nor an address, a key or a token.
 */
export class VlensFault extends Error {
  override readonly name = 'VlensFault';

  constructor(
    readonly code: FaultCode,
    message: string,
    readonly details: { retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
  }
}
