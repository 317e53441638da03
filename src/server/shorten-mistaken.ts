import { getVariableValues } from 'graphql';
import type { OperationHooks } from './operation-hooks.js';
import { isMistaken } from './variable-mistakes.js';

/** Replaces a long text. Only a type that accepts any text accepts it. */
const SHORTENED = '…';
const MAX_CHARACTERS = 256;

/**
 * Shortens long texts in variables that contain a mistake. graphql-js prints the value with each of up to fifty mistakes, and an object once
 * for each of its unknown fields, so a text of a megabyte would cost a second. The texts are only shortened if graphql-js refuses the
 * shortened variables too, so nothing is ever executed with them.
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
