import type { OperationName } from '../../src/vlens/operation.js';
import { type InputOf, OPERATIONS, type OutcomeOf } from '../../src/vlens/operations.js';
import type { CallerVlens } from '../../src/vlens/pipeline.js';

/** A function for each operation. */
export type VlensOperations = { [N in OperationName]: (input: InputOf<N>) => Promise<OutcomeOf<N>> };

/** Calls an operation by a function of its name. */
export function operationsOf(vlens: CallerVlens): VlensOperations {
  const names = Object.keys(OPERATIONS) as OperationName[];
  return Object.fromEntries(
    names.map((name) => [name, (input: never) => vlens.call(name, input)]),
  ) as unknown as VlensOperations;
}

/** Answers calls with these functions. One that is missing fails the test. */
export function vlensOf(operations: Partial<VlensOperations>): CallerVlens {
  return {
    call: async (name, input, _key, check) => {
      await check?.();
      const operation = operations[name];
      if (!operation) throw new Error(`Nothing answers ${name} here.`);
      return operation(input);
    },
  };
}
