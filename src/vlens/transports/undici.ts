import { type Duplex, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Agent, type Dispatcher } from 'undici';
import { publicLookup } from '../public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../transport.js';
import { IDLE_MS, MOST_CONNECTIONS } from './pool.js';

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

  async send({ url, method, headers, body, mustBePublic, signal }: HttpRequest): Promise<HttpResponse> {
    const { origin, pathname, search } = new URL(url);
    const agent = mustBePublic ? this.public : this.any;
    const answer = await agent.request({
      origin,
      path: pathname + search,
      method,
      headers: { 'Accept-Encoding': ACCEPTED_CODINGS, ...headers },
      body: body ?? null,
      signal,
    });
    return {
      status: answer.statusCode,
      header: (name) => joined(answer.headers[name.toLowerCase()]),
      body: decoded(answer),
    };
  }

  close(): void {
    void this.any.destroy().catch(() => undefined);
    void this.public.destroy().catch(() => undefined);
  }
}

function joined(sent: string | string[] | undefined): string | null {
  return Array.isArray(sent) ? sent.join(', ') : (sent ?? null);
}

/** An abort makes undici fail the body even while nobody reads it; unheard, that would end the process. */
function decoded({ headers, body }: Dispatcher.ResponseData): Readable {
  body.on('error', () => undefined);
  const decoder = decoderOf(joined(headers['content-encoding']));
  if (!decoder) return body;
  pipeline(body, decoder, () => undefined);
  return decoder.on('error', () => undefined);
}

/** What ends early but well is taken as it is, as browsers do; a cut connection fails before. */
function decoderOf(coding: string | null): Duplex | null {
  const lenient = { finishFlush: constants.Z_SYNC_FLUSH };
  switch (coding?.trim().toLowerCase()) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip({ flush: constants.Z_SYNC_FLUSH, ...lenient });
    case 'deflate':
    case 'x-deflate':
      return createInflate(lenient);
    case 'br':
      return createBrotliDecompress();
    default:
      return null;
  }
}
