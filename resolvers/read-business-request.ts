import type { Loaders } from '../src/loaders/index.js';
import { type BusinessRequestNode, fromDetails, fromSummary } from './business-request-node.js';

/**
 * A business request by its id, read from the endpoint that has all the selected fields; null if there is none.
 * @param isAlone false for one of many: then it is null if only summary fields are selected and the caller's list does not contain it
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
