import { throwFailure } from './call-failures.js';
import { Deadline } from './deadline.js';
import type { HttpRequest, HttpResponse, Transport } from './transport.js';

/** How a response is taken: when the promise settles, the exchange is decided. */
export type Take<T> = (response: HttpResponse, deadline: Deadline) => Promise<T>;

/**
 * Sends one request and takes its response, inside the time limit and while the caller stays. A body that is handed
 * on unread stays bound to the caller's signal until it ends.
 * @throws VlensFault, or CallAborted where the caller left.
 */
export async function exchange<T>(
  { transport, timeoutMs }: { transport: Transport; timeoutMs: number },
  caller: AbortSignal,
  request: Omit<HttpRequest, 'signal'>,
  take: Take<T>,
): Promise<T> {
  const deadline = new Deadline(caller, timeoutMs);
  try {
    const response = await transport.send({ ...request, signal: deadline.signal }).catch(throwFailure);
    const taken = await take(response, deadline);
    deadline.releaseAfter(response);
    return taken;
  } catch (error) {
    const failure = deadline.reason ?? error;
    deadline.abort();
    deadline.release();
    throw failure;
  }
}
