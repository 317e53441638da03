import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { begin, holdBehind, inTurn, MAX_WAITING_BEHIND_STREAM, noteBegun } from './connection-turns.js';
import { STREAM_PATH } from './http-errors.js';
import { PipelinedRequests } from './pipelined-requests.js';
import { noteUnmet } from './unmet-expectations.js';
import {
  allAnswered,
  cutIfOnlyFollowed,
  endAfterAnswers,
  endConnection,
  readOn,
  type Sent,
  stopReading,
  Waiting,
  waitingOn,
} from './waiting-requests.js';
import { losesWhatFollows } from './websocket-upgrades.js';
import { whenClosed } from './when-closed.js';

/**
 * The most requests that may wait for answers on one connection. No browser, proxy or ordinary client sends a second one before the first
 * is answered.
 */
export const MAX_WAITING_ON_CONNECTION = 100;

/** Begins a request at once or in a later turn of the event loop. */
export type BeginInTurn = (request: FastifyRequest, begin: () => void) => void;

/**
 * Handles requests that a client sends over one connection without waiting for the answers.
 * - One of them begins in each turn of the event loop, even if all came in one chunk. Otherwise a hundred from each of a few connections
 *   would stop the gateway for seconds. Until its turn, only Node has looked at a request.
 * - A body is read when all earlier requests are answered.
 * - Nothing that may be a step is cut because of a later request, since clients and proxies send a step again if its connection ends
 *   without an answer. If a request can't be read, comes too slowly or is one too many, the connection ends when all earlier ones are
 *   answered. Nothing is read until then.
 * - A request behind an event stream begins after the stream's end, since its answer could not be sent before.
 * - If the client leaves, Node 20 and 22 close only the first response (findings/pipelined-response-never-closes.sh). This class closes the
 *   others, or they would count as in flight for ever.
 */
export class Pipelining {
  constructor(
    private readonly beginInTurn: BeginInTurn,
    /** Called with each request's connection before any other code sees the request. */
    private readonly onRead: (connection: Socket) => void = () => {},
    private readonly pipelined = new PipelinedRequests(),
  ) {}

  watch(server: FastifyInstance): void {
    const http = server.server;
    for (const route of http.listeners('request') as RequestListener[]) {
      http.off('request', route);
      const take = (request: IncomingMessage, response: ServerResponse, before?: () => void) => {
        this.onRead(request.socket);
        const begin = () => {
          before?.();
          route(request, response);
        };
        arrived(this.waitingFor(request.socket), { response, route: begin });
      };
      http.on('request', (request, response) => take(request, response));
      // Node would send "100 Continue" as soon as it reads the request, even if the request is refused later.
      http.on('checkContinue', (request, response) =>
        take(request, response, () => response.writeContinue()),
      );
      // Node would answer each of these requests in the turn in which it reads them.
      http.on('checkExpectation', (request, response) => take(request, response, () => noteUnmet(request)));
    }
    server.addHook('onRequest', (request, { raw: response }, done) => {
      const waiting = waitingOn.get(request.raw.socket);
      if (waiting && request.routeOptions.url === STREAM_PATH) holdBehind(response, waiting);
      this.begin(request, response, done);
    });
  }

  /**
   * Begins a request in its turn, and the next one on its connection in a later turn. Fastify calls no hook for a request whose path can't
   * be read, so its error handler calls this.
   */
  begin(request: FastifyRequest, response: ServerResponse, done: () => void): void {
    const { socket } = request.raw;
    const waiting = waitingOn.get(socket);
    if (waiting) waiting.isNotified = true;
    this.beginInTurn(request, () => {
      // The client may have left while its request waited.
      if (socket.destroyed) return;
      if (waiting?.turns) noteBegun(waiting);
      if (waiting?.responses.has(response)) waiting.begins(response);
      done();
    });
  }

  /** Whether this is the last request on its connection, so that the connection may be closed with its answer. */
  isLastOnConnection({ raw: { socket } }: FastifyRequest, { raw: response }: FastifyReply): boolean {
    const responses = waitingOn.get(socket)?.responses;
    return !responses || responses.size <= 1 || responses.last === response;
  }

  /** The connection ends with an answer that is ready. Anything that arrives from now on is ignored. */
  closes({ raw: { socket } }: FastifyRequest): void {
    const waiting = waitingOn.get(socket);
    if (waiting) waiting.isClosing = true;
  }

  /** Calls back when all earlier requests are answered, which may be at once. Never calls back if the connection ends. */
  afterAnswers(socket: Socket, callback: () => void): void {
    const waiting = waitingOn.get(socket);
    if (!waiting || waiting.responses.size === 0) {
      if (!waiting?.isClosing) callback();
      return;
    }
    const ignore = () => {};
    const end = () => socket.destroy();
    // Node has removed its own listeners.
    socket.on('error', ignore).once('timeout', end);
    if (waiting.isClosing) return;
    const afterAll = () => {
      // Sending an answer found the connection reset. Its error event is still to come, and without a listener it would end the process.
      if (!socket.writable) return;
      socket.off('error', ignore).off('timeout', end);
      callback();
    };
    waiting.afterAll = afterAll;
  }

