import type { ServerResponse } from 'node:http';
import { hasUnreadBody } from './unread-body.js';
import { endAfterAnswers, type Sent, stopReading, type Waiting } from './waiting-requests.js';
import { whenClosed } from './when-closed.js';

/** How many requests may wait behind an event stream. No real client sends any: they would wait for as long as the stream is open. */
export const MAX_WAITING_BEHIND_STREAM = 1;

/** Requests behind an event stream begin after its end. */
export function holdBehind(stream: ServerResponse, waiting: Waiting): void {
  waiting.stream = stream;
  whenClosed(stream, () => {
    waiting.stream = null;
    waiting.isFollowed = false;
    const next = waiting.behindStream.shift();
    if (next && !waiting.socket.destroyed) inTurn(waiting, next);
  });
}

/** Begins a request: at once if nothing else is in flight on its connection, otherwise in a turn of the event loop of its own. */
export function inTurn(waiting: Waiting, sent: Sent): void {
  if (waiting.turns) {
    waiting.turns.push(sent);
    if (waiting.hasBegun && waiting.turns.length === 1) setImmediate(beginNext, waiting);
    return;
  }
  if (waiting.responses.size === 1) {
    waiting.turns = [];
    begin(waiting, sent);
    return;
  }
  // The body of a request behind another one may come in the same chunk.
  waiting.turns = [sent];
  setImmediate(beginNext, waiting);
}

/**
 * Begins a request. If it has an unread body, that is read only when all earlier requests are answered. Otherwise it would fill the memory
 * meanwhile, and a body above the limit would cut the earlier requests.
 */
export function begin(waiting: Waiting, sent: Sent): void {
  const { response, route } = sent;
  if (waiting.responses.first !== response && hasUnreadBody({ raw: response.req, ws: false })) {
    waiting.unread = sent;
    stopReading(waiting);
    return;
  }
  waiting.isNotified = false;
  route();
  if (!waiting.isNotified) noteBegun(waiting);
}

/** The connections on which a request has begun in this turn of the event loop. */
let begun: Waiting[] = [];

/**
 * A request has begun, so the next ones on its connection begin in later turns. Nearly always there are none; then one callback serves all
 * connections.
 */
export function noteBegun(waiting: Waiting): void {
  waiting.hasBegun = true;
  if (begun.push(waiting) === 1) setImmediate(endTurn);
  if (waiting.turns?.length) setImmediate(beginNext, waiting);
}

function endTurn(): void {
  const ended = begun;
  begun = [];
  for (const waiting of ended) {
    waiting.hasBegun = false;
    if (waiting.turns?.length === 0) waiting.turns = null;
  }
}

/** Begins the next request after the previous one has begun. */
function beginNext(waiting: Waiting): void {
  const sent = waiting.turns?.shift();
  if (!sent || waiting.socket.destroyed) {
    waiting.turns = null;
    return;
  }
  if (waiting.stream) waitBehindStream(waiting, sent);
  // Otherwise the request will never be complete (`endWith`).
  else if (waiting.responses.has(sent.response)) begin(waiting, sent);
  else waiting.turns = null;
}

/** Handles requests that came in one chunk with the stream, before it was known to be one. Those above the limit are ignored. */
function waitBehindStream(waiting: Waiting, first: Sent): void {
  const all = [first, ...(waiting.turns ?? []), ...waiting.behindStream];
  waiting.turns = null;
  waiting.behindStream = all.slice(0, MAX_WAITING_BEHIND_STREAM);
  const tooMany = all.slice(MAX_WAITING_BEHIND_STREAM);
  for (const { response } of tooMany) waiting.responses.delete(response);
  if (tooMany.length > 0) endAfterAnswers(waiting);
  waiting.recount();
}
