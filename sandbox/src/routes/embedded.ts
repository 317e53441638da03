import { createHash, constants as crypto, publicEncrypt } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import type { TenantRow } from '../store/tables.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';

/** How long somebody may take to open the page (assumed). */
const EMBEDDED_SESSION_SECONDS = 30 * 60;

interface EmbeddedSession {
  kind: 'session' | 'invitation';
  phoneNumber: string | null;
  emailAddress: string | null;
  permissions: z.infer<typeof bodies.authSession>['sessionPermissions'];
  fields: Record<string, Record<string, string>>;
}

/** IdentityUserSession/CreateAuthSession: a token for Vlens's own pages, which the sandbox has none of. */
export function authSessionRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/IdentityUserSession/CreateAuthSession', async (request) => {
    const body = read(bodies.authSession, request.body);
    if (body instanceof Refusal) return envelope(body);
    const token = await create(context, tenantOf(request), {
      kind: 'session',
      phoneNumber: body.phoneNumber ?? null,
      emailAddress: body.email ?? null,
      permissions: body.sessionPermissions,
      fields: {},
    });
    if (token instanceof Refusal || body.userPublicKey === undefined) return envelope(token);
    return envelope(encrypted(token, body.userPublicKey));
  });
}

/** IdentityUserSession/CreateInvitation: the same by an operator, with a form that is filled in already. */
export function invitationRoute(app: FastifyInstance, context: AppContext): void {
  app.post('/IdentityUserSession/CreateInvitation', async (request) => {
    const body = read(bodies.invitation, request.body);
    if (body instanceof Refusal) return envelope(body);
    const { phoneNumber = null, sessionPermissions, RequestFieldsValues = {} } = body.SessionInput;
    return envelope(
      await create(context, tenantOf(request), {
        kind: 'invitation',
        phoneNumber,
        emailAddress: null,
        permissions: sessionPermissions,
        fields: RequestFieldsValues,
      }),
    );
  });
}

async function create(
  { db, clock, random }: AppContext,
  { id: tenantId }: TenantRow,
  session: EmbeddedSession,
): Promise<string | Refusal> {
  const { permissions, fields, ...whom } = session;
  const wanted = [...(permissions?.allowedContractTypeIds ?? []), ...Object.keys(fields).map(Number)];
  const products = await db.selectFrom('product').select('id').where('tenantId', '=', tenantId).execute();
  if (wanted.some((id) => !products.some((product) => product.id === id)))
    return new Refusal('PRODUCT_NOT_FOUND');
  const now = clock.now();
  const token = random.token();
  await db
    .insertInto('embeddedSession')
    .values({
      ...whom,
      tokenHash: createHash('sha256').update(token).digest('hex'),
      tenantId,
      permissions: JSON.stringify(permissions ?? {}),
      fields: JSON.stringify(fields),
      createdAt: now.toISOString(),
      expiresAt: new Date(now.getTime() + EMBEDDED_SESSION_SECONDS * 1000).toISOString(),
    })
    .execute();
  return token;
}

/** For the key's owner alone: RSA-OAEP with SHA-256, base64 (assumed; the padding is not published). */
function encrypted(token: string, key: string): string | Refusal {
  try {
    const padding = crypto.RSA_PKCS1_OAEP_PADDING;
    return publicEncrypt({ key, padding, oaepHash: 'sha256' }, Buffer.from(token)).toString('base64');
  } catch {
    const message = 'An RSA public key of at least 1024 bits in PEM is expected.';
    return new Refusal('INVALID_INPUT', { fieldErrors: [{ field: 'userPublicKey', message }] });
  }
}