  /** Whether the last request's body is still arriving. */
  isBodyArriving(socket: Socket): boolean {
    return waitingOn.get(socket)?.responses.last?.req.complete === false;
  }

  /**
   * The last request can't be read or never completes. When all complete requests before it are answered, this sends `answer` and ends the
   * connection. It sends no answer if the last request itself already has one.
   */
  endWith(socket: Socket, answer: string): void {
    const waiting = this.waitingFor(socket);
    // The connection is already ending.
    if (waiting.isClosing && waiting.pause) return;
    const last = waiting.responses.last;
    const isCutShort = last?.req.complete === false;
    if (isCutShort) waiting.responses.delete(last);
    waiting.unread = null;
    const end = () => endConnection(socket, isCutShort && last.headersSent ? '' : answer);
    waiting.afterAll = end;
    endAfterAnswers(waiting);
    if (waiting.responses.size === 0) allAnswered(waiting);
    waiting.recount();
  }

  private waitingFor(socket: Socket): Waiting {
    const known = waitingOn.get(socket);
    if (known) return known;
    const waiting = new Waiting(socket, this.pipelined);
    waitingOn.set(socket, waiting);
    // For each request that a closing connection cuts, Node creates an error with a stack, which takes longer than reading the request.
    // There may be thousands.
    socket.prependOnceListener('close', () => {
      // A step that continues without its client would keep all of them in memory.
      for (const request of waiting.unseen.splice(0)) request.destroy();
      waiting.recount();
    });
    socket.once('close', () => {
      for (const response of waiting.responses) closeQueued(response);
    });
    return waiting;
  }
}

/** Records that the request with this response is not a step. */
export function isNoStep(response: ServerResponse): void {
  const waiting = waitingOn.get(response.req.socket);
  if (waiting?.maybeSteps.delete(response)) waiting.recount();
}

/** Records that an event stream is a subscription. A request behind it cuts the stream if nothing else is in flight before it. */
export function followsOn(socket: Socket): void {
  const waiting = waitingOn.get(socket);
  if (!waiting?.stream) return;
  waiting.isFollowed = true;
  cutIfOnlyFollowed(waiting);
}

function arrived(waiting: Waiting, sent: Sent): void {
  // The request came in one chunk with data that had its connection cut. It is ignored and ends with the connection.
  if (waiting.socket.destroyed) {
    waiting.unseen.push(sent.response.req);
    return;
  }
  // A request on a closing or overfull connection is ignored. Its answer could not be sent, so it ends with its connection.
  if (!waiting.isClosing && !isTooMany(waiting)) {
    accept(waiting, sent);
    return;
  }
  waiting.unseen.push(sent.response.req);
  if (waiting.isClosing) stopReading(waiting);
  else endAfterAnswers(waiting);
  waiting.recount();
}

function accept(waiting: Waiting, sent: Sent): void {
  const { response } = sent;
  waiting.responses.add(response);
  waiting.recount();
  // `recount` cut the connection because of too many requests.
  if (waiting.socket.destroyed) return;
  whenClosed(response, () => answered(waiting, response));
  // Node may lose the requests behind this one, so the client would match later answers to the wrong requests.
  if (losesWhatFollows(response.req)) {
    waiting.isClosing = true;
    response.setHeader('connection', 'close');
  }
  if (waiting.stream) waiting.behindStream.push(sent);
  else inTurn(waiting, sent);
}

function isTooMany({ responses, behindStream }: Waiting): boolean {
  return responses.size >= MAX_WAITING_ON_CONNECTION || behindStream.length >= MAX_WAITING_BEHIND_STREAM;
}

/** A response was sent, or never will be. */
function answered(waiting: Waiting, response: ServerResponse): void {
  const { socket, responses, unread } = waiting;
  responses.delete(response);
  if (socket.destroyed) return;
  if (responses.size === 0 && !waiting.isClosing) {
    waiting.isUnderWay = false;
    waiting.maybeSteps.clear();
  }
  waiting.recount();
  if (responses.size === 0) allAnswered(waiting);
  if (responses.size === 0 && waiting.isClosing) endConnection(socket, '');
  if (responses.size === 1 && unread) {
    waiting.unread = null;
    readOn(waiting);
    begin(waiting, unread);
  }
  cutIfOnlyFollowed(waiting);
}

/** Closes a response that has not had its turn to be sent. Node closes the others itself. */
function closeQueued(response: ServerResponse): void {
  if (response.socket) return;
  response.destroy();
  response.emit('close');
}
