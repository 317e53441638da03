import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { publicLookup } from './public-addresses.js';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  /** Its name must stand for public addresses only. */
  mustBePublic?: boolean;
  /** Its abort closes the connection, also while the body is being read. */
  signal: AbortSignal;
}

export interface HttpResponse {
  status: number;
  /** By its name in any case; null where it was not sent. */
  header(name: string): string | null;
  /** Without its content coding. Fails where the connection ends before the body does. */
  body: Readable;
}

/** HTTP as the client needs it: no redirects, no retries, no reading of bodies. */
export interface Transport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes every connection, also those in use. */
  close(): void;
}

/**
 * Ten calls a second, the published quota, that each take the default limit of ten seconds are a hundred at once; a
 * larger tenant's calls wait for a connection inside their own time limit.
 */
const MOST_CONNECTIONS = 128;
/** Enough for bursts at a normal pace; what is above is closed when it falls idle. */
const MOST_IDLE_CONNECTIONS = 32;
/** Below the idle limits of common proxies (nginx 75 s, AWS 60 s), which would cut a call just being sent. */
const IDLE_MS = 30_000;

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
