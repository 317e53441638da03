import type { Transport } from '../http/transport.js';

/** The same transport, which sends these headers too, unless a call has its own; not to a contract's own host, which is none of Vlens's. */
export function withHeaders(transport: Transport, headers: Record<string, string>): Transport {
  return {
    send: (request) =>
      transport.send(
        request.mustBePublic ? request : { ...request, headers: { ...headers, ...request.headers } },
      ),
    close: () => transport.close(),
  };
}
