import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { wantsArabic } from '../arabic/wants-arabic.js';
import { arabicWord } from '../arabic/words.js';
import { type PaymentOutcome, payRequest } from '../store/pay.js';
import { PAYMENT_GATEWAYS, type PaymentGateway, paymentByToken } from '../store/payments.js';
import { anyRequest } from '../store/request-views.js';
import { inTransaction } from '../store/transaction.js';
import { escaped, page } from './html.js';

type WithToken = { Params: { token: string } };

const NAMES: Record<PaymentGateway, string> = { fawry: 'Fawry', kashier: 'Kashier' };
const bodyShape = z.object({ gateway: z.enum(PAYMENT_GATEWAYS) });

type Language = 'en' | 'ar';

/** Where a customer pays: anybody who has the unguessable link may, as with any payment link. */
export function paymentPageRoutes(app: FastifyInstance, { db, clock }: AppContext): void {
  app.get<WithToken>('/pay/:token', async ({ params, headers }, reply) => {
    const payment = await paymentByToken(db, params.token);
    const request = payment && (await anyRequest(db, payment.requestId));
    if (!request) return reply.callNotFound();
    const language = languageOf(headers);
    const text = TEXTS[language];
    if (payment.paidAt !== null) return show(reply, 200, language, text.paid, text.done);
    const product = language === 'ar' ? arabicWord(request.productName) : request.productName;
    const what = escaped(text.what(request.requestNumber, product, payment.amount));
    return show(
      reply,
      200,
      language,
      text.payment,
      `<p>${what}</p>${paymentForm(payment.gateway, language)}`,
    );
  });

  app.post<WithToken>('/pay/:token', async ({ params, body, headers }, reply) => {
    const payment = await paymentByToken(db, params.token);
    if (!payment) return reply.callNotFound();
    const language = languageOf(headers);
    const text = TEXTS[language];
    const chosen = bodyShape.safeParse(body);
    if (!chosen.success) {
      const again = `<p>${text.choose}</p>${paymentForm(payment.gateway, language)}`;
      return show(reply, 400, language, text.payment, again);
    }
    const { gateway } = chosen.data;
    const payer = { gateway, who: 'Payment page', clock };
    const outcome = await inTransaction(db, (work) => payRequest(work, payment.requestId, payer));
    return outcome === 'paid'
      ? show(reply, 200, language, text.paid, text.done)
      : show(reply, 409, language, text.notPaid, text.outcomes[outcome]);
  });
}

const EN = {
  payment: 'Payment',
  paid: 'Paid',
  notPaid: 'Not paid',
  what: (number: string, product: string, amount: string) => `${number}, ${product}: EGP ${amount}`,
  choose: 'Choose how to pay.',
  by: 'Pay by',
  pay: 'Pay',
  done: '<p>The payment is complete. Go back to the app to finish signing.</p>',
  outcomes: {
    'already paid': '<p>This was paid before; nothing was charged again.</p>',
    rejected: '<p>The request was rejected; there is nothing to pay any more.</p>',
    'nothing to pay': '<p>There is nothing to pay.</p>',
    'no such request': '<p>There is nothing to pay.</p>',
  } satisfies Record<Exclude<PaymentOutcome, 'paid'>, string>,
};

const AR: typeof EN = {
  payment: 'الدفع',
  paid: 'تم الدفع',
  notPaid: 'لم يتم الدفع',
  what: (number, product, amount) => `${number}، ${product}: ${inArabicDigits(amount)} جنيه مصري`,
  choose: 'اختر طريقة الدفع.',
  by: 'الدفع عن طريق',
  pay: 'ادفع',
  done: '<p>اكتمل الدفع. عد إلى التطبيق لإتمام التوقيع.</p>',
  outcomes: {
    'already paid': '<p>تم دفع هذا من قبل، ولم يُخصم شيء مرة أخرى.</p>',
    rejected: '<p>رُفض الطلب، ولم يعد هناك ما يُدفع.</p>',
    'nothing to pay': '<p>لا يوجد ما يُدفع.</p>',
    'no such request': '<p>لا يوجد ما يُدفع.</p>',
  },
};

const TEXTS = { en: EN, ar: AR };

function languageOf(headers: FastifyRequest['headers']): Language {
  return wantsArabic(headers) ? 'ar' : 'en';
}

function inArabicDigits(amount: string): string {
  return new Intl.NumberFormat('ar-EG', { minimumFractionDigits: 2 }).format(Number(amount));
}

function paymentForm(preset: string | null, language: Language): string {
  const { by, pay } = TEXTS[language];
  const choices = PAYMENT_GATEWAYS.map((gateway, index) => {
    const isPreset = PAYMENT_GATEWAYS.some((each) => each === preset) ? gateway === preset : index === 0;
    const checked = isPreset ? ' checked' : '';
    return `<label><input type="radio" name="gateway" value="${gateway}"${checked}> ${NAMES[gateway]}</label>`;
  });
  return `<form method="post"><fieldset><legend>${by}</legend>${choices.join('')}</fieldset><button>${pay}</button></form>`;
}

function show(
  reply: FastifyReply,
  status: number,
  language: Language,
  title: string,
  body: string,
): FastifyReply {
  return reply
    .code(status)
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('vary', 'Accept-Language')
    .send(page(title, body, language));
}
