import type DataLoader from 'dataloader';
import type { VlensApi } from '../vlens/api.js';
import type { BusinessRequest, Eligibility, FormField, ProductType, RequestSummary } from '../vlens/types.js';
import { eachOnce, inParallel } from './each-once.js';
import { foundOrNull, foundOrRefused } from './read-answers.js';
import { type RequestPage, readRequestPage, type Span } from './request-page.js';
import { RequestLookUps, type RequestsById } from './requests-by-id.js';

/**
 * The reads of one operation for one caller: each question is asked of Vlens once, however often a field asks it.
 * A load throws a VlensFault where Vlens gave no usable answer, and ReadRefused where it said no.
 */
export interface Loaders {
  /** The light fields by request id; null where there is no such request. However many: the calls of one list. */
  summaries: RequestsById<RequestSummary>;
  /** All that the full endpoints know, by request id; null where there is no such request. */
  fullRequests: RequestsById<BusinessRequest>;
  /** A part of the caller's list, light or full. */
  summaryPages: DataLoader<Span, RequestPage<RequestSummary>, string>;
  fullPages: DataLoader<Span, RequestPage<BusinessRequest>, string>;
  /** The caller's current request; null where there is none. */
  currentRequest: DataLoader<'summary', RequestSummary | null>;
  currentFullRequest: DataLoader<'full', BusinessRequest | null>;
  /** The form by product id; null where there is no such product. */
  forms: DataLoader<number, FormField[] | null>;
  productTypes: DataLoader<'all', ProductType[]>;
  eligibility: DataLoader<'own', Eligibility>;
  /** Forgets everything that was read: to be called after every step that may have changed something. */
  clear(): void;
}

export function createLoaders(vlens: VlensApi): Loaders {
  const lookUps = new RequestLookUps(vlens);
  const others = {
    summaryPages: eachOnce(
      (span: Span) => readRequestPage((slice) => vlens.listBusinessRequestIds(slice), span),
      keyOfSpan,
    ),
    fullPages: eachOnce(
      (span: Span) => readRequestPage((slice) => vlens.listBusinessRequests(slice), span),
      keyOfSpan,
    ),
    currentRequest: eachOnce(async (_key: 'summary') =>
      foundOrNull(await vlens.getCurrentBusinessRequest(true)),
    ),
    currentFullRequest: eachOnce(async (_key: 'full') =>
      foundOrNull(await vlens.getCurrentBusinessRequest(false)),
    ),
    forms: inParallel(async (productId: number) => foundOrNull(await vlens.getFormFields(productId))),
    productTypes: eachOnce(async (_key: 'all') => foundOrNull(await vlens.listProductTypes()) ?? []),
    eligibility: eachOnce(async (_key: 'own') => foundOrRefused(await vlens.checkEligibility())),
  };
  return {
    summaries: lookUps.summaries,
    fullRequests: lookUps.fullRequests,
    ...others,
    clear() {
      lookUps.clear();
      for (const loader of Object.values(others)) loader.clearAll();
    },
  };
}

function keyOfSpan({ skip, count }: Span): string {
  return `${skip}+${count}`;
}
