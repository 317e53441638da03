import type { OperationHooks } from './operation-hooks.js';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Frees parts of a request that its operation does not use, before the operation waits for anything: variables that it does not declare,
 * extensions, and the body with everything else in it.
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

/** Changes the object itself, since other code refers to it. */
export function keepOnly(object: object | undefined, names: ReadonlySet<string>): void {
  for (const name of Object.keys(object ?? {}))
    if (!names.has(name)) Reflect.deleteProperty(object as object, name);
}
