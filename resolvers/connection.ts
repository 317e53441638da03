import type { PageInfo } from '../schema/business-request-connection.js';
import type { RequestPage } from '../src/loaders/paginator.js';
import { cursorAt } from './cursor.js';

/** A page of a list, which starts after `skip` items, as a Relay connection. Cursors are made only if they are selected. */
export class Connection<T, Node> {
  readonly nodes: Node[];

  constructor(
    private readonly skip: number,
    private readonly page: RequestPage<T>,
    toNode: (item: T) => Node,
  ) {
    this.nodes = page.requests.map(({ item }) => toNode(item));
  }

  get totalCount(): number {
    return this.page.totalCount;
  }

  get edges(): { cursor: string; node: Node }[] {
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
