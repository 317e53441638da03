import type { ServerResponse } from 'node:http';

const CALLBACKS = Symbol('when a response is closed');
const IS_CLOSED = Symbol('a response was closed');

interface Watched extends ServerResponse {
  [CALLBACKS]?: (() => void)[] | undefined;
  [IS_CLOSED]?: boolean;
}

/**
 * Calls back when a response is over, whether it was sent or not; at once if it already is. Several parts of the gateway watch every
 * response, and share one listener.
 */
export function whenClosed(response: ServerResponse, callback: () => void): void {
  const watched: Watched = response;
  if (watched[IS_CLOSED]) {
    callback();
    return;
  }
  const known = watched[CALLBACKS];
  if (known) {
    known.push(callback);
    return;
  }
  watched[CALLBACKS] = [callback];
  response.once('close', callBack);
}

/** Removes the callbacks before it calls them, so a response that V8 has not collected yet keeps nothing else in memory. */
function callBack(this: Watched): void {
  const callbacks = this[CALLBACKS] ?? [];
  this[CALLBACKS] = undefined;
  this[IS_CLOSED] = true;
  for (const each of callbacks) each();
}
