import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { WireRequest } from './builders.js';
import { aBusinessRequest } from './builders.js';
import { contractRoutes, type Endpoint } from './contract.js';
import { defaultAnswers } from './fake-answers.js';
import { inTestedDialect } from './tested-dialect.js';
import { until } from './until.js';

export type { Endpoint } from './contract.js';

/** What the fake answers; without anything, an empty 200. */
export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** A string or a Buffer goes out as it is, anything else as JSON. */
  body?: unknown;
  /** Before the answer begins. */
  delayMs?: number;
  /** The answer begins when this has come. */
  until?: Promise<unknown>;
  /** Half-way through the body. */
  pauseMs?: number;
  /** Stops for good: before the status line, or half-way through the body. */
  stall?: 'headers' | 'body';
  /** Ends the connection: before the status line, or half-way through the body. */
  cut?: 'headers' | 'body';
}

/** A call as it came. */
export interface FakeCall {
  endpoint: Endpoint;
  method: string;
  path: string;
  /** What the path's placeholders stood for, decoded. */
  params: Record<string, string>;
  query: Record<string, string>;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** Null where there was none. */
  body: unknown;
  /** What the contract does not allow of this call; empty where all is well. */
  violations: string[];
  /** Whether the connection it came on had carried a call before. */
  reusedConnection: boolean;
  /** Resolves when the connection it came on is closed. */
  connection: Promise<unknown>;
  /** Resolves when the client is gone, or has the whole answer. */
  closed: Promise<'answered' | 'gone'>;
}

export type Script = FakeAnswer | ((call: FakeCall) => FakeAnswer);

/**
 * A small Vlens on a port of its own that says what a test tells it to, and otherwise answers as the contract's
 * examples do, out of `requests`. Its routes are read from the contract, so that it knows no path that is not in there.
 */
export class FakeUpstream {
  /** What the lists and the single requests answer with. */
  requests: WireRequest[] = [aBusinessRequest()];
  /** No list answers more at once, whatever is asked. */
  largestPage = 100;
  private scripts = new Map<Endpoint, Script[]>();
  private seen: FakeCall[] = [];
  private readonly connections = new WeakMap<object, Promise<unknown>>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (request, response) => void this.serve(request, response));
  }

  static async start(): Promise<FakeUpstream> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeUpstream(server, `http://127.0.0.1:${portOf(server)}`);
  }

  /** From now on; of several the last stays. */
  answer(endpoint: Endpoint, ...scripts: Script[]): this {
    this.scripts.set(endpoint, scripts);
    return this;
  }

  /** The calls of one endpoint, or all of them, in their order. */
  calls(endpoint?: Endpoint): FakeCall[] {
    return this.seen.filter((call) => endpoint === undefined || call.endpoint === endpoint);
  }

  /** The last call of an endpoint. */
  lastCall(endpoint: Endpoint): FakeCall {
    const call = this.calls(endpoint).at(-1);
    if (!call) throw new Error(`${endpoint} was not called.`);
    return call;
  }

  /** Waits until an endpoint has been called. */
  async called(endpoint: Endpoint): Promise<FakeCall> {
    await until(
      () => this.calls(endpoint).length > 0,
      () => `${endpoint} was not called, but ${this.calls().map((call) => call.endpoint)}`,
    );
    return this.lastCall(endpoint);
  }

  /** Forgets scripts and calls. */
  reset(): void {
    this.scripts.clear();
    this.seen = [];
    this.requests = [aBusinessRequest()];
    this.largestPage = 100;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bodyOf(request);
    const url = new URL(request.url ?? '/', this.url);
    const route = ROUTES.find(
      ({ method, pattern }) => method === request.method && pattern.test(url.pathname),
    );
    if (!route) {
      response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
      return;
    }
    const query = Object.fromEntries(url.searchParams);
    const sent: unknown = body === '' ? null : JSON.parse(body);
    const closed = this.connections.get(request.socket) ?? closeOf(request.socket);
    const call: FakeCall = {
      endpoint: route.endpoint,
      method: route.method,
      path: url.pathname,
      params: decoded(route.pattern.exec(url.pathname)?.groups ?? {}),
      query,
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      ),
      body: sent,
      violations: route.violations(query, sent),
      reusedConnection: this.connections.has(request.socket),
      connection: closed,
      closed: new Promise((resolve) => {
        response.once('close', () => resolve(response.writableFinished ? 'answered' : 'gone'));
      }),
    };
    this.connections.set(request.socket, closed);
    this.seen.push(call);
    const answer = this.scripted(call) ?? defaultAnswers(this)[call.endpoint](call);
    await send(response, { ...answer, ...inTestedDialect(url.pathname, answer) });
  }

  private scripted(call: FakeCall): FakeAnswer | undefined {
    const scripts = this.scripts.get(call.endpoint) ?? [];
    const script = scripts.length > 1 ? scripts.shift() : scripts[0];
    return typeof script === 'function' ? script(call) : script;
  }
}

async function send(response: ServerResponse, answer: FakeAnswer): Promise<void> {
  const { status = 200, headers = {}, body, delayMs = 0, pauseMs = 0, stall, cut } = answer;
  await answer.until;
  if (delayMs > 0) await delay(delayMs);
  if (cut === 'headers') response.destroy();
  if (stall === 'headers' || response.destroyed) return;
  const raw = typeof body === 'string' || Buffer.isBuffer(body);
  const bytes = raw ? Buffer.from(body) : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  response.writeHead(status, {
    ...(body === undefined ? {} : { 'content-type': raw ? 'text/plain' : 'application/json' }),
    ...headers,
  });
  if (!stall && !cut && pauseMs === 0) {
    response.end(bytes);
    return;
  }
  const half = Math.ceil(bytes.length / 2);
  await new Promise((written) => response.write(bytes.subarray(0, half), written));
  if (cut) response.destroy();
  if (cut || stall) return;
  await delay(pauseMs);
  response.end(bytes.subarray(half));
}

/** With an error before it or without: anybody who asked may leave while it is answered. */
function closeOf(socket: IncomingMessage['socket']): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fake upstream has no port.');
  return address.port;
}

function decoded(params: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decodeURIComponent(value)]));
}

const ROUTES = contractRoutes();
