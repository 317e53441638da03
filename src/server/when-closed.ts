import type { ServerResponse } from 'node:http';

const CALLBACKS = Symbol('when a response is closed');
const IS_CLOSED = Symbol('a response was closed');

interface Watched extends ServerResponse {
  [CALLBACKS]?: (() => void)[] | undefined;
  [IS_CLOSED]?: boolean;
}

/** Calls back once a response is over, sent or not: at once where that is so. Every request is watched by several: one listener does for all of them. */
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

/** Releases the callbacks: a response that V8 has not collected yet keeps nothing else alive. */
function callBack(this: Watched): void {
  const callbacks = this[CALLBACKS] ?? [];
  this[CALLBACKS] = undefined;
  this[IS_CLOSED] = true;
  for (const each of callbacks) each();
}
