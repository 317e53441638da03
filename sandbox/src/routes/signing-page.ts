import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { Refusal } from '../refusal.js';
import { readLinkHash } from '../rules/link-hash.js';
import { anyRequest } from '../store/request-views.js';
import { bodies, read } from './bodies.js';
import { escaped, page } from './html.js';

/** Where GenerateSignContractLink leads: the page shows what would be signed, and signs nothing itself. */
export function signingPageRoute(app: FastifyInstance, { db, clock, secrets }: AppContext): void {
  app.get('/sign', async (http, reply) => {
    const html = reply.type('text/html; charset=utf-8').header('cache-control', 'no-store');
    const asked = read(bodies.contractPdf, http.query);
    const right =
      asked instanceof Refusal
        ? null
        : readLinkHash(
            secrets.link,
            { purpose: 'sign', requestId: asked.RequestId },
            asked.SecurityHash,
            clock.now(),
          );
    if (right === 'expired') return html.code(410).send(page('Expired', '<p>The link has expired.</p>'));
    const request = right && !(asked instanceof Refusal) ? await anyRequest(db, asked.RequestId) : undefined;
    if (!request) return html.code(404).send(page('Not found', '<p>The link is not valid.</p>'));
    const what = `${request.requestNumber}, ${request.productName}`;
    return html.send(
      page('Sign the contract', `<p>${escaped(what)}</p><p>The signing page will open here.</p>`),
    );
  });
}
