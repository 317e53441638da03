import type { FormField } from '../src/vlens/types.js';
import { badUserInput, type InputError, inputError } from './bad-user-input.js';

type Keyed = readonly { key: string }[];
const FIELDS = 'input.fields';

/**
 * The errors for values whose key an earlier value has: Vlens accepts one value per key.
 * @param path the path of the values in the input
 */
export function duplicateKeys(values: Keyed, path = FIELDS): InputError[] {
  const seen = new Set<string>();
  const isDoubled = (key: string) => {
    const wasSeen = seen.has(key);
    seen.add(key);
    return wasSeen;
  };
  return wrongKeys(values, path, 'This key was given before; give each key once.', isDoubled);
}

/** The errors for values whose key is not in the product's form, at any depth. */
export function unknownKeys(values: Keyed, form: FormField[]): InputError[] {
  const known = new Set(keysOf(form));
  return wrongKeys(
    values,
    FIELDS,
    'The form of this product has no field with this key; see productType.formFields.',
    (key) => !known.has(key),
  );
}

/** @throws BAD_USER_INPUT if there are errors */
export function refuseKeys(errors: InputError[]): void {
  if (errors.length === 0) return;
  const places = errors.map(({ field }) => field).join(', ');
  throw badUserInput(`These keys of the form can’t be taken: ${places}. See extensions.fieldErrors.`, errors);
}

/** Names a wrong key by its position, since a client may send anything as a key. */
function wrongKeys(
  values: Keyed,
  path: string,
  rule: string,
  isWrong: (key: string) => boolean,
): InputError[] {
  return values.flatMap(({ key }, index) =>
    isWrong(key) ? [inputError(`${path}[${index}].key`, rule)] : [],
  );
}

function keysOf(fields: FormField[]): string[] {
  return fields.flatMap(({ key, relatedFields, options }) => [
    key,
    ...keysOf(relatedFields),
    ...options.flatMap((option) => keysOf(option.relatedFields)),
  ]);
}
