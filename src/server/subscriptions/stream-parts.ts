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

/** What the transports of streams share. */
export interface StreamParts<Context extends object> extends StreamWatching {
  operations: StreamedOperations<Context>;
  contextFor: (
    authorization: string | undefined,
    current: CurrentRequest,
    /** How its client reached this gateway. */
    reached: Pick<OpenedBy, 'protocol' | 'host'>,
    /** The caller, if it is known already. */
    caller?: CallerKey,
  ) => Context;
  /** The caller with this header: resolved once for a stream, not for each event. */
  callerOf: (authorization: string | undefined) => CallerKey | undefined;
  /** The account that the token in this header names. */
  accountOf: (authorization: string | undefined) => CallerKey | undefined;
  /** Whether the token of this header is one that Vlens has accepted. */
  isAccepted: (authorization: string | undefined) => boolean;
  inputLimits: InputLimits;
  turnGate: Pick<TurnGate, 'mayBegin' | 'defer' | 'isLate'>;
  reads: Pick<ReadsInTurn, 'add' | 'read' | 'isHeld'>;
  loadShedder: Pick<
    LoadShedder,
    'during' | 'releaseSubscription' | 'answered' | 'pressure' | 'webSockets' | 'arriving' | 'unread' | 'held'
  >;
  /** How many operations one WebSocket carries at once. */
  maxOperationsPerConnection: number;
  /** Whether new operations are taken. */
  isOpen: () => boolean;
  shutdown: Pick<Shutdown, 'operations' | 'streams'>;
  /** How long the reader of a stream may read nothing of what waits for it. */
  maxBacklogMs: number;
  /** How often a stream is pinged, and how long the client of a WebSocket may take to answer. */
  pingMs: number;
}
