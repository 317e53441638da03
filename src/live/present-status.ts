import { createLoaders } from '../loaders/index.js';
import { PagedIndex } from '../loaders/paged-index.js';
import { foundOrNull } from '../loaders/read-answers.js';
import { ReadRefused, VlensFault } from '../vlens/faults.js';
import { say } from '../vlens/messages/words.js';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { RequestSummary } from '../vlens/types.js';

/** Results for the watched requests in `about`: those that were read, and errors for those that failed. Null: the list of all. */
export interface PresentStatus {
  about: ReadonlySet<string | null>;
  requests: ReadonlyMap<string, RequestSummary>;
  failures: ReadonlyMap<string | null, Error>;
}

const PAGE = 100;
/** A subscriber to all requests of a caller gets the changes of this many of the newest. */
export const MAX_WATCHED = 500;

/**
 * Reads the watched requests that lists contain, and passes on each part as soon as it is there. So a part that can't be read does not
 * delay the others.
 * @returns the watched requests that no list contains
 * @throws what `take` throws
 */
export async function readLists(
  vlens: CallerVlens,
  watched: readonly (string | null)[],
  take: (part: PresentStatus) => void,
): Promise<string[]> {
  const ids = watched.filter((id) => id !== null);
  const all = watched.includes(null) ? await readAll(vlens) : null;
  if (all) take({ ...all, about: new Set([null, ...ids.filter((id) => all.requests.has(id))]) });
  const left = ids.filter((id) => !all?.requests.has(id));
  if (left.length === 0) return [];
  const { requests, failures } = await readStatuses(vlens, left);
  const about = new Set(left.filter((id) => requests.has(id) || failures.has(id)));
  take({ about, requests, failures });
  return left.filter((id) => !about.has(id));
}

/** Reads a request that no list contains: an operator's token may read more requests than the operator's own list has. */
export async function readAlone(vlens: CallerVlens, id: string): Promise<PresentStatus> {
  const about = new Set([id]);
  try {
    const request = foundOrNull(await vlens.call('getBusinessRequestById', { id }));
    const requests = new Map<string, RequestSummary>();
    if (request) requests.set(request.id, request);
    return { about, requests, failures: request ? new Map() : new Map([[id, notReadable()]]) };
  } catch (error) {
    return { about, requests: new Map(), failures: new Map([[id, asError(error)]]) };
  }
}

type Read = Omit<PresentStatus, 'about'>;

/** The caller's newest requests. */
async function readAll(vlens: CallerVlens): Promise<Read> {
  const { summaryPages } = createLoaders(vlens);
  const requests = new Map<string, RequestSummary>();
  try {
    for (let skip = 0; skip < MAX_WATCHED; skip += PAGE) {
      const page = await summaryPages.load({ skip, count: PAGE });
      for (const { item } of page.requests) requests.set(item.id, item);
      if (!page.hasMore) break;
    }
    return { requests, failures: new Map() };
  } catch (error) {
    return { requests, failures: new Map([[null, asError(error)]]) };
  }
}

/** Reads these requests, as far as the list of statuses contains them. */
async function readStatuses(vlens: CallerVlens, ids: readonly string[]): Promise<Read> {
  const list = new PagedIndex<RequestSummary>((slice) =>
    vlens.call('listBusinessRequestIds', { ...slice, forStatuses: true }),
  );
  const failure = await list.loadUntil(ids).then(() => null, asError);
  const requests = new Map<string, RequestSummary>();
  const failures = new Map<string, Error>();
  for (const id of ids) {
    const found = list.get(id);
    if (found) requests.set(id, found);
    else if (failure) failures.set(id, failure);
  }
  return { requests, failures };
}

/** Turns anything that was thrown into an Error. */
export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error('The status could not be read.');
}

/** Whether nothing more can be read with this token. */
export function isTokenEnd(error: unknown): boolean {
  return error instanceof VlensFault && error.code === 'UNAUTHENTICATED';
}

/** Whether Vlens refused the read, so that a retry would not help. */
export function isRefusal(error: Error): boolean {
  return error instanceof ReadRefused || (error instanceof VlensFault && error.code === 'FORBIDDEN');
}

/** Whether Vlens did not answer in time. */
export function isTimeout(error: Error | undefined): boolean {
  return error instanceof VlensFault && error.code === 'UPSTREAM_TIMEOUT';
}

/** If there was no place in the quota, so that no call was made: milliseconds until there may be one. Otherwise null. */
export function placeComesInMs(error: Error | undefined): number | null {
  if (!(error instanceof VlensFault) || error.code !== 'RATE_LIMITED') return null;
  return (error.details.retryAfterSeconds ?? 1) * 1000;
}

/** The request does not exist, or is not the caller’s. */
export function notReadable(): VlensFault {
  return new VlensFault('FORBIDDEN', say('requestNotReadable'));
}
