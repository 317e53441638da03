import type { Transport } from '../http/transport.js';

/** The HTTP client underneath, by the name that UPSTREAM_HTTP_CLIENT gives it. */
export const TRANSPORTS = ['node-fetch', 'undici'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** Loads that one alone. */
export async function openTransport(name: TransportName): Promise<Transport> {
  if (name === 'node-fetch') return new (await import('./node-fetch.js')).NodeFetchTransport();
  return new (await import('./undici.js')).UndiciTransport();
}
