/**
 * Returns the account that an idempotency key belongs to: that of the token, so that a new login with the same key finds the first answer.
 * The subject claim is read without verifying the token: it is a scope, never a permission. A caller with another token than that of
 * the step gets the answer only after Vlens has accepted that token.
 */
export function accountOf(token: string): string {
  const claims = claimsOf(token);
  const subject = claims && (claims.sub ?? claims[NAME_IDENTIFIER]);
  // An empty subject names no account, and a number that JavaScript rounds may name several: all their tokens would share one account.
  const isName = typeof subject === 'string' ? subject !== '' : Number.isSafeInteger(subject);
  if (!isName) return `token ${token}`;
  return `account ${JSON.stringify([claims?.iss ?? null, String(subject)])}`;
}

/** The older name of the subject claim, which .NET writes. */
const NAME_IDENTIFIER = 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier';
const MAX_TOKEN_LENGTH = 16_384;

function claimsOf(token: string): Record<string, unknown> | null {
  const parts = token.split('.', 4);
  if (parts.length !== 3 || token.length > MAX_TOKEN_LENGTH) return null;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null ? (claims as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
