import type { FormField } from '../src/vlens/types.js';
import { type InputError, inputError } from './bad-user-input.js';

type Keyed = readonly { key: string }[];

/** The values whose key an earlier value has: Vlens takes one value per key. */
export function duplicateKeys(values: Keyed): InputError[] {
  const seen = new Set<string>();
  return wrongKeys(values, 'This key was given before; give each key once.', (key) => {
    const isDoubled = seen.has(key);
    seen.add(key);
    return isDoubled;
  });
}

/** The values whose key the product's form does not have, at any depth. */
export function unknownKeys(values: Keyed, form: FormField[]): InputError[] {
  const known = new Set(keysOf(form));
  return wrongKeys(
    values,
    'The form of this product has no field with this key; see productType.formFields.',
    (key) => !known.has(key),
  );
}

/** A key is told by its place: what a client sent as a key may be anything. */
function wrongKeys(values: Keyed, rule: string, isWrong: (key: string) => boolean): InputError[] {
  return values.flatMap(({ key }, index) =>
    isWrong(key) ? [inputError(`input.fields[${index}].key`, rule)] : [],
  );
}

function keysOf(fields: FormField[]): string[] {
  return fields.flatMap(({ key, relatedFields, options }) => [
    key,
    ...keysOf(relatedFields),
    ...options.flatMap((option) => keysOf(option.relatedFields)),
  ]);
}
