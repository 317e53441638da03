import type { ServerResponse } from 'node:http';
import { hasUnreadBody } from './unread-body.js';
import { endAfterAnswers, type Sent, stopReading, type Waiting } from './waiting-requests.js';
import { whenClosed } from './when-closed.js';

/** A request that is pipelined behind an event stream would wait for as long as the stream is open: clients send none. */
export const MAX_WAITING_BEHIND_STREAM = 1;

/** A request behind an event stream begins once the stream has ended. */
export function holdBehind(stream: ServerResponse, waiting: Waiting): void {
  waiting.stream = stream;
  whenClosed(stream, () => {
    waiting.stream = null;
    waiting.isFollowed = false;
    const next = waiting.behindStream.shift();
    if (next && !waiting.socket.destroyed) inTurn(waiting, next);
  });
}

/** Begins at once where nothing else of its connection is in flight, and else in a turn of the event loop of its own. */
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
  // Of what is behind another the body may come in the same piece.
  waiting.turns = [sent];
  setImmediate(beginNext, waiting);
}

/** A body is read once no request is before it: read earlier, it would fill the memory, and could cut the connection of those requests. */
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

/** A request has begun: those behind it in this turn begin in later turns. Nearly always there are none; one callback serves all connections. */
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

/** Once the one before has begun. */
function beginNext(waiting: Waiting): void {
  const sent = waiting.turns?.shift();
  if (!sent || waiting.socket.destroyed) {
    waiting.turns = null;
    return;
  }
  if (waiting.stream) waitBehindStream(waiting, sent);
  // Else it will never be whole: see `endWith`.
  else if (waiting.responses.has(sent.response)) begin(waiting, sent);
  else waiting.turns = null;
}

/** They came in one piece with the stream, before it was known for one. What is too much is not looked at. */
function waitBehindStream(waiting: Waiting, first: Sent): void {
  const all = [first, ...(waiting.turns ?? []), ...waiting.behindStream];
  waiting.turns = null;
  waiting.behindStream = all.slice(0, MAX_WAITING_BEHIND_STREAM);
  const tooMany = all.slice(MAX_WAITING_BEHIND_STREAM);
  for (const { response } of tooMany) waiting.responses.delete(response);
  if (tooMany.length > 0) endAfterAnswers(waiting);
  waiting.recount();
}
