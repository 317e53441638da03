import type { LiveEvent } from './live/change-queue.js';
import { createLoaders, type Loaders } from './loaders/index.js';
import type { Language } from './vlens/messages/language.js';
import type { CallerVlens } from './vlens/pipeline.js';

/** What resolvers know about the request that they answer. */
export interface GatewayContext {
  requestId: string;
  /** The Vlens client for this caller. Resolvers use it for steps; reads go through the loaders. */
  vlens: CallerVlens;
  loaders: Loaders;
  /** Loaders for the holder of a token that this operation itself obtained: a person who opens a link has none before. */
  loadersOf: (token: string) => Loaders;
  /** How clients reach this gateway, without a trailing slash. */
  publicUrl: string;
  /** The language of messages to customers. */
  language: Language;
  /** The country for phone numbers without a country code; null: every number must have one. */
  defaultCountry: 'EG' | null;
  /** The caller's status changes, of one business request or of all (`null`). The current status comes first. */
  watch: (requestId: string | null) => AsyncIterableIterator<LiveEvent>;
}

interface CreatedFor
  extends Pick<GatewayContext, 'requestId' | 'publicUrl' | 'watch'>,
    Partial<Pick<GatewayContext, 'language'>> {
  /** The Vlens client for the holder of a token. */
  vlensOf: (token: string) => CallerVlens;
}

/** Creates a new context for each request, so that no data reaches another caller. */
export function createContext(
  vlens: CallerVlens,
  { requestId, publicUrl, language = 'en', watch, vlensOf }: CreatedFor,
  { defaultCountry }: Pick<GatewayContext, 'defaultCountry'> = { defaultCountry: null },
): GatewayContext {
  const loaders = createLoaders(vlens);
  const loadersOf = loadersByToken(vlensOf);
  return { requestId, vlens, loaders, loadersOf, publicUrl, language, defaultCountry, watch };
}

/**
 * An operation obtains at most one token, so this keeps the last loaders only. However often the operation refers to an object, it is read
 * once.
 */
function loadersByToken(vlensOf: CreatedFor['vlensOf']): GatewayContext['loadersOf'] {
  let last: { token: string; loaders: Loaders } | null = null;
  return (token) => {
    if (last?.token !== token) last = { token, loaders: createLoaders(vlensOf(token)) };
    return last.loaders;
  };
}
