import type { OperationHooks } from './operation-hooks.js';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Lets go of what an operation came with and does not ask for, before it waits for anything: variables that it does not declare,
 * extensions, and the body with whatever else was in it.
 */
export function letGoOfUndeclared(): OperationHooks {
  return {
    didResolveOperation({ request: { http, variables, extensions }, operation }) {
      const declared = operation?.variableDefinitions?.map(({ variable }) => variable.name.value);
      keepOnly(variables, new Set(declared));
      keepOnly(extensions, NOTHING);
      if (http) http.body = undefined;
    },
  };
}

/** In the object itself, since others hold on to it. */
export function keepOnly(object: object | undefined, names: ReadonlySet<string>): void {
  for (const name of Object.keys(object ?? {}))
    if (!names.has(name)) Reflect.deleteProperty(object as object, name);
}
