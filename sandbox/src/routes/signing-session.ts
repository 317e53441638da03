import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { readLinkHash } from '../rules/link-hash.js';
import { SESSION_LIFETIME_SECONDS } from '../session-tokens.js';
import { customerById } from '../store/customers.js';
import { ownRequest } from '../store/request-views.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';

/**
 * OpenSigningSession, which Vlens itself does not have: a link's hash for a session of its signer, bound to its request.
 * A request that does not exist and a hash that is not its own are answered alike.
 */
export function signingSessionRoute(app: FastifyInstance, { db, clock, secrets, tokens }: AppContext): void {
  app.post('/BusinessRequest/OpenSigningSession', async (request) => {
    const body = read(bodies.signingSession, request.body);
    if (body instanceof Refusal) return envelope(body);
    const { requestId, securityHash } = body;
    const right = readLinkHash(secrets.link, { purpose: 'sign', requestId }, securityHash, clock.now());
    if (right === 'expired') return envelope(new Refusal('LINK_EXPIRED'));
    const customer = right && (await customerById(db, tenantOf(request).id, right.customerId));
    const found = customer && (await ownRequest(db, { ...customer, onlyRequestId: requestId }, requestId));
    if (!found) return envelope(new Refusal('LINK_INVALID'));
    const { tenantId, id: customerId } = customer;
    return envelope({
      accessToken: await tokens.issue({
        kind: 'signingLink',
        tenantId,
        ownerId: customerId,
        onlyRequestId: requestId,
      }),
      expiresInSeconds: SESSION_LIFETIME_SECONDS.signingLink,
    });
  });
}
