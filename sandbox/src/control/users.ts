import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { AppContext } from '../app-context.js';
import { samplePersonOf } from '../cards/people.js';
import { fullName } from '../routes/request-answer.js';
import { customerByPhone, lastActivePlace, lockCustomer, moveLastActivePlace } from '../store/customers.js';
import { SAMPLE_TENANT } from '../store/seed.js';
import type { CustomerRow } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import { readControl, refuse } from './answers.js';

type WithPhone = { Params: { phoneNumber: string }; Querystring: { tenant?: string } };

const placeShape = z.object({
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
});
const changeShape = z
  .object({ isDigitalIdentityVerified: z.boolean(), isEmailConfirmed: z.boolean() })
  .partial();

/** Customers as the provider knows them: never a password, nor its hash. */
export function userControl(app: FastifyInstance, { db, clock, random }: AppContext): void {
  const find = ({ params, query }: { params: WithPhone['Params']; query: WithPhone['Querystring'] }) =>
    customerByPhone(db, query.tenant ?? SAMPLE_TENANT.id, params.phoneNumber);

  app.get('/users', async () => {
    const rows = await db.selectFrom('customer').selectAll().orderBy('id').execute();
    return { users: rows.map(userView) };
  });

  app.post<WithPhone>('/users/:phoneNumber/location', async (request, reply) => {
    const sent = readControl(placeShape, request.body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    const customer = await find(request);
    if (!customer) return refuse(reply, 404, 'There is no such user.');
    await moveLastActivePlace(db, customer.id, sent.value, clock.now());
    return { ...userView(customer), lastActiveLocation: sent.value };
  });

  app.post<WithPhone>('/users/:phoneNumber', async (request, reply) => {
    const sent = readControl(changeShape, request.body);
    if ('error' in sent) return refuse(reply, 400, sent.error);
    const customer = await find(request);
    if (!customer) return refuse(reply, 404, 'There is no such user.');
    const { isDigitalIdentityVerified: verified, isEmailConfirmed: confirmed } = sent.value;
    const changed = await inTransaction(db, async (work) => {
      // As they are now: what was not asked for stays as another call has left it.
      const { id, ...now } = await lockCustomer(work, customer.id);
      return work
        .updateTable('customer')
        .set({
          isEmailConfirmed: flag(confirmed) ?? now.isEmailConfirmed,
          isVerified: flag(verified) ?? now.isVerified,
          isValidated: verified ? 1 : now.isValidated,
          transactionId: now.transactionId ?? (verified ? random.uuid() : null),
        })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirstOrThrow();
    });
    return userView(changed);
  });
}

function userView(customer: CustomerRow) {
  return {
    id: customer.id,
    tenant: customer.tenantId,
    phoneNumber: customer.phoneNumber,
    fullName: fullName(customer),
    nationalId: customer.nationalId,
    samplePerson: samplePersonOf(customer.nationalId),
    isDigitalIdentityVerified: customer.isVerified === 1,
    stage: stageOf(customer),
    emailAddress: customer.emailAddress || null,
    isEmailConfirmed: customer.isEmailConfirmed === 1,
    transactionId: customer.transactionId,
    lastActiveLocation: lastActivePlace(customer),
    lastActiveAt: customer.lastActiveAt,
  };
}

/** How far the identity is: Validated is one whose pictures passed and whom an authority has not confirmed. */
function stageOf({ isVerified, isValidated }: CustomerRow): 'Registered' | 'Validated' | 'Verified' {
  if (isVerified === 1) return 'Verified';
  return isValidated === 1 ? 'Validated' : 'Registered';
}

function flag(value: boolean | undefined): 0 | 1 | undefined {
  return value === undefined ? undefined : value ? 1 : 0;
}
