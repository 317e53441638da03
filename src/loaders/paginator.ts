import type { Answer } from '../vlens/answer.js';
import type { Page, Slice } from '../vlens/types.js';
import { foundOrNull } from './read-answers.js';

export type ReadSlice<T> = (slice: Slice) => Promise<Answer<Page<T>>>;

/** An item, and how many come before it in Vlens's list. */
export interface Placed<T> {
  item: T;
  offset: number;
}

/** The largest page to request: a tenant may refuse larger ones. */
export const MAX_PAGE = 100;
/** The most pages to read for one request. A tenant that sends few items per page must not use up the quota. */
const MAX_PAGES = 50;
/** After this many pages in a row without anything new, reading stops: the list may repeat the same page for ever. */
const MAX_FRUITLESS_PAGES = 5;
/** How many rows to skip after an empty page if the page size is not known (ASP.NET Boilerplate's default). */
const USUAL_PAGE = 10;

/**
 * Pages through one of Vlens's lists. It continues by what it received, not by what it requested, since a tenant's largest page is not
 * published (vlens.yaml, MaxResultCount). It reads on as long as Vlens says that there is more: a page may bring nothing new, because the
 * list grew or was filtered. Pages overlap by one row, so that a request that vanishes between two pages hides no other. Repeated items are
 * left out.
 */
export class Paginator<T extends { id: string }> {
  private readonly seen = new Set<string>();
  private readonly begin: number;
  private pages = 0;
  private fruitless = 0;
  /** The number of rows in the largest page so far. */
  private pageSize = 0;
  /** The id of the last row that was read; null if that row could not be read. */
  private lastId: string | null = null;
  /** The offset from which rows may be hidden because the list became shorter. */
  private hiddenFrom: number | null = null;
  /** The length of the whole list, from Vlens's last answer; null if Vlens did not say. */
  totalCount: number | null = null;
  /** Whether the list has no more rows. */
  ended = false;

  constructor(
    private readonly read: ReadSlice<T>,
    /** The offset of the first row that was not read yet. */
    public offset = 0,
  ) {
    this.begin = offset;
  }

  get canGoOn(): boolean {
    return !this.ended && this.pages < MAX_PAGES && this.fruitless < MAX_FRUITLESS_PAGES;
  }

  /** How many pages are left, as far as Vlens said; null if it did not. */
  get pagesLeft(): number | null {
    if (this.ended) return 0;
    if (this.totalCount === null || this.pageSize === 0) return null;
    return Math.ceil((this.totalCount - this.offset) / this.stride);
  }

  /**
   * Reads on: one page, or as many pages in parallel as the `missing` items need at least. So it reads no page that may turn out to be
   * unnecessary. Throws what a read throws, and ReadRefused if Vlens refuses. Pages before the failed one still go to `taken`.
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

  /** One row, if a page holds more than one. */
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

  /** The new items, each with its offset in the whole list. */
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

  /**
   * The offset from which rows may be hidden. The overlap makes up for one vanished row. If more vanished, as many rows before `from` were
   * never read. New rows hide none. If the count did not change, it does not tell how many vanished, so this assumes a whole page.
   */
  private whereHidden(from: number, totalCount: number | null): number | null {
    const fewer = this.totalCount === null || totalCount === null ? 0 : this.totalCount - totalCount;
    const vanished = fewer === 0 ? this.pageSize : fewer;
    return vanished > 1 ? Math.max(this.begin, from - vanished + 1) : null;
  }
}

/** A part of the caller's list: how many items to skip, and how many to return. */
export interface Span {
  skip: number;
  count: number;
}

export interface RequestPage<T> {
  requests: Placed<T>[];
  /** The length of the whole list, or the number of rows read so far if Vlens did not say. */
  totalCount: number;
  hasMore: boolean;
  /** The offset after which to read on. */
  endOffset: number;
}

/** Reads on until it has as many as requested or the list ends, since a tenant's pages may be smaller. */
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
    // After rows that held nothing new, so that the next page does not read them again.
    endOffset: requests[count] && last ? last.offset : Math.max(skip, pages.offset) - 1,
  };
}
