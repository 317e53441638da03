import type { ServerResponse } from 'node:http';

const CALLBACKS = Symbol('when a response is closed');

interface Watched extends ServerResponse {
  [CALLBACKS]?: (() => void)[];
}

/** Calls back once a response is over, sent or not. Every request is watched by several: one listener does for all of them. */
export function whenClosed(response: ServerResponse, callback: () => void): void {
  const watched: Watched = response;
  const known = watched[CALLBACKS];
  if (known) {
    known.push(callback);
    return;
  }
  const callbacks = [callback];
  watched[CALLBACKS] = callbacks;
  response.once('close', () => {
    for (const each of callbacks) each();
  });
}
