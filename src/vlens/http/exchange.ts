import { sentAllTheSame, throwFailure, unsent } from './call-failures.js';
import { Deadline } from './deadline.js';
import type { HttpRequest, HttpResponse, Transport } from './transport.js';

/** How a response is taken: when the promise settles, the exchange is decided. */
export type Take<T> = (response: HttpResponse, deadline: Deadline) => Promise<T>;

/**
 * Sends one request and takes its response, inside the time limit and while the caller stays. A body that is handed
 * on unread stays bound to the caller's signal until it ends. What is sent once, and came to nothing before it went out, says so.
 * @throws VlensFault, or CallAborted where the caller left.
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
    // That of a connection that dies later may be the same as that of one that never came about.
    throw request.isSentOnce ? sentAllTheSame(failure) : failure;
  }
}
