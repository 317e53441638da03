import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { publicLookup } from '../http/public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.js';
import { IDLE_MS, MOST_CONNECTIONS } from './pool.js';
import { streamBody } from './stream-body.js';

/** Enough for bursts at a normal pace; what is above is closed when it falls idle. */
const MOST_IDLE_CONNECTIONS = 32;
const POOL = {
  keepAlive: true,
  maxSockets: MOST_CONNECTIONS,
  maxFreeSockets: MOST_IDLE_CONNECTIONS,
  timeout: IDLE_MS,
  scheduling: 'lifo',
} as const;

/** node-fetch over a pool of kept connections of its own. */
export class NodeFetchTransport implements Transport {
  private readonly http = new HttpAgent(POOL);
  private readonly https = new HttpsAgent(POOL);
  private readonly publicHttps = new HttpsAgent({ ...POOL, lookup: publicLookup });

  async send({ url, mustBePublic, ...request }: HttpRequest): Promise<HttpResponse> {
    const { status, headers, body } = await fetch(url, {
      ...request,
      redirect: 'manual',
      agent: ({ protocol }) => {
        if (protocol !== 'https:') return this.http;
        return mustBePublic ? this.publicHttps : this.https;
      },
    });
    const stream = body instanceof Readable ? body : Readable.from(body ?? []);
    return { status, header: (name) => headers.get(name), ...streamBody(stream) };
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
    this.publicHttps.destroy();
  }
}
