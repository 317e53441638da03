import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppContext } from '../app-context.js';
import { linkBase, signingUrl } from '../routes/links.js';
import { linkHash, SIGNING_LINK_LIFETIME_SECONDS } from '../rules/link-hash.js';
import { anyRequest } from '../store/request-views.js';
import { signersOf } from '../store/signers.js';
import { refuse } from './answers.js';
import type { WithId } from './routes.js';

/** The pages that customers see, for a developer who wants to see them too. */
export function customerPageControl(app: FastifyInstance, { db, clock, secrets, signers }: AppContext): void {
  const signingPage = (request: FastifyRequest) => signers.page ?? `${linkBase(request)}/sign`;

  /** The gateway's page to join lies beside its signing page; another page has none that is known here. */
  app.get('/pages', async (request) => {
    const sign = signingPage(request);
    const isGateways = signers.page !== null && /\/sign\/?$/.test(sign);
    return { sign, join: isGateways ? sign.replace(/sign\/?$/, 'join') : null };
  });

  /** A link of GenerateSignContractLink, for the one who has to sign next. */
  app.post<WithId>('/requests/:id/signing-link', async (request, reply) => {
    const { id } = request.params;
    const found = await anyRequest(db, id);
    if (!found) return refuse(reply, 404, 'There is no such request.');
    const all = await signersOf(db, [id]);
    const signer = all.find(({ signedAt }) => signedAt === null) ?? all[0];
    if (!signer) return refuse(reply, 409, 'The request has no signer.');
    const expiresAt = new Date(clock.now().getTime() + SIGNING_LINK_LIFETIME_SECONDS * 1000);
    const customerId = signer.customer.id;
    const hash = linkHash(secrets.link, { purpose: 'sign', requestId: id, customerId, expiresAt });
    return { url: signingUrl(signingPage(request), id, hash) };
  });
}
