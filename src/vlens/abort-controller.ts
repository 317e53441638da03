import { setMaxListeners } from 'node:events';

/** An AbortController whose signal any number of calls may listen to: Node 20 warns of a leak beyond ten. */
export function abortController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
