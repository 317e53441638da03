import { createLoaders, type Loaders } from './loaders/index.js';
import type { VlensApi } from './vlens/api.js';

/** What resolvers know of the request that they answer. */
export interface GatewayContext {
  requestId: string;
  /** Vlens as this caller may speak to it; for steps, since reads go through the loaders. */
  vlens: VlensApi;
  loaders: Loaders;
  /** How clients reach this gateway, without a trailing slash. */
  publicUrl: string;
}

/** A context of its own for each request, so that nothing that was read reaches another caller. */
export function createContext(
  vlens: VlensApi,
  { requestId, publicUrl }: { requestId: string; publicUrl: string },
): GatewayContext {
  return { requestId, vlens, loaders: createLoaders(vlens), publicUrl };
}
