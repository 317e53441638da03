import type { StepInput } from '../schema/step-input.js';
import type { GatewayContext } from '../src/context.js';
import { CheckFailed } from '../src/vlens/middleware/check-first.js';
import type { OperationName } from '../src/vlens/operation.js';
import type { InputOf, OutcomeOf } from '../src/vlens/operations.js';
import type { Check } from '../src/vlens/pipeline.js';

/**
 * Takes a step once; requests with the same idempotency key take it once together. Forgets what was read before, even if the step failed,
 * since Vlens may have taken it nevertheless.
 * @param check a check that depends on more than the input; a repeated request with the same key is answered without it
 * @throws what the check throws; nothing was sent then
 */
export async function takeStep<N extends OperationName>(
  { vlens, loaders }: GatewayContext,
  { idempotencyKey }: StepInput,
  step: N,
  input: InputOf<N>,
  check?: Check,
): Promise<OutcomeOf<N>> {
  try {
    return await vlens.call(step, input, idempotencyKey, check);
  } catch (error) {
    throw error instanceof CheckFailed ? error.cause : error;
  } finally {
    loaders.clear();
  }
}
