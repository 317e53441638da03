import type { Answer } from '../vlens/answer.js';
import type { Page, Slice } from '../vlens/types.js';
import { foundOrNull } from './read-answers.js';

export type ReadSlice<T> = (slice: Slice) => Promise<Answer<Page<T>>>;

/** An item and how many come before it in Vlens's list. */
export interface Placed<T> {
  item: T;
  offset: number;
}

/** The largest page that is asked for: a tenant may refuse a larger one. */
export const MAX_PAGE = 100;
/** At most this many pages are read for one lookup: a tenant with small pages must not use up the quota. */
const MAX_PAGES = 50;
/** After this many pages in a row without anything new, reading stops: the list may answer the same for ever. */
const MAX_FRUITLESS_PAGES = 5;
/** How many rows to skip after an empty page while the page size is unknown (ASP.NET Boilerplate's default). */
const USUAL_PAGE = 10;

/**
 * Pages through one of Vlens's lists. It goes on by what was received, not by what was asked for, since a
 * tenant's largest page is not published (vlens.yaml, MaxResultCount), for as long as Vlens says that there is more: a page
 * may bring nothing new, because the list grew or was filtered. Pages overlap by one row, so that a request that vanishes
 * between two of them hides no other. What turns up again is left out.
 */
export class Paginator<T extends { id: string }> {
  private readonly seen = new Set<string>();
  private readonly begin: number;
  private pages = 0;
  private fruitless = 0;
  /** As many as the largest page held. */
  private pageSize = 0;
  /** The last row that was read, where it could be. */
  private lastId: string | null = null;
  /** From where on rows may have been hidden, because the list shrank. */
  private hiddenFrom: number | null = null;
  /** How many there are in all, as Vlens said last; null where it did not. */
  totalCount: number | null = null;
  /** Whether the list has nothing more. */
  ended = false;

  constructor(
    private readonly read: ReadSlice<T>,
    /** Where the rows begin that were not read yet. */
    public offset = 0,
  ) {
    this.begin = offset;
  }

  get canGoOn(): boolean {
    return !this.ended && this.pages < MAX_PAGES && this.fruitless < MAX_FRUITLESS_PAGES;
  }

  /** How many more pages there are, as far as Vlens said; null where it did not. */
  get pagesLeft(): number | null {
    if (this.ended) return 0;
    if (this.totalCount === null || this.pageSize === 0) return null;
    return Math.ceil((this.totalCount - this.offset) / this.stride);
  }

  /**
   * Reads on: one page, or as many side by side as the `missing` items need at the least, so that no page is read
   * which the last of them does not need. Throws what a read throws, and ReadRefused where Vlens says no; what the
   * other pages brought is kept for `taken` anyway.
   */
  async next(wanted: number, taken: (found: Placed<T>[]) => void, missing = 1): Promise<void> {
    const together =
      this.hiddenFrom !== null
        ? 1
        : Math.min(Math.ceil(missing / this.stride), this.pagesLeft ?? 1, MAX_PAGES - this.pages);
    const from = this.hiddenFrom ?? this.offset - this.overlap;
    const offsets = Array.from({ length: together }, (_, index) => from + index * this.stride);
    const maxResultCount = Math.min(wanted + this.overlap, MAX_PAGE);
    const pages = await Promise.allSettled(
      offsets.map(async (skipCount) => foundOrNull(await this.read({ skipCount, maxResultCount }))),
    );
    for (const [index, page] of pages.entries()) {
      if (page.status === 'rejected') throw page.reason;
      taken(this.take(page.value, offsets[index] ?? this.offset, maxResultCount));
    }
  }

  /** One row, where a page holds more than that. */
  private get overlap(): number {
    return this.pages > 0 && this.pageSize > 1 ? 1 : 0;
  }

  private get stride(): number {
    return Math.max(1, this.pageSize - this.overlap);
  }

  private take(page: Page<T> | null, from: number, asked: number): Placed<T>[] {
    const { items = [], unreadable = [], totalCount = null } = page ?? {};
    const received = items.length + unreadable.length;
    const fresh = this.placed(items, unreadable, from);
    const isOverlapping = from < this.offset && this.hiddenFrom === null;
    const hasShrunk = isOverlapping && this.lastId !== null && fresh[0]?.offset === from;
    this.hiddenFrom = hasShrunk ? this.whereHidden(from, totalCount) : null;
    this.pages += 1;
    this.fruitless = fresh.length === 0 ? this.fruitless + 1 : 0;
    const end = from + (received > 0 ? received : this.pageSize || Math.min(asked, USUAL_PAGE));
    if (end >= this.offset)
      this.lastId = unreadable.at(-1) === received - 1 ? null : (items.at(-1)?.id ?? null);
    this.pageSize = Math.max(this.pageSize, received);
    this.totalCount = totalCount;
    this.offset = received > 0 ? Math.max(this.offset, end) : Math.min(end, totalCount ?? from);
    const isAtEnd = totalCount === null ? fresh.length === 0 : this.offset >= totalCount;
    this.ended = isAtEnd && this.hiddenFrom === null;
    return fresh;
  }

  /** The new items, each at its place among all rows. */
  private placed(items: T[], unreadable: number[], from: number): Placed<T>[] {
    const gaps = new Set(unreadable);
    const fresh: Placed<T>[] = [];
    let place = 0;
    for (const item of items) {
      while (gaps.has(place)) place += 1;
      if (!this.seen.has(item.id)) {
        this.seen.add(item.id);
        fresh.push({ item, offset: from + place });
      }
      place += 1;
    }
    return fresh;
  }

  /** One that vanished is made up for by the overlap; of more, so many before it were never shown. Of newcomers none was. */
  private whereHidden(from: number, totalCount: number | null): number | null {
    const fewer = this.totalCount === null || totalCount === null ? 0 : this.totalCount - totalCount;
    const vanished = fewer === 0 ? this.pageSize : fewer;
    return vanished > 1 ? Math.max(this.begin, from - vanished + 1) : null;
  }
}

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
    await pages.next(count - requests.length, (found) => {
      for (const one of found) requests.push(one);
    });
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
