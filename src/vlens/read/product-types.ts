import type { components } from '../../openapi/vlens.js';
import { integer, text } from './values.js';
import { objectAs } from './wire.js';

type WireProductType = components['schemas']['ProductType'];

export type ProductType = NonNullable<ReturnType<typeof readProductType>>;

/** A product type; null if it has no usable id, since nobody could create a request of it. */
export function readProductType(value: unknown) {
  const sent = objectAs<WireProductType>(value);
  const id = integer(sent?.id);
  if (!sent || id === null) return null;
  return { id, name: text(sent.name), typeId: integer(sent.type), typeName: text(sent.typeName) };
}
