import type { Socket } from 'node:net';
import { once } from '../in-flight.js';

const IN_FLIGHT = Symbol('requests in flight on a connection');

/** The count is a property of the connection, so it lives as long as the connection is open. */
interface Used extends Socket {
  [IN_FLIGHT]?: number;
}

/** Counts a request in flight on a connection. Returns a function to call when the request's answer is ready or never will be. */
export function inFlightOn(connection: Socket): () => void {
  const used: Used = connection;
  used[IN_FLIGHT] = (used[IN_FLIGHT] ?? 0) + 1;
  return once(() => {
    used[IN_FLIGHT] = (used[IN_FLIGHT] ?? 1) - 1;
  });
}

/**
 * Whether a request is in flight on a connection. It may be a step: closing the connection would cut it, and clients would send it again.
 */
export function isInUse(connection: Socket): boolean {
  return ((connection as Used)[IN_FLIGHT] ?? 0) > 0;
}
