import type { CallerKey } from '../../vlens/caller-keys.js';
import type { CurrentRequest } from '../current-request.js';
import type { InputLimits } from '../input-bounds.js';
import type { LoadShedder } from '../load-shedder.js';
import type { ReadsInTurn } from '../reads-in-turn.js';
import type { Shutdown } from '../shutdown/shutdown.js';
import type { TurnGate } from '../turn-gate.js';
import type { OpenedBy } from './opened-by.js';
import type { StreamedOperations } from './streamed-operations.js';
import type { StreamWatching } from './streamed-request.js';

/** What the two transports of streams share. */
export interface StreamParts<Context extends object> extends StreamWatching {
  operations: StreamedOperations<Context>;
  contextFor: (
    authorization: string | undefined,
    current: CurrentRequest,
    /** How the client reached this gateway. */
    reached: Pick<OpenedBy, 'protocol' | 'host'>,
    /** The caller's key, if it was already computed. */
    caller?: CallerKey,
  ) => Context;
  /** The key of the caller with this header, computed once per stream instead of once per event. */
  callerOf: (authorization: string | undefined) => CallerKey | undefined;
  /** The account that the token in this header names. */
  accountOf: (authorization: string | undefined) => CallerKey | undefined;
  /** Whether Vlens has accepted the token in this header. */
  isAccepted: (authorization: string | undefined) => boolean;
  inputLimits: InputLimits;
  turnGate: Pick<TurnGate, 'mayBegin' | 'defer' | 'isLate'>;
  reads: Pick<ReadsInTurn, 'add' | 'read' | 'isHeld'>;
  loadShedder: Pick<
    LoadShedder,
    | 'during'
    | 'releaseSubscription'
    | 'answered'
    | 'pressureFor'
    | 'webSockets'
    | 'arriving'
    | 'unread'
    | 'held'
  >;
  /** The most operations that one WebSocket carries at once. */
  maxOperationsPerConnection: number;
  /** Whether new operations are accepted. */
  isOpen: () => boolean;
  shutdown: Pick<Shutdown, 'operations' | 'streams'>;
  /** How long a client may read nothing of a stream's backlog. */
  maxBacklogMs: number;
  /** How often a stream is pinged, and how long the client of a WebSocket may take to answer. */
  pingMs: number;
}
