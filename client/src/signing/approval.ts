import type { Watch } from '../execute.js';
import { LiveStatusDocument, StatusDocument, type StatusQuery } from '../generated/graphql.js';
import { Faulted, PASSING, type Sending } from './sending.js';
import type { Environment } from './types.js';

const FIRST_PAUSE_MS = 5000;
const MAX_PAUSE_MS = 30_000;

interface Waiting {
  sending: Sending;
  watch: Watch | undefined;
  pause: Environment['pause'];
  signal: AbortSignal;
}

/** Resolves with the request once it no longer waits for approval. */
export async function approvalOf(
  requestId: string,
  { sending, watch, pause, signal }: Waiting,
): Promise<StatusQuery['businessRequest']> {
  if (watch) await watched(requestId, watch, signal);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 1.5, MAX_PAUSE_MS)) {
    const request = await polled(requestId, sending);
    if (request !== MISSED && request?.nextStep !== 'WAIT_FOR_APPROVAL') return request;
    await pause(pauseMs, signal);
  }
}

const MISSED = 'missed';

/** An approval takes hours: what is away for a while meanwhile is a missed poll. */
async function polled(
  requestId: string,
  sending: Sending,
): Promise<StatusQuery['businessRequest'] | typeof MISSED> {
  try {
    return (await sending.read(StatusDocument, { id: requestId })).businessRequest;
  } catch (error) {
    if (error instanceof Faulted && PASSING.has(error.fault.code)) return MISSED;
    throw error;
  }
}

/** Where a request stands after a step whose answer was lost. */
export async function standingOf(
  requestId: string,
  sending: Sending,
): Promise<StatusQuery['businessRequest']> {
  const { businessRequest } = await sending.lookUp(StatusDocument, { id: requestId });
  return businessRequest;
}

/** Resolves when the request has moved, or when there is nothing more to be heard: then polling takes over. */
async function watched(requestId: string, watch: Watch, signal: AbortSignal): Promise<void> {
  const left = new AbortController();
  const leave = () => left.abort(signal.reason);
  signal.addEventListener('abort', leave, { once: true });
  if (signal.aborted) leave();
  try {
    for await (const event of watch(LiveStatusDocument, { requestId }, left.signal)) {
      if (event.businessRequestStatusChanged.status !== 'PENDING_APPROVAL') return;
    }
  } catch {
    signal.throwIfAborted();
  } finally {
    signal.removeEventListener('abort', leave);
    left.abort();
  }
}
