import type { LiveEvent } from './live/change-queue.js';
import { createLoaders, type Loaders } from './loaders/index.js';
import type { Language } from './vlens/messages/language.js';
import type { CallerVlens } from './vlens/pipeline.js';

/** What resolvers get to know about their request. */
export interface GatewayContext {
  requestId: string;
  /** Vlens as this caller may speak to it; for steps, since reads go through the loaders. */
  vlens: CallerVlens;
  loaders: Loaders;
  /** The reads of the caller whose token this operation has; a caller who opens a link has none before. */
  loadersOf: (token: string) => Loaders;
  /** How clients reach this gateway, without a trailing slash. */
  publicUrl: string;
  /** The language of sentences for customers. */
  language: Language;
  /** The country of phone numbers that name none; null: each names its own. */
  defaultCountry: 'EG' | null;
  /** The caller's status changes, of one request or of all: the present status first. */
  watch: (requestId: string | null) => AsyncIterableIterator<LiveEvent>;
}

interface CreatedFor
  extends Pick<GatewayContext, 'requestId' | 'publicUrl' | 'watch'>,
    Partial<Pick<GatewayContext, 'language'>> {
  /** Vlens as the holder of a token may speak to it. */
  vlensOf: (token: string) => CallerVlens;
}

/** A context of its own for each request, so that nothing that was read reaches another caller. */
export function createContext(
  vlens: CallerVlens,
  { requestId, publicUrl, language = 'en', watch, vlensOf }: CreatedFor,
  { defaultCountry }: Pick<GatewayContext, 'defaultCountry'> = { defaultCountry: null },
): GatewayContext {
  const loaders = createLoaders(vlens);
  const loadersOf = loadersByToken(vlensOf);
  return { requestId, vlens, loaders, loadersOf, publicUrl, language, defaultCountry, watch };
}

/** An operation gets at most one token: however often it names a read, each is made once. */
function loadersByToken(vlensOf: CreatedFor['vlensOf']): GatewayContext['loadersOf'] {
  let last: { token: string; loaders: Loaders } | null = null;
  return (token) => {
    if (last?.token !== token) last = { token, loaders: createLoaders(vlensOf(token)) };
    return last.loaders;
  };
}
