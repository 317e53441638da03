import { sentAllTheSame, throwFailure, unsent } from './call-failures.js';
import { Deadline } from './deadline.js';
import type { HttpRequest, HttpResponse, Transport } from './transport.js';

/** Reads a response. When the promise settles, the exchange is decided. */
export type Take<T> = (response: HttpResponse, deadline: Deadline) => Promise<T>;

/**
 * Sends one request and reads its response, within the time limit and as long as the caller stays. A body that is passed on unread stays
 * bound to the caller's signal until it ends. For a request that may be sent only once, the error tells whether it was sent.
 * @throws VlensFault, or CallAborted if the caller left
 */
export async function exchange<T>(
  { transport, timeoutMs }: { transport: Transport; timeoutMs: number },
  caller: AbortSignal,
  request: Omit<HttpRequest, 'signal'>,
  take: Take<T>,
): Promise<T> {
  const deadline = new Deadline(caller, timeoutMs);
  let isSent = !request.isSentOnce;
  const onSending = () => {
    isSent = true;
    request.onSending?.();
  };
  const { signal } = deadline;
  try {
    const sent = request.isSentOnce ? { ...request, onSending, signal } : { ...request, signal };
    const response = await transport.send(sent).catch(throwFailure);
    // A request that has an answer was sent, even if the transport never reported its sending.
    onSending();
    const taken = await take(response, deadline);
    deadline.releaseAfter(response);
    return taken;
  } catch (error) {
    const failure = deadline.reason ?? error;
    deadline.abort();
    deadline.release();
    if (!isSent) throw unsent(failure);
    // The error code of a connection that breaks later may be the same as that of one that was never established.
    throw request.isSentOnce ? sentAllTheSame(failure) : failure;
  }
}
