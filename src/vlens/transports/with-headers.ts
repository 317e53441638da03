import type { Transport } from '../http/transport.js';

/**
 * A transport that also sends these headers, unless a call has its own. It does not send them to a contract's own host, which is not
 * Vlens's.
 */
export function withHeaders(transport: Transport, headers: Record<string, string>): Transport {
  return {
    send: (request) =>
      transport.send(
        request.mustBePublic ? request : { ...request, headers: { ...headers, ...request.headers } },
      ),
    close: () => transport.close(),
  };
}
