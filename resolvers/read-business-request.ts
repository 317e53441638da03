import type { Loaders } from '../src/loaders/index.js';
import { type BusinessRequestNode, fromDetails, fromSummary } from './business-request-node.js';

/**
 * A business request by its id, read from where all that is asked of it is known; null where there is none.
 * @param isAlone false for one of many: null where it is asked for light fields and the caller's list does not hold it
 */
export async function readBusinessRequest(
  { summaries, fullRequests }: Loaders,
  id: string,
  isFull: boolean,
  isAlone = true,
): Promise<BusinessRequestNode | null> {
  if (isFull) {
    const full = await fullRequests.load(id);
    return full && fromDetails(full);
  }
  const summary = await summaries.load(id, isAlone);
  return summary && fromSummary(summary);
}
