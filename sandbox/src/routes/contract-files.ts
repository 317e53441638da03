import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { readLinkHash } from '../rules/link-hash.js';
import { auditTrail } from '../store/request-moves.js';
import { anyRequest, withParts } from '../store/request-views.js';
import { contractForPdf } from './contract-for-pdf.js';

/** The contract's PDF under a signed name, for a browser that has neither ApiKey nor token. */
export function contractFileRoute(app: FastifyInstance, { db, clock, secrets }: AppContext): void {
  app.get<{ Params: { name: string } }>('/files/contracts/:name', async (http, reply) => {
    const now = clock.now();
    const [, requestId, hash] = /^([0-9a-f-]{36})\.([\w-]+)\.pdf$/.exec(http.params.name) ?? [];
    if (!requestId || !hash) return reply.callNotFound();
    const right = readLinkHash(secrets.link, { purpose: 'file', requestId }, hash, now);
    if (right === null) return reply.callNotFound();
    if (right === 'expired')
      return reply.code(410).type('text/plain; charset=utf-8').send('The link has expired.');
    const found = await anyRequest(db, requestId);
    const [contract] = found ? await withParts(db, found.tenantId, [found]) : [];
    if (!contract) return reply.callNotFound();
    const { renderContractPdf } = await import('../pdf/contract-pdf.js');
    const pdf = await renderContractPdf(contractForPdf(contract, await auditTrail(db, requestId)));
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${contract.summary.requestNumber}.pdf"`)
      .header('cache-control', 'private, no-store')
      .send(pdf);
  });
}
