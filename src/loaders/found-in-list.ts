import { ListWalk, MAX_PAGE, type ReadSlice } from './list-walk.js';

/** Whether to read on, where so many are missing and so many pages are left, as far as that is known. */
export type ReadOn = (missing: number, pagesLeft: number | null) => boolean;

/** One of Vlens's lists as far as an operation had to read it, by id; later look-ups go on from there. */
export class FoundInList<T extends { id: string }> {
  private readonly byId = new Map<string, T>();
  private readonly walk: ListWalk<T>;
  private reading: Promise<void> = Promise.resolve();

  constructor(read: ReadSlice<T>) {
    this.walk = new ListWalk(read);
  }

  get(id: string): T | undefined {
    return this.byId.get(id);
  }

  /** Look-ups take turns, so that no page is read twice; one that fails fails those behind it too. */
  readUntilItHolds(ids: readonly string[], readOn: ReadOn = () => true): Promise<void> {
    this.reading = this.reading.then(async () => {
      for (;;) {
        const missing = ids.filter((id) => !this.byId.has(id)).length;
        if (missing === 0 || !this.walk.canGoOn || !readOn(missing, this.walk.pagesLeft)) return;
        await this.walk.next(
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
