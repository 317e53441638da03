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

/** Requests that wait for their answers on one connection: no browser, proxy or client sends a second one before the first is answered. */
export const MAX_WAITING_ON_CONNECTION = 100;

/** Calls back at once, or in a later turn of the event loop. */
export type BeginInTurn = (request: FastifyRequest, begin: () => void) => void;

/**
 * Requests that a client sends over one connection without waiting for the answers. One of them begins in a turn of the event loop,
 * whatever came in one piece: a hundred from each of some connections would stop everybody for seconds. Nothing but Node itself has looked
 * at the others by then. A body is read once all that was sent before it is answered. Nothing that may be a step is ever cut for what is
 * sent behind it, since clients and proxies send a step again whose connection ended without an answer: what can't be read, comes too
 * slowly or is more than anybody sends has the connection end once all before it are answered, and nothing read until then. What is sent
 * behind an event stream begins once that is over, since its answer could not leave before. And where the client leaves, Node 20 and
 * 22 (findings/pipelined-response-never-closes.sh) close the first response alone: the others are closed here, or they would
 * count as in flight for ever.
 */
export class Pipelining {
  constructor(
    private readonly beginInTurn: BeginInTurn,
    /** Called with each request, before anything looks at it. */
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
      // Node would say it of each as soon as it is read, whatever becomes of it.
      http.on('checkContinue', (request, response) =>
        take(request, response, () => response.writeContinue()),
      );
      // Node would answer each in the turn in which it is read.
      http.on('checkExpectation', (request, response) => take(request, response, () => noteUnmet(request)));
    }
    server.addHook('onRequest', (request, { raw: response }, done) => {
      const waiting = waitingOn.get(request.raw.socket);
      if (waiting && request.routeOptions.url === STREAM_PATH) holdBehind(response, waiting);
      this.begin(request, response, done);
    });
  }

  /** Has a request begin in its turn, and the next one of its connection in a turn after that. No hook sees one whose path can't be read. */
  begin(request: FastifyRequest, response: ServerResponse, done: () => void): void {
    const { socket } = request.raw;
    const waiting = waitingOn.get(socket);
    if (waiting) waiting.isNotified = true;
    this.beginInTurn(request, () => {
      // It may have waited for longer than its client did.
      if (socket.destroyed) return;
      if (waiting?.turns) noteBegun(waiting);
      if (waiting?.responses.has(response)) waiting.begins(response);
      done();
    });
  }

  /** Whether nothing was sent behind a request, so that its connection may be closed with its answer. */
  isLastOnConnection({ raw: { socket } }: FastifyRequest, { raw: response }: FastifyReply): boolean {
    const responses = waitingOn.get(socket)?.responses;
    return !responses || responses.size <= 1 || responses.last === response;
  }

  /** The connection ends with an answer that is made: what comes from now on is not looked at. */
  closes({ raw: { socket } }: FastifyRequest): void {
    const waiting = waitingOn.get(socket);
    if (waiting) waiting.isClosing = true;
  }

  /** Calls back once everything that was sent before is answered: at once where that is so. Not at all where the connection ends. */
  afterAnswers(socket: Socket, callback: () => void): void {
    const waiting = waitingOn.get(socket);
    if (!waiting || waiting.responses.size === 0) {
      if (!waiting?.isClosing) callback();
      return;
    }
    const ignore = () => {};
    const end = () => socket.destroy();
    // Node has taken its own listeners off.
    socket.on('error', ignore).once('timeout', end);
    if (waiting.isClosing) return;
    const afterAll = () => {
      // An answer found the connection reset: the error is still to come, and nobody else listens for it, which would end the process.
      if (!socket.writable) return;
      socket.off('error', ignore).off('timeout', end);
      callback();
    };
    waiting.afterAll = afterAll;
  }

  /** Whether what came last is a request whose body is not whole. */
  isBodyArriving(socket: Socket): boolean {
    return waitingOn.get(socket)?.responses.last?.req.complete === false;
  }

  /**
   * The last request can't be parsed, or is incomplete. Ends the connection with this answer once all complete requests before it are
   * answered; without the answer if that request has one already.
   */
  endWith(socket: Socket, answer: string): void {
    const waiting = this.waitingFor(socket);
    // The connection is ending already.
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
    // Node makes an error with its stack for each request that its close cuts, which takes longer than to read them: they are thousands.
    socket.prependOnceListener('close', () => {
      // A step that goes on without its client would hold on to all of them.
      for (const request of waiting.unseen.splice(0)) request.destroy();
      waiting.recount();
    });
    socket.once('close', () => {
      for (const response of waiting.responses) closeQueued(response);
    });
    return waiting;
  }
}

/** The request of this response is known to be no step. */
export function isNoStep(response: ServerResponse): void {
  const waiting = waitingOn.get(response.req.socket);
  if (waiting?.maybeSteps.delete(response)) waiting.recount();
}

/** An event stream is a subscription: what is sent behind it has it cut, where nothing else is in flight before it. */
export function followsOn(socket: Socket): void {
  const waiting = waitingOn.get(socket);
  if (!waiting?.stream) return;
  waiting.isFollowed = true;
  cutIfOnlyFollowed(waiting);
}

function arrived(waiting: Waiting, sent: Sent): void {
  // It arrived in one chunk with the request that ended the connection. It is ignored, and closed with it.
  if (waiting.socket.destroyed) {
    waiting.unseen.push(sent.response.req);
    return;
  }
  // Its answer could not be sent: it is over with its connection, and nothing of it is taken.
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
  // It exceeds the limit.
  if (waiting.socket.destroyed) return;
  whenClosed(response, () => answered(waiting, response));
  // Requests behind it may be lost, and a client would match the remaining answers to the wrong requests.
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

/** A response has left, or never will. */
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

/** One that had its connection's turn is closed by Node. */
function closeQueued(response: ServerResponse): void {
  if (response.socket) return;
  response.destroy();
  response.emit('close');
}
