import type { FastifyInstance } from 'fastify';
import type { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { choicesInEnglish } from '../arabic/in-arabic.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { eligibility } from '../rules/eligibility.js';
import { fillForm } from '../rules/filled-form.js';
import { checkFormValues, checkNationalIds } from '../rules/form-values.js';
import { chooseSigners } from '../rules/signers.js';
import { hasOpenRequest, insertRequest } from '../store/business-requests.js';
import { customersNamed, lockCustomer } from '../store/customers.js';
import { type Product, productById } from '../store/products.js';
import { auditStep, moveRequest } from '../store/request-moves.js';
import { ownRequest, withParts } from '../store/request-views.js';
import type { CustomerRow, TenantRow, Work } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { customerOf, refuseLinkSession, tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';
import { fullRequest } from './request-answer.js';
import { stepOf } from './signing.js';

type CreateBody = z.infer<typeof bodies.create>;

/**
 * Create. The request enters Pending Approval; where the tenant approves by itself, that is a second move in the same
 * work, and the answer shows the status that the request has when it leaves: Approved.
 */
export function createRequestRoute(app: FastifyInstance, context: AppContext): void {
  const options = { onRequest: refuseLinkSession };
  app.post<{ Params: { typeId: string } }>('/BusinessRequest/Create/:typeId', options, async (request) => {
    const product = read(bodies.product, request.params);
    if (product instanceof Refusal) return envelope(new Refusal('PRODUCT_NOT_FOUND'));
    const body = read(bodies.create, request.body);
    if (body instanceof Refusal) return envelope(body);
    const caller = customerOf(request);
    const id = await create(context, tenantOf(request), caller, product.typeId, body);
    if (id instanceof Refusal) return envelope(id);
    const created = await ownRequest(context.db, caller, id);
    const [full] = await withParts(context.db, caller.tenantId, created ? [created] : []);
    if (!full) return envelope(new Refusal('NOT_FOUND'));
    const answered = fullRequest(full);
    if (tenantOf(request).answersCreateInFull === 1) return envelope(answered);
    // The only published answer.
    return envelope({ id: answered.id, requestNumber: answered.requestNumber, typeName: answered.typeName });
  });
}

async function create(
  context: AppContext,
  tenant: TenantRow,
  caller: CustomerRow,
  productId: number,
  asked: CreateBody,
) {
  return inTransaction(context.db, async (work) => {
    const creator = await lockCustomer(work, caller.id);
    const now = context.clock.now();
    const product = await productById(work, tenant.id, productId);
    if (!product) return new Refusal('PRODUCT_NOT_FOUND');
    const requestFieldsValues = choicesInEnglish(product.form, asked.requestFieldsValues);
    const body = { ...asked, requestFieldsValues };
    if (!(await isEligible(work, tenant, creator))) return new Refusal('NOT_ELIGIBLE');
    const checked = await check(work, product, creator, body, tenant.checksNationalIds === 1 ? now : null);
    if (checked instanceof Refusal) return checked;

    const request = await insertRequest(
      work,
      { random: context.random, now },
      {
        tenantId: tenant.id,
        productId,
        creator,
        fields: fillForm(product.form, body.requestFieldsValues),
        otherSigners: checked.others,
        requiredSignatures: checked.requiredSignatures,
      },
    );
    const entered = { from: null, to: request.status };
    await auditStep(work, request.id, entered, stepOf(creator, 'Create', now, body.geoLocation));
    if (tenant.approvesByItself === 1) {
      const approval = { who: 'Automatic approval', name: 'Approve', at: now, place: null };
      await moveRequest(work, request, 'APPROVED', approval);
    }
    return request.id;
  });
}

async function isEligible(work: Work, tenant: TenantRow, creator: CustomerRow): Promise<boolean> {
  const customer = {
    isDigitalIdentityVerified: creator.isVerified === 1,
    hasPendingRequest: await hasOpenRequest(work, creator.id),
    isEmailConfirmed: creator.isEmailConfirmed === 1,
  };
  return eligibility(customer, { requiresConfirmedEmail: tenant.requiresConfirmedEmail === 1 }).isEligible;
}

/** All that is wrong with the form and the signers, at once. */
async function check(
  work: Work,
  product: Product,
  creator: CustomerRow,
  body: CreateBody,
  idsCheckedAt: Date | null,
) {
  const identifiers = body.customerSignersIdentifiers ?? [];
  const named = identifiers.length > 0 ? await customersNamed(work, creator.tenantId, identifiers) : [];
  const signers = chooseSigners(
    { identifiers, minimumRequired: body.minimumRequiredSignatories ?? null },
    product.minimumSigners,
    creator,
    named.map(({ isVerified, ...customer }) => ({ ...customer, isVerified: isVerified === 1 })),
  );
  const fieldErrors = [
    ...checkFormValues(product.form, body.requestFieldsValues),
    ...(idsCheckedAt ? checkNationalIds(body.requestFieldsValues, idsCheckedAt) : []),
    ...('errors' in signers ? signers.errors : []),
  ];
  return 'errors' in signers || fieldErrors.length > 0
    ? new Refusal('INVALID_INPUT', { fieldErrors })
    : signers;
}
