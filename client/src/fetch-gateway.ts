import { type DocumentNode, print } from 'graphql';
import { documentIdOf } from './document-id.js';
import { eventsOf } from './event-stream.js';
import type { Execute, Watch } from './execute.js';
import { GatewayErrors, NoGraphQL, tokenUnreadable } from './faults.js';
import { listening } from './listening.js';

export interface FetchOptions {
  /** Of the gateway's GraphQL endpoint, e.g. https://gateway.example.com/graphql. */
  url: string;
  /** The caller's access token; a function is asked before each request. */
  token?: string | null | (() => string | null | undefined);
  /** Sends the ids of this package's documents instead of their texts: the gateway has their manifest in TRUSTED_DOCUMENTS. */
  byId?: boolean;
  /** Another `fetch` than the global one. */
  fetch?: typeof globalThis.fetch;
}

type Sent = (path: '' | '/stream', accept: string) => Promise<Response>;

/** Queries and mutations over `fetch`. */
export function fetchExecute(options: FetchOptions): Execute {
  return async (document, variables, signal) => {
    const response = await sending(options, document, variables, signal)('', ACCEPT_JSON);
    return dataOf(await bodyOf(response, options.url));
  };
}

/** Subscriptions over `fetch`, as server-sent events. Throws where the stream is silent for a minute: ask for the status then. */
export function fetchWatch(options: FetchOptions): Watch {
  return async function* watch(document, variables, signal) {
    const { signal: end, next, stop } = listening(signal);
    try {
      const send = sending(options, document, variables, end);
      const response = await next(send('/stream', 'text/event-stream'));
      if (!response.ok || !response.body) throw await refusalOf(response, `${options.url}/stream`);
      for await (const { event, data } of eventsOf(response.body, next)) {
        if (event === 'complete') return;
        if (event === 'next') yield dataOf(JSON.parse(data));
      }
    } finally {
      stop();
    }
  };
}

const ACCEPT_JSON = 'application/graphql-response+json, application/json';

interface Body {
  data?: unknown;
  errors?: ConstructorParameters<typeof GatewayErrors>[0];
}

function sending(
  { url, token, byId = false, fetch = globalThis.fetch }: FetchOptions,
  document: DocumentNode,
  variables: unknown,
  signal?: AbortSignal,
): Sent {
  const accessToken = typeof token === 'function' ? token() : token;
  const documentId = byId ? documentIdOf(document) : null;
  const sent = documentId === null ? { query: textOf(document) } : { documentId };
  const authorization = accessToken ? `Bearer ${accessToken}` : null;
  return async (path, accept) => {
    if (authorization !== null && !isHeader(authorization)) throw tokenUnreadable();
    return fetch(url + path, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        ...(authorization === null ? {} : { authorization }),
      },
      body: JSON.stringify({ ...sent, variables }),
      ...(signal ? { signal } : {}),
    });
  };
}

/** As `fetch` itself judges it, before it throws what it throws where nobody answers. */
function isHeader(value: string): boolean {
  try {
    new Headers({ authorization: value });
    return true;
  } catch {
    return false;
  }
}

/** With `documentMode: 'string'` GraphQL Code Generator makes documents texts instead of trees. */
function textOf(document: DocumentNode | string): string {
  return document instanceof String || typeof document === 'string' ? document.toString() : print(document);
}

function dataOf<Data>({ data, errors }: Body): Data {
  if (errors?.length) throw new GatewayErrors(errors, data);
  if (typeof data !== 'object' || data === null) throw new Error('The gateway answered without data.');
  return data as Data;
}

async function bodyOf(response: Response, url: string): Promise<Body> {
  // Throws by itself where it is cut or aborted on its way, which says nothing of the address.
  const body = parsed(await response.text());
  const isGraphQL = typeof body === 'object' && body !== null && ('data' in body || 'errors' in body);
  if (!isGraphQL) throw new NoGraphQL(url, response.status);
  return body as Body;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function refusalOf(response: Response, url: string): Promise<Error> {
  const { errors } = await bodyOf(response, url);
  return errors?.length ? new GatewayErrors(errors) : new NoGraphQL(url, response.status);
}
