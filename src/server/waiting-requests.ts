import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ShortList } from '../short-list.js';
import type { Pipeline, PipelinedRequests } from './pipelined-requests.js';

/** How long a client may take to read the last answer. Closing at once would reset the connection before the client has read it. */
const READING_MS = 1000;

/** A request that was sent and has not begun. */
export interface Sent {
  readonly response: ServerResponse;
  readonly route: () => void;
}

/** The requests on one connection that have no answer yet. */
export class Waiting implements Pipeline {
  /** The responses of accepted requests, the oldest first. */
  readonly responses = new ShortList<ServerResponse>();
  /** Requests that arrived and are ignored. */
  readonly unseen: IncomingMessage[] = [];
  /**
   * Whether a request has begun since all earlier ones were answered. It stays true when the connection ends, since the client may not have
   * read the last answer.
   */
  isUnderWay = false;
  /** Responses of begun requests that may be steps. */
  readonly maybeSteps = new ShortList<ServerResponse>();
  counted = 0;
  kind: number | null = null;
  /**
   * Requests that begin in later turns of the event loop, one per turn. Null if no request has begun in this turn and none waits for its
   * turn.
   */
  turns: Sent[] | null = null;
  /** Whether `Pipelining.begin` has seen the current request, and so reports when it begins. */
  isNotified = false;
  /** Whether a request has begun in this turn of the event loop, so that the next one begins in the next turn. */
  hasBegun = false;
  /** An event stream, or a request that may become one. Requests sent behind it begin after its end. */
  stream: ServerResponse | null = null;
  /** Whether the stream is a subscription, which its client opens again after a cut. */
  isFollowed = false;
  behindStream: Sent[] = [];
  /** The last request, if its body is incomplete. It has had its turn, and begins when all earlier requests are answered. */
  unread: Sent | null = null;
  /** Whether the connection ends after these answers. Anything that arrives from now on is ignored. */
  isClosing = false;
  /** Called when all requests are answered. */
  afterAll: (() => void) | null = null;
  /** Keeps the socket paused; null while the socket is read. */
  pause: (() => void) | null = null;

  constructor(
    readonly socket: Socket,
    private readonly pipelined: PipelinedRequests,
  ) {}

  get behind(): number {
    return this.socket.destroyed ? 0 : Math.max(0, this.responses.size + this.unseen.length - 1);
  }

  get isOverFull(): boolean {
    return this.unseen.length > 0;
  }

  get mayBeStep(): boolean {
    return this.maybeSteps.size > 0;
  }

  cut(): void {
    this.socket.destroy();
  }

  /** Updates the count of waiting requests. */
  recount(): void {
    this.pipelined.note(this);
  }

  begins(response: ServerResponse): void {
    this.isUnderWay = true;
    if (!SAFE.has(response.req.method)) this.maybeSteps.add(response);
    this.recount();
  }
}

/** Methods that never carry a step: a mutation in a GET is refused. */
const SAFE: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);

/** The waiting requests of each connection. */
export const waitingOn = new WeakMap<Socket, Waiting>();

/** Ends the connection when all earlier requests are answered, and reads nothing more from it. */
export function endAfterAnswers(waiting: Waiting): void {
  waiting.isClosing = true;
  stopReading(waiting);
  cutIfOnlyFollowed(waiting);
}

/**
 * Cuts a connection that is to end, if only a subscription is in flight on it. The requests behind it have not begun, and the client opens
 * the subscription again. Waiting for its end would keep them in memory for hours.
 */
export function cutIfOnlyFollowed({
  socket,
  responses,
  stream,
  isFollowed,
  isClosing,
  pause,
}: Waiting): void {
  if (isClosing && pause && isFollowed && responses.first === stream) socket.destroy();
}

/** Calls back the callers that wait for all requests to be answered. */
export function allAnswered(waiting: Waiting): void {
  const { afterAll } = waiting;
  waiting.afterAll = null;
  afterAll?.();
}

/** Sends a text and ends the connection, with enough time for the client to read it. */
export function endConnection(socket: Socket, text: string): void {
  if (!socket.writable || socket.writableEnded) return;
  socket.end(text, () => setTimeout(() => socket.destroy(), READING_MS).unref());
}

/** Pauses a socket and keeps it paused. Node resumes the socket by itself after an answer is sent. */
export function stopReading(waiting: Waiting): void {
  if (waiting.pause) return;
  const { socket } = waiting;
  const pause = () => socket.pause();
  waiting.pause = pause;
  socket.on('resume', pause).pause();
}

/** Undoes `stopReading`. */
export function readOn(waiting: Waiting): void {
  const { socket, pause } = waiting;
  if (!pause) return;
  waiting.pause = null;
  socket.off('resume', pause).resume();
}
