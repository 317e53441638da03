import DataLoader from 'dataloader';
import type { CallerVlens } from '../vlens/pipeline.js';
import type { BusinessRequest, Eligibility, FormField, ProductType, RequestSummary } from '../vlens/types.js';
import { type RequestPage, readRequestPage, type Span } from './paginator.js';
import { foundOrNull, foundOrRefused } from './read-answers.js';
import { asError, readEach } from './read-each.js';
import { RequestLookUps, type RequestsById } from './requests-by-id.js';

/**
 * The reads of one GraphQL operation for one caller. Each thing is read from Vlens once, however many fields need it. A load throws
 * VlensFault if Vlens gave no usable answer, and ReadRefused if Vlens refused.
 */
export interface Loaders {
  /** The summary fields, by request id; null if there is no such request. Any number of ids costs the calls of one list. */
  summaries: RequestsById<RequestSummary>;
  /** The fields of the full endpoints, by request id; null if there is no such request. */
  fullRequests: RequestsById<BusinessRequest>;
  /** A part of the caller's list, as summaries or full requests. */
  summaryPages: DataLoader<Span, RequestPage<RequestSummary>, string>;
  fullPages: DataLoader<Span, RequestPage<BusinessRequest>, string>;
  /** The caller's current request; null if there is none. */
  currentRequest: DataLoader<'summary', RequestSummary | null>;
  currentFullRequest: DataLoader<'full', BusinessRequest | null>;
  /** The form, by product id; null if there is no such product. */
  forms: DataLoader<number, FormField[] | null>;
  productTypes: DataLoader<'all', ProductType[]>;
  eligibility: DataLoader<'own', Eligibility>;
  /** Forgets everything that was read. Call it after every step that may have changed something. */
  clear(): void;
}

/** Makes the loaders for one operation of one caller. */
export function createLoaders(vlens: CallerVlens): Loaders {
  return new OperationLoaders(vlens);
}

/** Makes each loader when it is first used: most operations need one or two. */
class OperationLoaders implements Loaders {
  private readonly made = new Map<keyof Loaders, { clearAll(): unknown }>();
  private lookUps: RequestLookUps | null = null;

  constructor(private readonly vlens: CallerVlens) {}

  get summaries() {
    return this.requests().summaries;
  }
  get fullRequests() {
    return this.requests().fullRequests;
  }
  get summaryPages() {
    return this.once('summaryPages', () =>
      dedupe(
        (span: Span) => readRequestPage((slice) => this.vlens.call('listBusinessRequestIds', slice), span),
        keyOfSpan,
      ),
    );
  }
  get fullPages() {
    return this.once('fullPages', () =>
      dedupe(
        (span: Span) => readRequestPage((slice) => this.vlens.call('listBusinessRequests', slice), span),
        keyOfSpan,
      ),
    );
  }
  get currentRequest() {
    return this.once('currentRequest', () =>
      dedupe(async (_key: 'summary') =>
        foundOrNull(await this.vlens.call('getCurrentBusinessRequest', { minimal: true })),
      ),
    );
  }
  get currentFullRequest() {
    return this.once('currentFullRequest', () =>
      dedupe(async (_key: 'full') =>
        foundOrNull(await this.vlens.call('getCurrentBusinessRequest', { minimal: false })),
      ),
    );
  }
  get forms() {
    return this.once(
      'forms',
      () =>
        // A few at a time, since Vlens has no endpoint for several.
        new DataLoader((ids: readonly number[]) =>
          readEach(ids, async (id) =>
            foundOrNull(await this.vlens.call('getFormFields', { productTypeId: id })),
          ),
        ),
    );
  }
  get productTypes() {
    return this.once('productTypes', () =>
      dedupe(async (_key: 'all') => foundOrNull(await this.vlens.call('listProductTypes', {})) ?? []),
    );
  }
  get eligibility() {
    return this.once('eligibility', () =>
      dedupe(async (_key: 'own') => foundOrRefused(await this.vlens.call('checkEligibility', {}))),
    );
  }

  clear(): void {
    this.lookUps?.clear();
    for (const loader of this.made.values()) loader.clearAll();
  }

  private requests(): RequestLookUps {
    this.lookUps ??= new RequestLookUps(this.vlens);
    return this.lookUps;
  }

  private once<Loader extends { clearAll(): unknown }>(name: keyof Loaders, make: () => Loader): Loader {
    const known = this.made.get(name);
    if (known) return known as Loader;
    const loader = make();
    this.made.set(name, loader);
    return loader;
  }
}

function keyOfSpan({ skip, count }: Span): string {
  return `${skip}+${count}`;
}

/** Reads each key once per operation, without batching. Keys that are not equal by `===` need a `keyOf`. */
function dedupe<Key, Value>(read: (key: Key) => Promise<Value>): DataLoader<Key, Value>;
function dedupe<Key, Value>(
  read: (key: Key) => Promise<Value>,
  keyOf: (key: Key) => string,
): DataLoader<Key, Value, string>;
function dedupe<Key, Value>(read: (key: Key) => Promise<Value>, keyOf?: (key: Key) => string) {
  return new DataLoader<Key, Value, Key | string>(
    (keys) => Promise.all(keys.map((key) => read(key).catch(asError))),
    { batch: false, cacheKeyFn: (key) => keyOf?.(key) ?? key },
  );
}
