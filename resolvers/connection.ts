import type { BusinessRequest } from '../schema/business-request.js';
import type {
  BusinessRequestConnection,
  BusinessRequestEdge,
  PageInfo,
} from '../schema/business-request-connection.js';
import type { RequestPage } from '../src/loaders/request-page.js';
import { cursorAt } from './cursor.js';

/** A page of the list as a connection (Relay's cursor connections). Cursors are written when somebody asks for them. */
class PageOfRequests<T> implements BusinessRequestConnection {
  readonly nodes: BusinessRequest[];

  constructor(
    private readonly skip: number,
    private readonly page: RequestPage<T>,
    toNode: (request: T) => BusinessRequest,
  ) {
    this.nodes = page.requests.map(({ item }) => toNode(item));
  }

  get totalCount(): number {
    return this.page.totalCount;
  }

  get edges(): BusinessRequestEdge[] {
    return this.page.requests.flatMap(({ offset }, index) => {
      const node = this.nodes[index];
      return node ? [{ cursor: cursorAt(offset), node }] : [];
    });
  }

  get pageInfo(): PageInfo {
    const { requests, hasMore, endOffset } = this.page;
    const first = requests.at(0);
    return {
      hasNextPage: hasMore,
      hasPreviousPage: this.skip > 0,
      startCursor: first ? cursorAt(first.offset) : null,
      endCursor: first || (hasMore && endOffset >= 0) ? cursorAt(endOffset) : null,
    };
  }
}

/** A page of the list, `skip` items from its beginning, as a connection. */
export function connectionOf<T>(
  skip: number,
  page: RequestPage<T>,
  toNode: (request: T) => BusinessRequest,
): BusinessRequestConnection {
  return new PageOfRequests(skip, page, toNode);
}
