import type { BusinessRequest } from '../schema/business-request.js';
import type { BusinessRequestConnection } from '../schema/business-request-connection.js';
import type { RequestPage } from '../src/loaders/request-page.js';
import { cursorAt } from './cursor.js';

/** A page of the list, `skip` items from its beginning, as a connection (Relay's cursor connections). */
export function connectionOf<T>(
  skip: number,
  { requests, totalCount, hasMore }: RequestPage<T>,
  toNode: (request: T) => BusinessRequest,
): BusinessRequestConnection {
  const edges = requests.map(({ item, offset }) => ({ cursor: cursorAt(offset), node: toNode(item) }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      hasNextPage: hasMore,
      hasPreviousPage: skip > 0,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount,
  };
}
