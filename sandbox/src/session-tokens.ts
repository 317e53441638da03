import { errors, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'vlens-sandbox';
const AUDIENCE = 'vlens-api';

/** How long a session is good for: a login's, and one that a signing link opened. */
export const SESSION_LIFETIME_SECONDS = { login: 60 * 60, signingLink: 15 * 60 };

export interface Session {
  tenantId: string;
  customerId: number;
  /** The one request that a signing link's session is for; null: all of the customer's. */
  onlyRequestId: string | null;
}

/** Short-lived user tokens: JWTs (HS256), by the sandbox's clock. */
export class SessionTokens {
  constructor(
    private readonly key: Buffer,
    private readonly now: () => Date,
    private readonly newId: () => string,
  ) {}

  issue({ tenantId, customerId, onlyRequestId }: Session): Promise<string> {
    const issuedAt = Math.floor(this.now().getTime() / 1000);
    const lifetime = SESSION_LIFETIME_SECONDS[onlyRequestId === null ? 'login' : 'signingLink'];
    return new SignJWT({ tenant: tenantId, ...(onlyRequestId === null ? {} : { request: onlyRequestId }) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(String(customerId))
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + lifetime)
      .setJti(this.newId())
      .sign(this.key);
  }

  /** Whose token it is; null where it is not one of ours, or over. */
  async read(token: string): Promise<Session | null> {
    try {
      const { payload } = await jwtVerify(token, this.key, {
        algorithms: ['HS256'],
        issuer: ISSUER,
        audience: AUDIENCE,
        requiredClaims: ['sub', 'exp'],
        currentDate: this.now(),
      });
      const customerId = Number(payload.sub);
      if (typeof payload.tenant !== 'string' || !Number.isSafeInteger(customerId)) return null;
      const onlyRequestId = typeof payload.request === 'string' ? payload.request : null;
      return { tenantId: payload.tenant, customerId, onlyRequestId };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
