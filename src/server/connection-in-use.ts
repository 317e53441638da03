import type { Socket } from 'node:net';
import { once } from '../in-flight.js';

const IN_FLIGHT = Symbol('requests in flight on a connection');

/** In the connection itself, as long as it is open. */
interface Used extends Socket {
  [IN_FLIGHT]?: number;
}

/** A request is in flight on a connection; answers how to say that its answer is made, or never will be. */
export function inFlightOn(connection: Socket): () => void {
  const used: Used = connection;
  used[IN_FLIGHT] = (used[IN_FLIGHT] ?? 0) + 1;
  return once(() => {
    used[IN_FLIGHT] = (used[IN_FLIGHT] ?? 1) - 1;
  });
}

/** Whether anything is in flight there, perhaps a step: it is cut with its connection, and clients send it again by themselves. */
export function isInUse(connection: Socket): boolean {
  return ((connection as Used)[IN_FLIGHT] ?? 0) > 0;
}
