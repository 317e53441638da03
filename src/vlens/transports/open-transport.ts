import type { Transport } from '../http/transport.js';

/** The HTTP clients, by their names in UPSTREAM_HTTP_CLIENT. */
export const TRANSPORTS = ['node-fetch', 'undici'] as const;
export type TransportName = (typeof TRANSPORTS)[number];

/** Loads only the client with this name. */
export async function openTransport(name: TransportName): Promise<Transport> {
  if (name === 'node-fetch') return new (await import('./node-fetch.js')).NodeFetchTransport();
  return new (await import('./undici.js')).UndiciTransport();
}
