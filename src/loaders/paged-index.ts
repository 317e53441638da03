import { MAX_PAGE, Paginator, type ReadSlice } from './paginator.js';

/** Whether to read on, if `missing` items and `pagesLeft` pages are left; null if the number of pages is not known. */
export type ContinueReading = (missing: number, pagesLeft: number | null) => boolean;

/** One of Vlens's lists by id, as far as an operation had to read it. Later look-ups continue from there. */
export class PagedIndex<T extends { id: string }> {
  private readonly byId = new Map<string, T>();
  private readonly pages: Paginator<T>;
  private reading: Promise<void> = Promise.resolve();

  constructor(read: ReadSlice<T>) {
    this.pages = new Paginator(read);
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** Whether the list was read to its end: a request that is not here is not in the list. */
  get isWhole(): boolean {
    return this.pages.ended;
  }

  /** Look-ups run one after the other, so that no page is read twice. If one fails, the waiting ones fail too. */
  loadUntil(ids: readonly string[], continueReading: ContinueReading = () => true): Promise<void> {
    this.reading = this.reading.then(async () => {
      for (;;) {
        const missing = ids.filter((id) => !this.byId.has(id)).length;
        if (missing === 0 || !this.pages.canGoOn || !continueReading(missing, this.pages.pagesLeft)) return;
        await this.pages.next(
          MAX_PAGE,
          (found) => {
            for (const { item } of found) this.byId.set(item.id, item);
          },
          missing,
        );
      }
    });
    return this.reading;
  }
}
