import DataLoader from 'dataloader';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { BusinessRequest, RequestSummary } from '../vlens/types.js';
import { PagedIndex } from './paged-index.js';
import { foundOrNull } from './read-answers.js';
import { asError, readEach } from './read-each.js';

/** Looks up requests by id, as summaries or full; null if there is no such request. */
export interface RequestsById<T> {
  /** @param isAlone whether a summary is worth a read by id if the caller's whole list does not contain it */
  load(id: string, isAlone?: boolean): Promise<T | null>;
  loadMany(ids: string[]): Promise<(T | null | Error)[]>;
}

interface Wanted {
  id: string;
  isFull: boolean;
  isAlone: boolean;
}

/**
 * Business requests by id, as summaries or full. All requests that an operation needs at the same time are one batch, which is read with
 * the fewest calls:
 * - summaries only: CurrentListIds, for any number; no call for a request that the caller has read in full, as long as its status may
 *   be old;
 * - one full request: GetBusinessRequestById;
 * - several, some of them full: CurrentList, which returns both, as long as fewer pages are left than requests are missing.
 *
 * A request that no list contains is read by its id if it was requested alone, since an admin's token may see more than the admin's own
 * list. One of many is not: a hundred unknown ids would cost a hundred calls.
 */
export class RequestLookUps {
  private batch: DataLoader<Wanted, BusinessRequest | RequestSummary | null, string>;
  private statuses: PagedIndex<RequestSummary>;
  private fullList: PagedIndex<BusinessRequest>;
  private readonly byId = new Map<string, Promise<BusinessRequest | null>>();

  constructor(private readonly vlens: CallerVlens) {
    this.batch = new DataLoader((wanted) => this.read(wanted), {
      cacheKeyFn: ({ id, isFull, isAlone }) => `${isFull ? 'full' : isAlone ? 'light' : 'listed'} ${id}`,
    });
    this.statuses = this.newStatuses();
    this.fullList = new PagedIndex((slice) => vlens.call('listBusinessRequests', slice));
  }

  readonly summaries: RequestsById<RequestSummary> = {
    load: (id, isAlone = true) => this.batch.load({ id, isFull: false, isAlone }),
    loadMany: (ids) => this.batch.loadMany(ids.map((id) => ({ id, isFull: false, isAlone: true }))),
  };

  readonly fullRequests: RequestsById<BusinessRequest> = {
    load: async (id) => asFull(await this.batch.load({ id, isFull: true, isAlone: true })),
    loadMany: async (ids) =>
      (await this.batch.loadMany(ids.map((id) => ({ id, isFull: true, isAlone: true })))).map((each) =>
        each instanceof Error ? each : asFull(each),
      ),
  };

  /** Forgets everything that was read. */
  clear(): void {
    this.batch.clearAll();
    this.byId.clear();
    this.statuses = this.newStatuses();
    this.fullList = new PagedIndex((slice) => this.vlens.call('listBusinessRequests', slice));
  }

  private newStatuses(): PagedIndex<RequestSummary> {
    return new PagedIndex((slice) =>
      this.vlens.call('listBusinessRequestIds', { ...slice, forStatuses: true }),
    );
  }

  private async read(
    wanted: readonly Wanted[],
  ): Promise<(BusinessRequest | RequestSummary | null | Error)[]> {
    const full = [...new Set(wanted.filter(({ isFull }) => isFull).map(({ id }) => id))];
    const light = [...new Set(wanted.map(({ id }) => id))].filter((id) => !full.includes(id));
    const alone = new Set(wanted.filter(({ isAlone }) => isAlone).map(({ id }) => id));
    const fullRead = await this.readFull(full, light);
    const lightLeft = light.filter((id) => !fullRead.has(id));
    const lightRead = await this.readLight(lightLeft, alone);
    return wanted.map(({ id }) => fullRead.get(id) ?? lightRead.get(id) ?? null);
  }

  /** All full requests, and the summaries that came with them. */
  private async readFull(
    full: string[],
    light: string[],
  ): Promise<Map<string, BusinessRequest | null | Error>> {
    if (full.length === 0) return new Map();
    const list = this.fullList;
    const together = [...full, ...light];
    const failure =
      together.length === 1
        ? null
        : await list
            .loadUntil(together, (missing, pagesLeft) => pagesLeft === null || pagesLeft < missing)
            .then(() => null, asError);
    const read = new Map<string, BusinessRequest | null | Error>();
    for (const id of together) {
      const found = list.get(id) ?? (full.includes(id) ? failure : null);
      if (found) read.set(id, found);
    }
    return this.addById(read, full);
  }

  private async readLight(
    light: string[],
    alone: ReadonlySet<string>,
  ): Promise<Map<string, RequestSummary | null | Error>> {
    const [id] = light;
    if (id === undefined) return new Map();
    const known = light.length === 1 ? this.vlens.recallStatus?.('getBusinessRequestById', { id }) : null;
    if (known?.kind === 'accepted') return new Map([[id, known.value]]);
    const list = this.statuses;
    const failure = await list.loadUntil(light).then(() => null, asError);
    const read = new Map<string, RequestSummary | null | Error>();
    for (const id of light) {
      const found = list.get(id) ?? failure;
      if (found) read.set(id, found);
    }
    return this.addById(read, list.isWhole ? light.filter((id) => alone.has(id)) : light);
  }

  private readById(id: string): Promise<BusinessRequest | null> {
    const known = this.byId.get(id);
    if (known) return known;
    const reading = this.vlens.call('getBusinessRequestById', { id }).then(foundOrNull);
    this.byId.set(id, reading);
    return reading;
  }

  private async addById<T>(
    read: Map<string, T | BusinessRequest | null | Error>,
    wanted: string[],
  ): Promise<Map<string, T | BusinessRequest | null | Error>> {
    const missing = wanted.filter((id) => !read.has(id));
    const answers = await readEach(missing, (id) => this.readById(id));
    missing.forEach((id, index) => {
      read.set(id, answers[index] ?? null);
    });
    return read;
  }
}

/** Narrows the type: a full read always returns a full request. */
function asFull(read: BusinessRequest | RequestSummary | null): BusinessRequest | null {
  if (read === null || 'formFields' in read) return read;
  throw new Error('A full request was answered with a summary.');
}
