/**
 * Returns the account that an idempotency key belongs to: that of the token, so that a new login with the same key finds the first answer.
 * The subject claim is read without verifying the token: it is a scope, never a permission. A caller with another token than that of
 * the step gets the answer only after Vlens has accepted that token.
 */
export function accountOf(token: string): string {
  const claims = claimsOf(token);
  const subject = claims && (claims.sub ?? claims[NAME_IDENTIFIER]);
  // An empty subject names no account: all tokens with one would share the same account.
  if ((typeof subject !== 'string' && typeof subject !== 'number') || subject === '') return `token ${token}`;
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
