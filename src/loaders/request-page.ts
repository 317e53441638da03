import { Paginator, type Placed, type ReadSlice } from './paginator.js';

/** Which part of the caller's list: how many to pass over, and how many to answer with. */
export interface Span {
  skip: number;
  count: number;
}

export interface RequestPage<T> {
  requests: Placed<T>[];
  /** How many there are in all; where Vlens did not say, how many were read so far. */
  totalCount: number;
  hasMore: boolean;
  /** The place after which to read on. */
  endOffset: number;
}

/** Reads on until there are as many as asked for, or the list ends: a tenant's pages may be smaller. */
export async function readRequestPage<T extends { id: string }>(
  read: ReadSlice<T>,
  { skip, count }: Span,
): Promise<RequestPage<T>> {
  const pages = new Paginator(read, skip);
  const requests: Placed<T>[] = [];
  while (pages.canGoOn && requests.length < count) {
    await pages.next(count - requests.length, (found) => requests.push(...found));
  }
  const last = requests[count - 1];
  return {
    requests: requests.slice(0, count),
    totalCount: pages.totalCount ?? pages.offset,
    hasMore: !pages.ended || requests.length > count,
    // Behind what held nothing new, so that anybody who goes on does not come by there again.
    endOffset: requests[count] && last ? last.offset : Math.max(skip, pages.offset) - 1,
  };
}
