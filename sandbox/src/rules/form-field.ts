import type { components } from '../../../src/openapi/vlens.js';

/** A field of a product's form. */
export type FormField = components['schemas']['FormField'];
