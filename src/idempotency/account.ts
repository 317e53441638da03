/**
 * Whose key it is: the account of the token, so that a new login with the same key finds the first answer. The subject
 * claim is read from the token without verifying it: it is a scope, never a permission. Who reads an answer under a token
 * that did not take the step has to show first that Vlens accepts it.
 */
export function accountOf(token: string): string {
  const claims = claimsOf(token);
  const subject = claims && (claims.sub ?? claims[NAME_IDENTIFIER]);
  // An empty one is nobody's: all who have it would be one account.
  if ((typeof subject !== 'string' && typeof subject !== 'number') || subject === '') return `token ${token}`;
  return `account ${JSON.stringify([claims?.iss ?? null, String(subject)])}`;
}

/** The subject by its older name, as .NET writes it. */
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
