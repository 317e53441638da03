import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { publicLookup } from '../public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../transport.js';
import { IDLE_MS, MOST_CONNECTIONS } from './pool.js';

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
    return { status, header: (name) => headers.get(name), body: readable(body) };
  }

  close(): void {
    this.http.destroy();
    this.https.destroy();
    this.publicHttps.destroy();
  }
}

/** An abort makes node-fetch fail the body even while nobody reads it; unheard, that would end the process. */
function readable(body: NodeJS.ReadableStream | null): Readable {
  const stream = body instanceof Readable ? body : Readable.from(body ?? []);
  return stream.on('error', () => undefined);
}
