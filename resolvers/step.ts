import type { GatewayContext } from '../src/context.js';
import type { VlensApi } from '../src/vlens/api.js';

/**
 * Takes a step once. What was read before is forgotten afterwards, also where the step failed: it may have been done
 * all the same.
 */
export async function takeStep<T>(
  { vlens, loaders }: GatewayContext,
  step: (vlens: VlensApi) => Promise<T>,
): Promise<T> {
  try {
    return await step(vlens);
  } finally {
    loaders.clear();
  }
}
