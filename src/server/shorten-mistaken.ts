import { getVariableValues } from 'graphql';
import type { OperationHooks } from './operation-hooks.js';
import { isMistaken } from './variable-mistakes.js';

/** What stands for a long text that is not looked at any more: nothing takes it but what takes any text. */
const SHORTENED = '…';
const MAX_CHARACTERS = 256;

/**
 * graphql-js prints the value with each mistake that it finds in a variable, up to fifty times, and an object with unknown fields once for
 * each of them: a text of a megabyte in it costs a second. So where there is a mistake, nothing long is left to be printed. graphql-js
 * is asked first whether it refuses what is left: nothing is ever executed with it.
 */
export function shortenMistaken(): OperationHooks {
  return {
    didResolveOperation({ schema, operation, request: { variables } }) {
      if (!variables || !holdsLongText(variables)) return;
      const declared = operation?.variableDefinitions ?? [];
      if (!isMistaken({ schema, variables }, declared)) return;
      const shorter = shortened(variables) as Record<string, unknown>;
      if (getVariableValues(schema, declared, shorter, { maxErrors: 1 }).errors)
        Object.assign(variables, shorter);
    },
  };
}

function holdsLongText(value: unknown): boolean {
  if (typeof value === 'string') return value.length > MAX_CHARACTERS;
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsLongText);
}

function shortened(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_CHARACTERS ? SHORTENED : value;
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shortened(each)]));
}
