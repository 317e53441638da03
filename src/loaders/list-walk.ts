import type { Answer } from '../vlens/answer.js';
import type { Page, Slice } from '../vlens/types.js';
import { foundOrNull } from './read-answers.js';

export type ReadSlice<T> = (slice: Slice) => Promise<Answer<Page<T>>>;

/** An item and how many come before it in Vlens's list. */
export interface Placed<T> {
  item: T;
  offset: number;
}

/** So many pages and no more are read for one question: a tenant that answers few per page must not cost the quota. */
const MOST_PAGES = 50;

/**
 * A walk through one of Vlens's paged lists. It goes on by what was received, not by what was asked for, since a
 * tenant's largest page is not published (vlens.yaml, MaxResultCount); an item that turns up again, because the list
 * grew meanwhile, is left out.
 */
export class ListWalk<T extends { id: string }> {
  private readonly seen = new Set<string>();
  private pages = 0;
  /** As many as the first page held. */
  private pageSize = 0;
  /** How many there are in all, as Vlens said last; null where it did not. */
  totalCount: number | null = null;
  /** Whether the list has nothing more. */
  ended = false;

  constructor(
    private readonly read: ReadSlice<T>,
    /** Where the next page begins. */
    public offset = 0,
  ) {}

  get canGoOn(): boolean {
    return !this.ended && this.pages < MOST_PAGES;
  }

  /** How many more pages there are, as far as Vlens said; null where it did not. */
  get pagesLeft(): number | null {
    if (this.ended) return 0;
    if (this.totalCount === null || this.pageSize === 0) return null;
    return Math.ceil((this.totalCount - this.offset) / this.pageSize);
  }

  /**
   * Reads on: one page, or as many side by side as the `missing` items need at the least, so that no page is read
   * which the last of them does not need. Throws what a read throws, and ReadRefused where Vlens says no; what the
   * other pages brought is kept for `taken` all the same.
   */
  async next(maxResultCount: number, taken: (found: Placed<T>[]) => void, missing = 1): Promise<void> {
    const together = Math.min(
      Math.ceil(missing / Math.max(1, this.pageSize)),
      this.pagesLeft ?? 1,
      MOST_PAGES - this.pages,
    );
    const offsets = Array.from({ length: together }, (_, index) => this.offset + index * this.pageSize);
    const pages = await Promise.allSettled(
      offsets.map(async (skipCount) => foundOrNull(await this.read({ skipCount, maxResultCount }))),
    );
    for (const [index, page] of pages.entries()) {
      if (page.status === 'rejected') throw page.reason;
      taken(this.take(page.value, offsets[index] ?? this.offset));
    }
  }

  private take(page: Page<T> | null, offset: number): Placed<T>[] {
    const items = page?.items ?? [];
    const fresh: Placed<T>[] = [];
    for (const [index, item] of items.entries()) {
      if (this.seen.has(item.id)) continue;
      this.seen.add(item.id);
      fresh.push({ item, offset: offset + index });
    }
    this.pages += 1;
    this.pageSize ||= items.length;
    this.offset = offset + items.length;
    this.totalCount = page?.totalCount ?? null;
    // A page without anything new would come again for ever.
    this.ended = fresh.length === 0 || (this.totalCount !== null && this.offset >= this.totalCount);
    return fresh;
  }
}
