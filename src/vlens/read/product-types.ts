import type { components } from '../../openapi/vlens.js';
import type { ProductType } from '../types.js';
import { integer, text } from './values.js';
import { objectAs } from './wire.js';

type WireProductType = components['schemas']['ProductType'];

/** A product type; null where it has no usable id: no request could be created of it. */
export function readProductType(value: unknown): ProductType | null {
  const sent = objectAs<WireProductType>(value);
  const id = integer(sent?.id);
  if (!sent || id === null) return null;
  return { id, name: text(sent.name), typeId: integer(sent.type), typeName: text(sent.typeName) };
}
