import type { TurnGate } from '../turn-gate.js';
import type { WebSocketConnection } from './web-socket-connection.js';

/**
 * How many messages of one WebSocket may wait, besides one that begins and one that ends each operation that it may carry. Above that, the
 * connection is closed. With an operation in flight it stays open, and more can come only from one read.
 */
const MAX_OTHER_MESSAGES = 100;

export interface MessagesInTurnParts {
  turnGate: Pick<TurnGate, 'mayBegin' | 'defer'>;
  isAccepted: (authorization: string | undefined) => boolean;
  /** The most operations that one WebSocket carries at once. */
  maxOperationsPerConnection: number;
  /** Called when no message waits any more. */
  onTaken: (connection: WebSocketConnection) => void;
}

/**
 * Begins the messages of a WebSocket in order and in their turns. Each may cost as much to parse as an operation, even one that is refused.
 * While a message waits, nothing more is read from its connection. Messages that were already read also wait, and count as arriving data
 * (`buffered-bytes.ts`).
 */
export class MessagesInTurn {
  /** Null if none waits, which is nearly always the case. */
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
    // A connection with an operation in flight stays open: messages sent behind a step must not cost it its answer.
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
    // Messages that wait on a closing connection are not processed.
    if (this.waiting?.length && this.connection.isOpen) this.defer();
    else {
      this.waiting = null;
      this.connection.waitsNoMore();
    }
    this.take(message);
    if (!this.waiting) this.parts.onTaken(this.connection);
  }
}
