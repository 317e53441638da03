import { Agent } from 'undici';
import { publicLookup } from '../public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../transport.js';
import { IDLE_MS, MOST_CONNECTIONS } from './pool.js';
import { UndiciCall } from './undici-call.js';

/** A call's limits are the client's own: none of undici's ends it before. */
const POOL = {
  connections: MOST_CONNECTIONS,
  pipelining: 1,
  keepAliveTimeout: IDLE_MS,
  keepAliveMaxTimeout: IDLE_MS,
  headersTimeout: 0,
  bodyTimeout: 0,
} as const;
const CONNECT = { timeout: 0 };

/** As node-fetch asks for them. */
const ACCEPTED_CODINGS = 'gzip, deflate, br';

/** undici over a pool of kept connections of its own. */
export class UndiciTransport implements Transport {
  private readonly any = new Agent({ ...POOL, connect: CONNECT });
  private readonly public = new Agent({ ...POOL, connect: { ...CONNECT, lookup: publicLookup } });

  send({ url, method, headers, body, mustBePublic, signal }: HttpRequest): Promise<HttpResponse> {
    const { origin, pathname, search } = new URL(url);
    const agent = mustBePublic ? this.public : this.any;
    return new Promise((resolve, reject) => {
      agent.dispatch(
        {
          origin,
          path: pathname + search,
          method,
          headers: { 'Accept-Encoding': ACCEPTED_CODINGS, ...headers },
          body: body ?? null,
        },
        new UndiciCall(signal, resolve, reject),
      );
    });
  }

  close(): void {
    void this.any.destroy().catch(() => undefined);
    void this.public.destroy().catch(() => undefined);
  }
}
