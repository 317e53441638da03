import DataLoader from 'dataloader';
import type { VlensApi } from '../vlens/api.js';
import type { BusinessRequest, RequestSummary } from '../vlens/types.js';
import { asError } from './each-once.js';
import { ListWalk } from './list-walk.js';

/** What to ask for at once; the tenant may answer with fewer. */
const PAGE_SIZE = 100;

/**
 * Light fields by id. The status list answers any number of ids, so batches have no largest size; what it does not
 * hold is read by its id, since an admin's token may see more than the admin's own list.
 */
export function requestSummaries(
  vlens: VlensApi,
  fullRequests: DataLoader<string, BusinessRequest | null>,
): { loader: DataLoader<string, RequestSummary | null>; clear(): void } {
  let list = new StatusList(vlens);
  const loader = new DataLoader<string, RequestSummary | null>(async (ids) => {
    const known = list;
    const failure = await known.readUntilItHolds(ids).then(() => null, asError);
    return Promise.all(ids.map((id) => known.get(id) ?? failure ?? fullRequests.load(id).catch(asError)));
  });
  return {
    loader,
    clear() {
      list = new StatusList(vlens);
      loader.clearAll();
    },
  };
}

/** CurrentListIds as far as this operation had to read it; later look-ups go on from there. */
class StatusList {
  private readonly byId = new Map<string, RequestSummary>();
  private readonly walk: ListWalk<RequestSummary>;
  private reading: Promise<void> = Promise.resolve();

  constructor(vlens: VlensApi) {
    this.walk = new ListWalk((slice) => vlens.listBusinessRequestIds(slice));
  }

  get(id: string): RequestSummary | undefined {
    return this.byId.get(id);
  }

  /** Look-ups take turns, so that no page is read twice; one that fails fails those behind it too. */
  readUntilItHolds(ids: readonly string[]): Promise<void> {
    this.reading = this.reading.then(async () => {
      while (this.walk.canGoOn && ids.some((id) => !this.byId.has(id))) {
        for (const { item } of await this.walk.next(PAGE_SIZE)) this.byId.set(item.id, item);
      }
    });
    return this.reading;
  }
}
