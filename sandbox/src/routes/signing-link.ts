import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import {
  CONTRACT_FILE_LIFETIME_SECONDS,
  linkHash,
  readLinkHash,
  SIGNING_LINK_LIFETIME_SECONDS,
} from '../rules/link-hash.js';
import { customerById } from '../store/customers.js';
import { ownRequest } from '../store/request-views.js';
import { customerOf, refuseLinkSession, tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { contractFileUrl, linkBase, signingUrl } from './links.js';

/** GenerateSignContractLink: a URL for one of the request's signers, good for 30 minutes. */
export function signingLinkRoute(app: FastifyInstance, { db, clock, secrets, signers }: AppContext): void {
  app.post('/BusinessRequest/GenerateSignContractLink', { onRequest: refuseLinkSession }, async (request) => {
    const body = read(bodies.signingLink, request.body);
    if (body instanceof Refusal) return envelope(body);
    const caller = customerOf(request);
    const found = await ownRequest(db, caller, body.requestId);
    if (!found) return envelope(new Refusal('NOT_FOUND'));
    const hash = linkHash(secrets.link, {
      purpose: 'sign',
      requestId: found.id,
      customerId: caller.id,
      expiresAt: secondsFrom(clock.now(), SIGNING_LINK_LIFETIME_SECONDS),
    });
    return envelope(signingUrl(signers.page ?? `${linkBase(request)}/sign`, found.id, hash));
  });
}

/**
 * ViewContractPdf: the hash is the right, no user's token is needed; answers a short-lived URL of the file. A request
 * that does not exist and a hash that is not its own are answered alike.
 */
export function contractPdfRoute(app: FastifyInstance, { db, clock, secrets }: AppContext): void {
  app.get('/BusinessRequest/ViewContractPdf', async (request) => {
    const asked = read(bodies.contractPdf, request.query);
    if (asked instanceof Refusal) return envelope(asked);
    const { RequestId: requestId, SecurityHash: hash } = asked;
    const now = clock.now();
    const right = readLinkHash(secrets.link, { purpose: 'sign', requestId }, hash, now);
    if (right === 'expired') return envelope(new Refusal('LINK_EXPIRED'));
    const customer = right && (await customerById(db, tenantOf(request).id, right.customerId));
    const found = customer && (await ownRequest(db, { ...customer, onlyRequestId: requestId }, requestId));
    if (!found) return envelope(new Refusal('LINK_INVALID'));
    const fileHash = linkHash(secrets.link, {
      purpose: 'file',
      requestId,
      customerId: customer.id,
      expiresAt: secondsFrom(now, CONTRACT_FILE_LIFETIME_SECONDS),
    });
    return envelope(contractFileUrl(linkBase(request), requestId, fileHash));
  });
}

function secondsFrom(now: Date, seconds: number): Date {
  return new Date(now.getTime() + seconds * 1000);
}
