import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppContext } from '../app-context.js';
import { envelope, pagedEnvelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { eligibility } from '../rules/eligibility.js';
import { OPEN_STATUSES, STATUSES, type Status } from '../rules/statuses.js';
import { hasOpenRequest } from '../store/business-requests.js';
import {
  newestOwnIn,
  ownPage,
  ownRequest,
  type PageWanted,
  type RequestSummaryRow,
  withParts,
} from '../store/request-views.js';
import type { Caller } from '../store/tables.js';
import { customerOf, refuseLinkSession, tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { fullRequest, requestSummary } from './request-answer.js';

/** Larger pages are cut down to these; `returnedCount` says so. */
const LARGEST_PAGE = { light: 1000, full: 100 };
const EVERY_STATUS = Object.keys(STATUSES) as Status[];

/** What the caller may see of their own requests, as creator or as signer. */
export function businessRequestRoutes(app: FastifyInstance, { db }: AppContext): void {
  const full = async (caller: Caller, rows: RequestSummaryRow[]) =>
    (await withParts(db, caller.tenantId, rows)).map(fullRequest);

  app.get('/BusinessRequest/CheckEligibility', { onRequest: refuseLinkSession }, async (request) => {
    const { id, isVerified, isEmailConfirmed } = customerOf(request);
    return envelope(
      eligibility(
        {
          isDigitalIdentityVerified: isVerified === 1,
          hasPendingRequest: await hasOpenRequest(db, id),
          isEmailConfirmed: isEmailConfirmed === 1,
        },
        { requiresConfirmedEmail: tenantOf(request).requiresConfirmedEmail === 1 },
      ),
    );
  });

  app.get('/BusinessRequest/Current', async (request) => {
    const asked = read(bodies.current, request.query);
    if (asked instanceof Refusal) return envelope(asked);
    const caller = customerOf(request);
    const current =
      (await newestOwnIn(db, caller, OPEN_STATUSES)) ?? (await newestOwnIn(db, caller, EVERY_STATUS));
    if (!current) return envelope(null);
    return envelope(asked.minimal === 'true' ? requestSummary(current) : (await full(caller, [current]))[0]);
  });

  app.get('/BusinessRequest/CurrentList', async (request) => {
    const page = pageWanted(request, LARGEST_PAGE.full);
    if (page instanceof Refusal) return envelope(page);
    const caller = customerOf(request);
    const { rows, totalCount } = await ownPage(db, caller, page);
    return pagedEnvelope(await full(caller, rows), totalCount);
  });

  app.get('/BusinessRequest/CurrentListIds', async (request) => {
    const page = pageWanted(request, LARGEST_PAGE.light);
    if (page instanceof Refusal) return envelope(page);
    const { rows, totalCount } = await ownPage(db, customerOf(request), page);
    return pagedEnvelope(rows.map(requestSummary), totalCount);
  });

  app.get<{ Params: { id: string } }>('/BusinessRequest/GetBusinessRequestById/:id', async (request) => {
    const caller = customerOf(request);
    const found = await ownRequest(db, caller, request.params.id.toLowerCase());
    return envelope(found ? (await full(caller, [found]))[0] : new Refusal('NOT_FOUND'));
  });
}

function pageWanted(request: FastifyRequest, largest: number): PageWanted | Refusal {
  const asked = read(bodies.page, request.query);
  if (asked instanceof Refusal) return asked;
  return { skip: asked.SkipCount, take: Math.min(asked.MaxResultCount, largest) };
}
