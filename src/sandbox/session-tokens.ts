import { errors, jwtVerify, SignJWT } from 'jose';

const ISSUER = 'vlens-stand-in';
const AUDIENCE = 'vlens-api';
const LIFETIME_SECONDS = 60 * 60;

export interface Session {
  tenantId: string;
  customerId: number;
}

/** Short-lived user tokens: JWTs (HS256), one hour by the stand-in's clock. */
export class SessionTokens {
  constructor(
    private readonly key: Buffer,
    private readonly now: () => Date,
    private readonly newId: () => string,
  ) {}

  issue({ tenantId, customerId }: Session): Promise<string> {
    const issuedAt = Math.floor(this.now().getTime() / 1000);
    return new SignJWT({ tenant: tenantId })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setSubject(String(customerId))
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + LIFETIME_SECONDS)
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
      return { tenantId: payload.tenant, customerId };
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  }
}
