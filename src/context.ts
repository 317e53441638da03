import type { LiveEvent } from './live/change-queue.js';
import { createLoaders, type Loaders } from './loaders/index.js';
import type { Language } from './vlens/messages/language.js';
import type { CallerVlens } from './vlens/pipeline.js';

/** What resolvers know of the request that they answer. */
export interface GatewayContext {
  requestId: string;
  /** Vlens as this caller may speak to it; for steps, since reads go through the loaders. */
  vlens: CallerVlens;
  loaders: Loaders;
  /** How clients reach this gateway, without a trailing slash. */
  publicUrl: string;
  /** Of the sentences for customers. */
  language: Language;
  /** The country of phone numbers that name none; null: each names its own. */
  defaultCountry: 'EG' | null;
  /** The caller's status changes, of one request or of all: the present status first. */
  watch: (requestId: string | null) => AsyncIterableIterator<LiveEvent>;
}

type CreatedFor = Pick<GatewayContext, 'requestId' | 'publicUrl' | 'watch'> &
  Partial<Pick<GatewayContext, 'language'>>;

/** A context of its own for each request, so that nothing that was read reaches another caller. */
export function createContext(
  vlens: CallerVlens,
  { requestId, publicUrl, language = 'en', watch }: CreatedFor,
  { defaultCountry }: Pick<GatewayContext, 'defaultCountry'> = { defaultCountry: null },
): GatewayContext {
  return { requestId, vlens, loaders: createLoaders(vlens), publicUrl, language, defaultCountry, watch };
}
