import { errors, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'vlens-sandbox';
const AUDIENCE = 'vlens-api';

/** How long an access token is good for: after a login, and from a signing link. */
export const SESSION_LIFETIME_SECONDS = { login: 24 * 60 * 60, signingLink: 15 * 60 };

/** Whose access token it is. */
export type Session = { tenantId: string } & (
  | { kind: 'customer' | 'operator'; ownerId: number; sessionId: string }
  /** For the one request that the link was made for. */
  | { kind: 'signingLink'; ownerId: number; onlyRequestId: string }
);

/** Access tokens: JWTs (HS256), by the sandbox's clock. */
export class SessionTokens {
  constructor(
    private readonly key: Buffer,
    private readonly now: () => Date,
    private readonly newId: () => string,
  ) {}

  issue(session: Session): Promise<string> {
    const issuedAt = Math.floor(this.now().getTime() / 1000);
    const isLink = session.kind === 'signingLink';
    const lifetime = SESSION_LIFETIME_SECONDS[isLink ? 'signingLink' : 'login'];
    const own = isLink ? { request: session.onlyRequestId } : { kind: session.kind, sid: session.sessionId };
    return new SignJWT({ tenant: session.tenantId, ...own })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(String(session.ownerId))
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
      const { tenant: tenantId, request: onlyRequestId, kind, sid: sessionId } = payload;
      const ownerId = Number(payload.sub);
      if (typeof tenantId !== 'string' || !Number.isSafeInteger(ownerId)) return null;
      if (typeof onlyRequestId === 'string') return { kind: 'signingLink', tenantId, ownerId, onlyRequestId };
      if ((kind !== 'customer' && kind !== 'operator') || typeof sessionId !== 'string') return null;
      return { kind, tenantId, ownerId, sessionId };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
