import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { ShortList } from '../short-list.js';
import type { Pipeline, PipelinedRequests } from './pipelined-requests.js';

/** How long anybody may take to read the last answer: closing at once would reset the connection before it is read. */
const READING_MS = 1000;

/** A request that has not begun. */
export interface Sent {
  readonly response: ServerResponse;
  readonly route: () => void;
}

/** What a connection's client has sent and has no answer to. */
export class Waiting implements Pipeline {
  /** The oldest first; without ignored requests. */
  readonly responses = new ShortList<ServerResponse>();
  /** Ignored requests, from the chunks that had arrived by then. */
  readonly unseen: IncomingMessage[] = [];
  /** Has one begun since all were answered. It stays so where the connection ends: the last answer may not be read. */
  isUnderWay = false;
  /** Requests that have begun and may be steps. */
  readonly maybeSteps = new ShortList<ServerResponse>();
  counted = 0;
  kind: number | null = null;
  /** Begin in turns of the event loop of their own; null where none has begun in this one, or waits for its turn. */
  turns: Sent[] | null = null;
  /** Whether it is notified when the request that has its turn begins. */
  isNotified = false;
  /** Whether one has begun in this turn of the event loop, so that the next one begins in the next turn. */
  hasBegun = false;
  /** An event stream, or what may become one: what is sent behind it begins once it is over. */
  stream: ServerResponse | null = null;
  /** The stream is a subscription, which its client opens again where it is cut. */
  isFollowed = false;
  behindStream: Sent[] = [];
  /** The last one, whose body is not whole: it has its turn, and begins once all before it are answered. */
  unread: Sent | null = null;
  /** The connection ends once these are answered; what comes from now on is not looked at. */
  isClosing = false;
  /** Called once all are answered. */
  afterAll: (() => void) | null = null;
  /** Has nothing more read; null while it is read. */
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

  /** Has what waits counted again. */
  recount(): void {
    this.pipelined.note(this);
  }

  begins(response: ServerResponse): void {
    this.isUnderWay = true;
    if (!SAFE.has(response.req.method)) this.maybeSteps.add(response);
    this.recount();
  }
}

/** By these nothing is signed: a mutation in a GET is refused. */
const SAFE: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'OPTIONS', 'DELETE']);

/** What waits on each connection. */
export const waitingOn = new WeakMap<Socket, Waiting>();

/** The connection ends once all that came before is answered; nothing more is read. */
export function endAfterAnswers(waiting: Waiting): void {
  waiting.isClosing = true;
  stopReading(waiting);
  cutIfOnlyFollowed(waiting);
}

/** A request behind a subscription has not begun, and its client sends it again. Kept, it would take memory for hours. */
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

/** All are answered: calls back who waits for that. */
export function allAnswered(waiting: Waiting): void {
  const { afterAll } = waiting;
  waiting.afterAll = null;
  afterAll?.();
}

/** Ends a connection with this text, in time for it to be read. */
export function endConnection(socket: Socket, text: string): void {
  if (!socket.writable || socket.writableEnded) return;
  socket.end(text, () => setTimeout(() => socket.destroy(), READING_MS).unref());
}

/** Node has it read again by itself, for the sake of an answer that has left. */
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
