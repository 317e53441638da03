import { createLoaders, type Loaders } from '../loaders/index.js';
import { ReadRefused, VlensFault } from '../vlens/faults.js';
import { say } from '../vlens/messages/words.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { RequestSummary } from '../vlens/types.js';

/** What a poll read, and what it could not read, and why; null stands for the list of all. */
export interface PresentStatus {
  requests: ReadonlyMap<string, RequestSummary>;
  failures: ReadonlyMap<string | null, Error>;
}

const PAGE = 100;
/** So many of a caller's newest requests are watched where all are wanted. */
const MAX_WATCHED = 500;

/**
 * Reads what is watched, each for itself: what can't be read keeps nobody from hearing of the rest.
 * @throws VlensFault where the token has ended: it reads nothing any more, whatever was asked
 */
export async function readPresentStatus(
  vlens: CallerVlens,
  watched: readonly (string | null)[],
): Promise<PresentStatus> {
  const loaders = createLoaders(vlens);
  const requests = new Map<string, RequestSummary>();
  const failures = new Map<string | null, Error>();
  if (watched.includes(null))
    await readList(loaders, requests).catch((error) => failures.set(null, asError(error)));
  const left = watched.filter((id) => id !== null).filter((id) => !requests.has(id));
  for (const [index, request] of (await loaders.summaries.loadMany(left)).entries()) {
    if (request instanceof Error) failures.set(left[index] ?? null, request);
    else if (request) requests.set(request.id, request);
  }
  for (const failure of failures.values()) if (isTokenEnd(failure)) throw failure;
  return { requests, failures };
}

/** The caller's newest requests. */
async function readList({ summaryPages }: Loaders, read: Map<string, RequestSummary>): Promise<void> {
  for (let skip = 0; skip < MAX_WATCHED; skip += PAGE) {
    const page = await summaryPages.load({ skip, count: PAGE });
    for (const { item } of page.requests) read.set(item.id, item);
    if (!page.hasMore) return;
  }
}

/** What was thrown, whatever it is. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The status could not be read.');
}

/** Whether nothing more can be read with this token. */
export function isTokenEnd(error: unknown): boolean {
  return error instanceof VlensFault && error.code === 'UNAUTHENTICATED';
}

/** Vlens said no, which asking again will not change. */
export function isRefusal(error: Error): boolean {
  return error instanceof ReadRefused || (error instanceof VlensFault && error.code === 'FORBIDDEN');
}

/** There was no place in the quota: nothing was asked, and later there will be one. Milliseconds until then. */
export function placeComesInMs(error: Error | undefined): number | null {
  if (!(error instanceof VlensFault) || error.code !== 'RATE_LIMITED') return null;
  return (error.details.retryAfterSeconds ?? 1) * 1000;
}

/** There is no such request, or it is not the caller’s. */
export function notReadable(): VlensFault {
  return new VlensFault('FORBIDDEN', say('requestNotReadable'));
}
