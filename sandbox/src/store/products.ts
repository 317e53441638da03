import type { ContractText } from '../rules/contract-texts.js';
import type { FormField } from '../rules/form-field.js';
import type { Database, ProductRow, Work } from './tables.js';

export interface Product extends Omit<ProductRow, 'form' | 'texts'> {
  form: FormField[];
  texts: ContractText[];
}

export async function productsOf(db: Database, tenantId: string): Promise<Product[]> {
  const rows = await db
    .selectFrom('product')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .orderBy('id')
    .execute();
  return rows.map(read);
}

export async function productById(
  db: Database | Work,
  tenantId: string,
  id: number,
): Promise<Product | undefined> {
  const row = await db
    .selectFrom('product')
    .selectAll()
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && read(row);
}

function read(row: ProductRow): Product {
  return { ...row, form: JSON.parse(row.form), texts: JSON.parse(row.texts) };
}
