import { Agent, buildConnector, type Dispatcher, Pool } from 'undici';
import { publicLookup } from '../http/public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.js';
import { ACCEPTED_CODINGS, codedBody } from './content-coding.js';
import { skipContinue } from './interim-answers.js';
import { IDLE_MS, MAX_CONNECTIONS, MAX_STREAMS, RECENT_MS } from './pool.js';

/** The client has its own time limits, so undici's are off. */
const POOL = {
  connections: MAX_CONNECTIONS,
  pipelining: 1,
  keepAliveTimeout: IDLE_MS,
  keepAliveMaxTimeout: IDLE_MS,
  headersTimeout: 0,
  bodyTimeout: 0,
} as const;
const RECENT_POOL = { ...POOL, keepAliveTimeout: RECENT_MS, keepAliveMaxTimeout: RECENT_MS } as const;
const STREAMS_POOL = { ...POOL, connections: MAX_STREAMS } as const;

/** undici with its own pools of kept-alive connections. undici closes one two seconds before the time that the server announced. */
export class UndiciTransport implements Transport {
  /** Pools for Vlens's one origin. An Agent would make a new pool after each pause, which costs a fifth of a call. */
  private calls: { origin: string; any: Dispatcher; recent: Dispatcher } | null = null;
  private readonly streams = new Agent({ ...STREAMS_POOL, connect: connector() });
  private readonly public = new Agent({ ...STREAMS_POOL, connect: connector(publicLookup) });

  async send({
    url,
    method,
    headers,
    body,
    mustBePublic,
    isSentOnce,
    isStreamed,
    onSending,
    signal,
  }: HttpRequest): Promise<HttpResponse> {
    const pathAt = url.indexOf('/', url.indexOf('//') + 2);
    const origin = url.slice(0, pathAt);
    const elsewhere = mustBePublic ? this.public : this.streams;
    const dispatcher = isStreamed || mustBePublic ? elsewhere : this.poolFor(origin, isSentOnce);
    return new Promise((resolve, reject) => {
      // undici itself notices an abort only once the call has a connection.
      const leave = () => reject(new Error('The call was ended.'));
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave);
      const options = {
        origin,
        path: url.slice(pathAt),
        method,
        headers: { 'Accept-Encoding': ACCEPTED_CODINGS, ...headers },
        body: body ?? null,
        signal,
        onSending,
      };
      dispatcher.request(options, (error, response) => {
        signal.removeEventListener('abort', leave);
        if (error) reject(error);
        else resolve(toResponse(response));
      });
    });
  }

  close(): void {
    for (const each of [this.calls?.any, this.calls?.recent, this.streams, this.public])
      void each?.destroy().catch(() => undefined);
  }

  private poolFor(origin: string, isSentOnce = false): Dispatcher {
    this.calls ??= {
      origin,
      any: new Pool(origin, { ...POOL, connect: connector() }),
      recent: new Pool(origin, { ...RECENT_POOL, connect: connector() }).compose(reportSending),
    };
    // A Pool sends to its own origin, whatever origin a request names.
    if (origin !== this.calls.origin) return this.streams;
    return isSentOnce ? this.calls.recent : this.calls.any;
  }
}

/** undici starts a request once its connection is established. */
const reportSending: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { onSending } = options as Pick<HttpRequest, 'onSending'>;
  if (!onSending) return dispatch(options, handler);
  return dispatch(options, {
    onRequestStart(controller, context) {
      onSending();
      handler.onRequestStart?.(controller, context);
    },
    onResponseStart: (...start) => handler.onResponseStart?.(...start),
    onResponseData: (...data) => handler.onResponseData?.(...data),
    onResponseEnd: (...end) => handler.onResponseEnd?.(...end),
    onResponseError: (...error) => handler.onResponseError?.(...error),
  });
};

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
  // Not spread: `body` is a getter that makes the stream when it is read.
  return Object.assign(codedBody(body, header('content-encoding')), { status: statusCode, header });
}
