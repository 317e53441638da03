import type { StepInput } from '../schema/step-input.js';
import type { GatewayContext } from '../src/context.js';
import type { VlensApi } from '../src/vlens/api.js';

/**
 * Takes a step once; once for all that come with the same idempotency key, where there is one. What was read before is forgotten afterwards, also where the step failed: it may have been done
 * all the same.
 */
export async function takeStep<T>(
  { vlens, loaders }: GatewayContext,
  { idempotencyKey }: StepInput,
  step: (vlens: VlensApi) => Promise<T>,
): Promise<T> {
  try {
    return await step(idempotencyKey == null ? vlens : vlens.once(idempotencyKey));
  } finally {
    loaders.clear();
  }
}
