import type { FormField } from '../rules/form-field.js';
import type { Status } from '../rules/statuses.js';
import { type Product, productsOf } from './products.js';
import { type SignerOfRequest, signersOf } from './signers.js';
import type { Caller, Database } from './tables.js';

/** A request as lists have it. */
export interface RequestSummaryRow {
  id: string;
  tenantId: string;
  requestNumber: string;
  contractStorageId: string;
  status: Status;
  createdAt: string;
  updatedAt: string;
  productId: number;
  productName: string;
  typeCode: number;
  typeName: string;
  creatorName: string;
  creatorSurname: string;
  creatorNationalId: string | null;
}

/** A request with all that its full answer contains. */
export interface RequestWithParts {
  summary: RequestSummaryRow;
  /** The form with the customer's values in it. */
  fields: FormField[];
  product: Product;
  /** The creator first. */
  signers: SignerOfRequest[];
}

export interface PageWanted {
  skip: number;
  take: number;
}

/** A page of the requests that the caller created or signs, newest first, and how many there are in all. */
export async function ownPage(
  db: Database,
  caller: Caller,
  { skip, take }: PageWanted,
): Promise<{ rows: RequestSummaryRow[]; totalCount: number }> {
  const rows = await newestFirst(ownSummaries(db, caller)).offset(skip).limit(take).execute();
  const { totalCount } = await db
    .selectFrom('signer')
    .select(({ fn }) => fn.countAll<number | string>().as('totalCount'))
    .where('customerId', '=', caller.id)
    .$if(caller.onlyRequestId !== null, (query) => query.where('requestId', '=', caller.onlyRequestId ?? ''))
    .executeTakeFirstOrThrow();
  return { rows, totalCount: Number(totalCount) };
}

/** One of the caller's requests; undefined where there is none, or it is somebody else's. */
export function ownRequest(db: Database, caller: Caller, id: string): Promise<RequestSummaryRow | undefined> {
  return ownSummaries(db, caller).where('businessRequest.id', '=', id).executeTakeFirst();
}

/** The caller's newest request that is in one of these statuses. */
export function newestOwnIn(
  db: Database,
  caller: Caller,
  statuses: readonly Status[],
): Promise<RequestSummaryRow | undefined> {
  return newestFirst(ownSummaries(db, caller))
    .where('businessRequest.status', 'in', statuses)
    .limit(1)
    .executeTakeFirst();
}

/** The rest of these requests, in the same order. */
export async function withParts(
  db: Database,
  tenantId: string,
  rows: readonly RequestSummaryRow[],
): Promise<RequestWithParts[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const forms = await db
    .selectFrom('businessRequest')
    .select(['id', 'fields'])
    .where('id', 'in', ids)
    .execute();
  const fieldsById = new Map(forms.map(({ id, fields }) => [id, fields]));
  const products = new Map((await productsOf(db, tenantId)).map((product) => [product.id, product]));
  const signers = await signersOf(db, ids);
  return rows.flatMap((summary) => {
    const product = products.get(summary.productId);
    if (!product) return [];
    return {
      summary,
      product,
      fields: JSON.parse(fieldsById.get(summary.id) ?? '[]') as FormField[],
      signers: signers.filter(({ requestId }) => requestId === summary.id),
    };
  });
}

/** A tenant's newest requests, whosesoever they are, and how many there are in all. */
export async function newestOfTenant(
  db: Database,
  tenantId: string,
  take: number,
): Promise<{ rows: RequestSummaryRow[]; totalCount: number }> {
  const rows = await summaries(db)
    .where('businessRequest.tenantId', '=', tenantId)
    .orderBy('businessRequest.createdAt', 'desc')
    .orderBy('businessRequest.sequence', 'desc')
    .limit(take)
    .execute();
  const { totalCount } = await db
    .selectFrom('businessRequest')
    .select(({ fn }) => fn.countAll<number | string>().as('totalCount'))
    .where('tenantId', '=', tenantId)
    .executeTakeFirstOrThrow();
  return { rows, totalCount: Number(totalCount) };
}

/** Any request of any tenant: for the provider's side, and for links that carry their own right. */
export function anyRequest(db: Database, id: string): Promise<RequestSummaryRow | undefined> {
  return summaries(db).where('businessRequest.id', '=', id).executeTakeFirst();
}

function ownSummaries(db: Database, caller: Caller) {
  return (
    summaries(db)
      .innerJoin('signer', 'signer.requestId', 'businessRequest.id')
      .where('signer.customerId', '=', caller.id)
      // By the tenant's index, which it hides, SQLite would go through all of the tenant's requests for those of one customer.
      .where(({ fn, val }) => fn.coalesce('businessRequest.tenantId', val('')), '=', caller.tenantId)
      .$if(caller.onlyRequestId !== null, (query) =>
        query.where('businessRequest.id', '=', caller.onlyRequestId ?? ''),
      )
  );
}

function summaries(db: Database) {
  return db
    .selectFrom('businessRequest')
    .innerJoin('customer as creator', 'creator.id', 'businessRequest.creatorId')
    .innerJoin('product', (join) =>
      join
        .onRef('product.tenantId', '=', 'businessRequest.tenantId')
        .onRef('product.id', '=', 'businessRequest.productId'),
    )
    .select([
      'businessRequest.id',
      'businessRequest.tenantId',
      'businessRequest.requestNumber',
      'businessRequest.contractStorageId',
      'businessRequest.status',
      'businessRequest.createdAt',
      'businessRequest.updatedAt',
      'businessRequest.productId',
      'product.name as productName',
      'product.typeCode',
      'product.typeName',
      'creator.name as creatorName',
      'creator.surname as creatorSurname',
      'creator.nationalId as creatorNationalId',
    ]);
}

function newestFirst(query: ReturnType<typeof ownSummaries>) {
  return query.orderBy('businessRequest.createdAt', 'desc').orderBy('businessRequest.sequence', 'desc');
}
