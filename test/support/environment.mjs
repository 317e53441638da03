import { getActiveResourcesInfo } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { TestEnvironment } from 'jest-environment-node';

/**
 * The pipes are the worker's own; those of a process that a test started end with its ProcessWrap. A client's socket whose answer nobody
 * read is let go of with the garbage, whenever that is; a server's is told of by its server.
 */
const NOT_TOLD = new Set(['PipeWrap', 'CloseReq', 'TTYWrap', 'TCPSocketWrap', 'TLSWrap']);
/** Longer than whatever ends by itself takes: an idle connection, an export of spans that is tried again. */
const MOST_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/**
 * Node, and the file fails which leaves anything open: what a test leaves open may hide what the gateway leaves open. Jest itself
 * only says that a worker took more than half a second to end, of no file and on a busy machine of any.
 */
export default class EndsByItself extends TestEnvironment {
  #before = openNow();

  async teardown() {
    await super.teardown();
    const giveUpAt = performance.now() + MOST_MS;
    let left = openSince(this.#before);
    while (left.length > 0 && performance.now() < giveUpAt) {
      await pause(LOOK_AGAIN_MS);
      left = openSince(this.#before);
    }
    if (left.length > 0) throw new Error(`This file leaves open: ${left.join(', ')}.`);
  }
}

function openNow() {
  return getActiveResourcesInfo().filter((kind) => !NOT_TOLD.has(kind));
}

function openSince(before) {
  const now = openNow();
  for (const kind of before) {
    const at = now.indexOf(kind);
    if (at >= 0) now.splice(at, 1);
  }
  return now;
}
