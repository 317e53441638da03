import type { FastifyInstance } from 'fastify';
import type { AppContext } from '../app-context.js';
import { envelope } from '../envelope.js';
import { Refusal } from '../refusal.js';
import { productById, productsOf } from '../store/products.js';
import { tenantOf } from './admission.js';
import { bodies, read } from './bodies.js';

/** The tenant's products and their forms. Labels are always in both languages, whatever `isLocalized` says. */
export function productTypeRoutes(app: FastifyInstance, { db }: AppContext): void {
  app.get('/BusinessRequest/GetAllRequestTypes', async (request) => {
    const products = await productsOf(db, tenantOf(request).id);
    return envelope(
      products.map(({ id, name, typeCode, typeName }) => ({ id, name, type: typeCode, typeName })),
    );
  });

  app.get('/BusinessRequest/GetBusinessRequestTypeTemplateFields', async (request) => {
    const asked = read(bodies.form, request.query);
    if (asked instanceof Refusal) return envelope(asked);
    const product = await productById(db, tenantOf(request).id, asked.requestTypeId);
    if (!product) return envelope(new Refusal('PRODUCT_NOT_FOUND'));
    return envelope({ id: product.id, name: product.name, requestsFields: product.form });
  });
}
