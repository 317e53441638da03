import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { type PaymentOutcome, payRequest } from '../store/pay.js';
import { PAYMENT_GATEWAYS, type PaymentGateway, paymentByToken } from '../store/payments.js';
import { anyRequest } from '../store/request-views.js';
import { inTransaction } from '../store/transaction.js';
import { escaped, page } from './html.js';

type WithToken = { Params: { token: string } };

const NAMES: Record<PaymentGateway, string> = { fawry: 'Fawry', kashier: 'Kashier' };
const bodyShape = z.object({ gateway: z.enum(PAYMENT_GATEWAYS) });

/** Where a customer pays: whoever has the unguessable link may, as with any payment link. */
export function paymentPageRoutes(app: FastifyInstance, { db, clock }: AppContext): void {
  app.get<WithToken>('/pay/:token', async ({ params }, reply) => {
    const payment = await paymentByToken(db, params.token);
    const request = payment && (await anyRequest(db, payment.requestId));
    if (!request) return reply.callNotFound();
    if (payment.paidAt !== null) return show(reply, 200, 'Paid', PAID);
    const what = `${request.requestNumber}, ${request.productName}: EGP ${payment.amount}`;
    return show(reply, 200, 'Payment', `<p>${escaped(what)}</p>${paymentForm(payment.gateway)}`);
  });

  app.post<WithToken>('/pay/:token', async ({ params, body }, reply) => {
    const payment = await paymentByToken(db, params.token);
    if (!payment) return reply.callNotFound();
    const chosen = bodyShape.safeParse(body);
    if (!chosen.success) {
      return show(reply, 400, 'Payment', `<p>Choose how to pay.</p>${paymentForm(payment.gateway)}`);
    }
    const { gateway } = chosen.data;
    const payer = { gateway, who: 'Payment page', now: clock.now() };
    const outcome = await inTransaction(db, (work) => payRequest(work, payment.requestId, payer));
    return outcome === 'paid'
      ? show(reply, 200, 'Paid', PAID)
      : show(reply, 409, 'Not paid', SENTENCES[outcome]);
  });
}

const PAID = '<p>The payment is complete. Go back to the app to finish signing.</p>';
const SENTENCES: Record<Exclude<PaymentOutcome, 'paid'>, string> = {
  'already paid': '<p>This was paid before; nothing was charged again.</p>',
  rejected: '<p>The request was rejected; there is nothing to pay any more.</p>',
  'nothing to pay': '<p>There is nothing to pay.</p>',
  'no such request': '<p>There is nothing to pay.</p>',
};

function paymentForm(preset: string | null): string {
  const choices = PAYMENT_GATEWAYS.map((gateway, index) => {
    const isPreset = PAYMENT_GATEWAYS.some((each) => each === preset) ? gateway === preset : index === 0;
    const checked = isPreset ? ' checked' : '';
    return `<label><input type="radio" name="gateway" value="${gateway}"${checked}> ${NAMES[gateway]}</label>`;
  });
  return `<form method="post"><fieldset><legend>Pay by</legend>${choices.join('')}</fieldset><button>Pay</button></form>`;
}

function show(reply: FastifyReply, status: number, title: string, body: string): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(page(title, body));
}
