import type { RequestSummary } from '../vlens/types.js';

/** The fields of a request that show whether it has changed. */
export interface ShownStatus {
  status: RequestSummary['status'];
  statusName: string | null;
  updatedAt: string | null;
  /** How many polls of all callers had begun when it was first shown: any later poll began while it existed. */
  knownSince: number;
  /** Whether the list of all has held it: otherwise it is read only for subscribers that watch it by its id. */
  isListed: boolean;
}

/** Of a request as it was read. */
export function shownStatusOf(
  request: RequestSummary,
  { knownSince, isListed }: Pick<ShownStatus, 'knownSince' | 'isListed'>,
): ShownStatus {
  const { status, statusName } = request;
  const updatedAt =
    'updatedAt' in request && typeof request.updatedAt === 'string' ? request.updatedAt : null;
  return { status, statusName, updatedAt, knownSince, isListed };
}

/** A request that was read in full knows when it was modified last, which the change did. */
export function modifiedSince(before: ShownStatus, now: ShownStatus): number | null {
  if (before.updatedAt === null || now.updatedAt === null) return null;
  const [earlier, later] = [Date.parse(before.updatedAt), Date.parse(now.updatedAt)];
  return later > earlier ? later : null;
}

/** The first of those moments that are known. */
export function earliest(moments: (number | null | undefined)[]): Date {
  return new Date(Math.min(...moments.flatMap((moment) => moment ?? [])));
}
