import type { ClaimedDelivery } from '../store/webhook-attempts.js';
import { payloadOf } from './payload.js';
import type { RealTime } from './real-time.js';
import { SIGNATURE_HEADER, signatureOf } from './signature.js';

/** ASP.NET Boilerplate's default (WebhooksConfiguration.TimeoutDuration). */
const TIMEOUT_MS = 60_000;

/** The receiver's HTTP status; or, where there was none, what kind of failure it was. */
export type Reception = { status: number; error: null } | { status: null; error: string };

const KINDS: Record<string, string> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  ENOTFOUND: 'unknown host',
  EAI_AGAIN: 'unknown host',
};

/**
 * Sends a delivery once; a redirect is an answer like any other. Each has a connection of its own: one that was kept
 * open could break at a receiver that was restarted, and count as its failure.
 */
export async function send(
  delivery: ClaimedDelivery,
  { time, stopped }: { time: RealTime; stopped: AbortSignal },
): Promise<Reception> {
  const body = JSON.stringify(payloadOf(delivery));
  const ended = new AbortController();
  let isLate = false;
  const inTime = time.wakeAfter(TIMEOUT_MS, () => {
    isLate = true;
    ended.abort();
  });
  // Not AbortSignal.any: Node 20 and 22 keep some of each signal that it made for as long as `stopped` lives.
  const stop = () => ended.abort();
  if (stopped.aborted) stop();
  stopped.addEventListener('abort', stop);
  try {
    const response = await fetch(delivery.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        connection: 'close',
        [SIGNATURE_HEADER]: signatureOf(body, delivery.secret),
      },
      body,
      redirect: 'manual',
      signal: ended.signal,
    });
    await response.body?.cancel();
    return { status: response.status, error: null };
  } catch (error) {
    if (isLate) return { status: null, error: 'timeout' };
    if (stopped.aborted) return { status: null, error: 'stopped' };
    return { status: null, error: kindOf(error) };
  } finally {
    inTime();
    stopped.removeEventListener('abort', stop);
  }
}

/** By the code of what lies beneath fetch's own error. */
function kindOf(error: unknown): string {
  return KINDS[String(part(part(error, 'cause'), 'code'))] ?? 'failed';
}

function part(of: unknown, name: string): unknown {
  return typeof of === 'object' && of !== null ? Reflect.get(of, name) : undefined;
}
