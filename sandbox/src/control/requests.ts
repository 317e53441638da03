import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { requestSummary } from '../routes/request-answer.js';
import type { Status } from '../rules/statuses.js';
import { lockRequest } from '../store/business-requests.js';
import { payRequest } from '../store/pay.js';
import { PAYMENT_GATEWAYS, paymentOf, paymentsOf } from '../store/payments.js';
import { auditTrail, moveRequest } from '../store/request-moves.js';
import { anyRequest, newestOfTenant, type RequestSummaryRow } from '../store/request-views.js';
import { SAMPLE_TENANT } from '../store/seed.js';
import { type SignerOfRequest, signersOf } from '../store/signers.js';
import type { PaymentRow } from '../store/tables.js';
import { tenantExists } from '../store/tenants.js';
import { inTransaction } from '../store/transaction.js';
import { readControl, refuse } from './answers.js';
import { PROVIDER_MOVES, stepsAllowed } from './provider-moves.js';
import type { OfTenant, WithId } from './routes.js';

/** The list has only the newest requests, since pages poll it. */
const MAX_LIST = 100;

const PROVIDER = 'Service provider';
const countersignShape = z.object({ partially: z.boolean().default(false) });
const payShape = z.object({ gateway: z.enum(PAYMENT_GATEWAYS).default('fawry') });

/** The provider's side of business requests, and the payment. */
export function requestControl(app: FastifyInstance, { db, clock }: AppContext): void {
  const details = async (id: string) => {
    const request = await anyRequest(db, id);
    if (!request) return null;
    const payment = await paymentOf(db, id);
    return {
      request: listed(request, payment),
      signers: (await signersOf(db, [id])).map(signerView),
      audit: await auditTrail(db, id),
    };
  };

  app.get<OfTenant>('/requests', async ({ query: { tenant = SAMPLE_TENANT.id } }, reply) => {
    if (!(await tenantExists(db, tenant))) return refuse(reply, 404, 'There is no such tenant.');
    const { rows, totalCount } = await newestOfTenant(db, tenant, MAX_LIST);
    const payments = await paymentsOf(
      db,
      rows.map(({ id }) => id),
    );
    const paymentById = new Map(payments.map((payment) => [payment.requestId, payment]));
    return { requests: rows.map((row) => listed(row, paymentById.get(row.id))), totalCount };
  });

  app.get<WithId>('/requests/:id', async ({ params }, reply) => {
    return (await details(params.id)) ?? refuse(reply, 404, 'There is no such request.');
  });

  const moving = (name: string, moveTo: (body: unknown) => Status | { error: string }) => {
    app.post<WithId>(`/requests/:id/${name}`, async ({ params: { id }, body }, reply) => {
      const to = moveTo(body);
      if (typeof to !== 'string') return refuse(reply, 400, to.error);
      const outcome = await inTransaction(db, async (work) => {
        const request = await lockRequest(work, id);
        const step = {
          who: PROVIDER,
          name: name[0]?.toUpperCase() + name.slice(1),
          at: clock.now(),
          place: null,
        };
        return request && (await moveRequest(work, request, to, step)) ? 'moved' : request?.status;
      });
      if (outcome === undefined) return refuse(reply, 404, 'There is no such request.');
      if (outcome !== 'moved') return refuse(reply, 409, `A request in ${outcome} can’t move to ${to}.`);
      return details(id);
    });
  };
  moving('approve', () => PROVIDER_MOVES.approve);
  moving('reject', () => PROVIDER_MOVES.reject);
  moving('complete', () => PROVIDER_MOVES.complete);
  moving('countersign', (body) => {
    const sent = readControl(countersignShape, body);
    if ('error' in sent) return sent;
    return sent.value.partially ? PROVIDER_MOVES.countersignPartially : PROVIDER_MOVES.countersign;
  });

  app.post<WithId>('/requests/:id/pay', async ({ params: { id }, body }, reply) => {
    const sent = readControl(payShape, body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    const payer = { gateway: sent.value.gateway, who: 'Control API', clock };
    const outcome = await inTransaction(db, (work) => payRequest(work, id, payer));
    if (outcome === 'no such request') return refuse(reply, 404, 'There is no such request.');
    return outcome === 'paid' ? details(id) : refuse(reply, 409, `Not paid: ${outcome}.`);
  });
}

/** A request with what the provider may do with it, and with the id of its contract, which no published answer has. */
function listed(row: RequestSummaryRow, payment: PaymentRow | undefined) {
  return {
    ...requestSummary(row),
    contractStorageId: row.contractStorageId,
    stepsAllowed: stepsAllowed(row.status, payment),
    payment: payment ? { amount: payment.amount, gateway: payment.gateway, paidAt: payment.paidAt } : null,
  };
}

function signerView({ customer, otpValidatedAt, signedAt }: SignerOfRequest) {
  const { name, surname, phoneNumber } = customer;
  return { fullName: `${name} ${surname}`, phoneNumber, otpValidatedAt, signedAt };
}
