import { Agent, buildConnector, type Dispatcher } from 'undici';
import { publicLookup } from '../http/public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.js';
import { decoded } from './content-coding.js';
import { skipContinue } from './interim-answers.js';
import { IDLE_MS, MAX_CONNECTIONS, RECENT_MS } from './pool.js';
import { streamBody } from './stream-body.js';

/** A call's limits are the client's own: none of undici's ends it before. */
const POOL = {
  connections: MAX_CONNECTIONS,
  pipelining: 1,
  keepAliveTimeout: IDLE_MS,
  keepAliveMaxTimeout: IDLE_MS,
  headersTimeout: 0,
  bodyTimeout: 0,
} as const;
const RECENT_POOL = { ...POOL, keepAliveTimeout: RECENT_MS, keepAliveMaxTimeout: RECENT_MS } as const;

/** As node-fetch asks for them. */
const ACCEPTED_CODINGS = 'gzip, deflate, br';

/** undici over pools of kept connections of its own; it closes one two seconds before the time that its server announced. */
export class UndiciTransport implements Transport {
  private readonly any = new Agent({ ...POOL, connect: connector() });
  private readonly recent = new Agent({ ...RECENT_POOL, connect: connector() });
  private readonly public = new Agent({ ...POOL, connect: connector(publicLookup) });

  send({ url, method, headers, body, mustBePublic, isSentOnce, signal }: HttpRequest): Promise<HttpResponse> {
    const pathAt = url.indexOf('/', url.indexOf('//') + 2);
    const kept = isSentOnce ? this.recent : this.any;
    const agent = mustBePublic ? this.public : kept;
    return new Promise((resolve, reject) => {
      // undici itself hears of an abort only once the call has a connection.
      const leave = () => reject(new Error('The call was ended.'));
      signal.addEventListener('abort', leave);
      const options = {
        origin: url.slice(0, pathAt),
        path: url.slice(pathAt),
        method,
        headers: { 'Accept-Encoding': ACCEPTED_CODINGS, ...headers },
        body: body ?? null,
        signal,
      };
      agent.request(options, (error, response) => {
        signal.removeEventListener('abort', leave);
        if (error) reject(error);
        else resolve(toResponse(response));
      });
    });
  }

  close(): void {
    for (const agent of [this.any, this.recent, this.public]) void agent.destroy().catch(() => undefined);
  }
}

function connector(lookup?: typeof publicLookup): buildConnector.connector {
  const connect = buildConnector({ timeout: 0, ...(lookup ? { lookup } : {}) });
  return (options, callback) =>
    connect(options, (...[error, socket]) => {
      if (error) return callback(error, null);
      skipContinue(socket);
      callback(null, socket);
    });
}

function toResponse({ statusCode, headers, body }: Dispatcher.ResponseData): HttpResponse {
  const header = (name: string) => {
    const sent = headers[name.toLowerCase()];
    return Array.isArray(sent) ? sent.join(', ') : (sent ?? null);
  };
  const coding = header('content-encoding');
  return { status: statusCode, header, ...streamBody(coding === null ? body : decoded(body, coding)) };
}
