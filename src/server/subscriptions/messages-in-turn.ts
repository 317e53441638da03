import type { TurnGate } from '../turn-gate.js';
import type { WebSocketConnection } from './web-socket-connection.js';

/**
 * Messages of one WebSocket that wait, besides one that begins and one that ends each operation that it may carry. More of them are no
 * more than what was read in one piece.
 */
const MAX_OTHER_MESSAGES = 100;

export interface MessagesInTurnParts {
  turnGate: Pick<TurnGate, 'mayBegin' | 'defer'>;
  isAccepted: (authorization: string | undefined) => boolean;
  /** How many operations one WebSocket carries at once. */
  maxOperationsPerConnection: number;
  /** Called once none waits any more. */
  onTaken: (connection: WebSocketConnection) => void;
}

/**
 * Has the messages of a WebSocket begin in their turn and order: each may cost as much to parse as an operation does, and so may one that
 * is refused. Nothing more is read of a connection one of whose messages waits. What was read by then waits too, and counts as what
 * arrives does (`buffered-bytes.ts`).
 */
export class MessagesInTurn {
  /** Null while none waits, as nearly always. */
  private waiting: Buffer[] | null = null;

  constructor(
    private readonly connection: WebSocketConnection,
    private readonly parts: MessagesInTurnParts,
    private readonly take: (message: Buffer) => void,
  ) {}

  arrived(message: Buffer): void {
    if (this.waiting) this.waiting.push(message);
    else if (this.parts.turnGate.mayBegin()) this.take(message);
    else {
      this.waiting = [message];
      this.connection.waits();
      this.defer();
    }
    // The answer to a step would be lost with the connection, for what was sent behind it.
    if (this.waiting && this.waiting.length > this.max && this.connection.mayGo) this.connection.letGo();
  }

  private get max(): number {
    return 2 * this.parts.maxOperationsPerConnection + MAX_OTHER_MESSAGES;
  }

  private defer(): void {
    const { from, authorization } = this.connection;
    const isAccepted = this.parts.isAccepted(authorization);
    this.parts.turnGate.defer({ from, isAccepted, begin: () => this.takeNext() });
  }

  private takeNext(): void {
    const message = this.waiting?.shift();
    if (!message) return;
    // What waits on a connection that is being closed is not taken.
    if (this.waiting?.length && this.connection.isOpen) this.defer();
    else {
      this.waiting = null;
      this.connection.waitsNoMore();
    }
    this.take(message);
    if (!this.waiting) this.parts.onTaken(this.connection);
  }
}
