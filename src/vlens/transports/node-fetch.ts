import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { publicLookup } from '../http/public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.js';
import { IDLE_MS, MAX_CONNECTIONS, RECENT_MS } from './pool.js';
import { streamBody } from './stream-body.js';

/** Enough for bursts at a normal pace; what is above is closed when it falls idle. */
const MAX_IDLE_CONNECTIONS = 32;
const POOL = {
  keepAlive: true,
  maxSockets: MAX_CONNECTIONS,
  maxFreeSockets: MAX_IDLE_CONNECTIONS,
  timeout: IDLE_MS,
  scheduling: 'lifo',
} as const;
const RECENT_POOL = { ...POOL, timeout: RECENT_MS } as const;

/** node-fetch over pools of kept connections of its own; node:http keeps none longer than its server announced. */
export class NodeFetchTransport implements Transport {
  private readonly kept = { 'http:': new HttpAgent(POOL), 'https:': new HttpsAgent(POOL) };
  private readonly recent = { 'http:': new HttpAgent(RECENT_POOL), 'https:': new HttpsAgent(RECENT_POOL) };
  private readonly publicHttps = new HttpsAgent({ ...POOL, lookup: publicLookup });

  async send({ url, mustBePublic, isSentOnce, ...request }: HttpRequest): Promise<HttpResponse> {
    const agents = isSentOnce ? this.recent : this.kept;
    const { status, headers, body } = await fetch(url, {
      ...request,
      redirect: 'manual',
      agent: ({ protocol }) => {
        if (protocol !== 'https:') return agents['http:'];
        return mustBePublic ? this.publicHttps : agents['https:'];
      },
    });
    const stream = body instanceof Readable ? body : Readable.from(body ?? []);
    return { status, header: (name) => headers.get(name), ...streamBody(stream) };
  }

  close(): void {
    for (const agent of [...Object.values(this.kept), ...Object.values(this.recent), this.publicHttps])
      agent.destroy();
  }
}
