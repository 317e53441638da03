import type { Product } from '../products.js';

export type SampleProduct = Omit<Product, 'tenantId' | 'hasPayment'> & { hasPayment: boolean };
