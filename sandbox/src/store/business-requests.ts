import type { Random } from '../random.js';
import type { FormField } from '../rules/form-field.js';
import { requestNumber } from '../rules/request-number.js';
import { OPEN_STATUSES } from '../rules/statuses.js';
import type { Caller, CustomerRow, Database, RequestRow, Work } from './tables.js';

export interface NewRequest {
  tenantId: string;
  productId: number;
  creator: CustomerRow;
  /** The form with the customer's values in it. */
  fields: FormField[];
  /** The customers who sign besides the creator. */
  otherSigners: number[];
  requiredSignatures: number;
}

/** A row of its own with the next number of its tenant and year; it is in Pending Approval. */
export async function insertRequest(
  work: Work,
  { random, now }: { random: Random; now: Date },
  request: NewRequest,
): Promise<RequestRow> {
  const year = now.getUTCFullYear();
  const sequence = await nextSequence(work, request.tenantId, year);
  const row = await work
    .insertInto('businessRequest')
    .values({
      id: random.uuid(),
      tenantId: request.tenantId,
      productId: request.productId,
      creatorId: request.creator.id,
      sequence,
      requestNumber: requestNumber(year, sequence),
      status: 'PENDING_APPROVAL',
      contractStorageId: random.uuid(),
      fields: JSON.stringify(request.fields),
      requiredSignatures: request.requiredSignatures,
      createdAt: now.toISOString(),
      updatedAt: now.toISOString(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await work
    .insertInto('signer')
    .values(
      [request.creator.id, ...request.otherSigners].map((customerId, position) => ({
        requestId: row.id,
        customerId,
        position,
        otpValidatedAt: null,
        signedAt: null,
      })),
    )
    .execute();
  return row;
}

/** Counted in the same work as the request that takes it: a request that fails leaves no gap. */
async function nextSequence(work: Work, tenantId: string, year: number): Promise<number> {
  const { last } = await work
    .insertInto('requestCounter')
    .values({ tenantId, year, last: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['tenantId', 'year'])
        .doUpdateSet((row) => ({ last: row('requestCounter.last', '+', 1) })),
    )
    .returning('last')
    .executeTakeFirstOrThrow();
  return last;
}

export async function hasOpenRequest(db: Database | Work, creatorId: number): Promise<boolean> {
  const open = await db
    .selectFrom('businessRequest')
    .select('id')
    .where('creatorId', '=', creatorId)
    .where('status', 'in', OPEN_STATUSES)
    .executeTakeFirst();
  return open !== undefined;
}

/** How a caller may name a request: by its id, by its contract's storage id, or by both. */
export interface RequestName {
  requestId?: string | undefined;
  contractStorageId?: string | undefined;
}

/** The request, if the caller is one of its signers, locked until this work ends; else as if there were none. */
export function lockOwnRequest(
  work: Work,
  caller: Caller,
  { requestId, contractStorageId }: RequestName,
): Promise<RequestRow | undefined> {
  return work
    .updateTable('businessRequest')
    .set((row) => ({ status: row.ref('status') }))
    .where('tenantId', '=', caller.tenantId)
    .where('id', 'in', (query) =>
      query.selectFrom('signer').select('requestId').where('customerId', '=', caller.id),
    )
    .$if(caller.onlyRequestId !== null, (query) => query.where('id', '=', caller.onlyRequestId ?? ''))
    .$if(requestId !== undefined, (query) => query.where('id', '=', requestId ?? ''))
    .$if(requestId === undefined || contractStorageId !== undefined, (query) =>
      query.where('contractStorageId', '=', contractStorageId ?? ''),
    )
    .returningAll()
    .executeTakeFirst();
}

/** Any request of any tenant, locked: for the provider's side, which is the control API. */
export function lockRequest(work: Work, id: string): Promise<RequestRow | undefined> {
  return work
    .updateTable('businessRequest')
    .set((row) => ({ status: row.ref('status') }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}
