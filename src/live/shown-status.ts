import type { RequestSummary } from '../vlens/types.js';

/** The fields of a request that show whether it has changed. */
export interface ShownStatus {
  status: RequestSummary['status'];
  statusName: string | null;
  updatedAt: string | null;
  /** How many polls of all callers had begun when the request was first published: it existed when any later poll began. */
  knownSince: number;
  /** Whether the list of all has contained the request. If not, only subscribers to its id have it read. */
  isListed: boolean;
}

/** Makes a `ShownStatus` from a request that was read. */
export function shownStatusOf(
  request: RequestSummary,
  { knownSince, isListed }: Pick<ShownStatus, 'knownSince' | 'isListed'>,
): ShownStatus {
  const { status, statusName } = request;
  const updatedAt =
    'updatedAt' in request && typeof request.updatedAt === 'string' ? request.updatedAt : null;
  return { status, statusName, updatedAt, knownSince, isListed };
}

/** When the change was made, if the request was read in full both times: only then its last modification is known. */
export function modifiedSince(before: ShownStatus, now: ShownStatus): number | null {
  if (before.updatedAt === null || now.updatedAt === null) return null;
  const [earlier, later] = [Date.parse(before.updatedAt), Date.parse(now.updatedAt)];
  return later > earlier ? later : null;
}

/** The earliest of the known moments. */
export function earliest(moments: (number | null | undefined)[]): Date {
  return new Date(Math.min(...moments.flatMap((moment) => moment ?? [])));
}
