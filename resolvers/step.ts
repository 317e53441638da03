import type { StepInput } from '../schema/step-input.js';
import type { GatewayContext } from '../src/context.js';
import type { OperationName } from '../src/vlens/operation.js';
import type { InputOf, OutcomeOf } from '../src/vlens/operations.js';

/**
 * Takes a step once; once for all that come with the same idempotency key, where there is one. What was read before is
 * forgotten afterwards, also where the step failed: it may have been done all the same.
 */
export async function takeStep<N extends OperationName>(
  { vlens, loaders }: GatewayContext,
  { idempotencyKey }: StepInput,
  step: N,
  input: InputOf<N>,
): Promise<OutcomeOf<N>> {
  try {
    return await vlens.call(step, input, idempotencyKey);
  } finally {
    loaders.clear();
  }
}
