import type { GraphQLResolveInfo } from 'graphql';
import { brokenRules } from '../schema/rules.js';
import { badUserInput } from './bad-user-input.js';

/**
 * Holds an argument against its class's rules.
 * @throws BAD_USER_INPUT with what is wrong, field by field
 */
export function validateInput(value: unknown, _type: unknown, { info }: { info: GraphQLResolveInfo }): void {
  const broken = (Array.isArray(value) ? value : [value]).flatMap((item) => brokenRules(item));
  if (broken.length === 0) return;
  const path = nameOfArgument(info);
  const errors = broken.map((rule) => ({ ...rule, field: path + rule.field }));
  throw badUserInput('The input breaks rules of the schema.', errors);
}

/** Every mutation takes one argument, `input`, in which the fields are; those of other arguments are the arguments. */
function nameOfArgument({ fieldNodes }: GraphQLResolveInfo): string {
  return fieldNodes[0]?.arguments?.some(({ name }) => name.value === 'input') ? 'input.' : '';
}
