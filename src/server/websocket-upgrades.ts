import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';
import type { Pipelining } from './pipelining.js';

/**
 * The upgrades to WebSocket of a server, as a server of its own that never listens. Node hands over every request with an
 * `Upgrade` header as a bare socket, whatever it wants to upgrade to; a request for HTTP/2 (`h2c`, as curl --http2 and Java's
 * HttpClient send it with an ordinary POST) may be answered over HTTP/1.1 as if it had not asked (RFC 9110, section 7.8). Each waits
 * for the answers to what was sent before it.
 */
export function webSocketUpgrades(server: Server, pipelining: Pick<Pipelining, 'afterAnswers'>): Server {
  const upgrades = createServer();
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const socket = stream as Socket;
    // Node would never send the answer to what is read again while another one is on its way, which would be in flight for long.
    pipelining.afterAnswers(socket, () => {
      if (isWebSocket(request) && upgrades.listenerCount('upgrade') > 0)
        upgrades.emit('upgrade', request, socket, head);
      else serveWithoutUpgrade(server, request, socket, head);
    });
  });
  return upgrades;
}

const responses = new WeakMap<IncomingMessage, ServerResponse>();

/** Has `endUpgrade` find the response to each request for a WebSocket. */
export function watchUpgrades(server: FastifyInstance): void {
  server.addHook('onRequest', ({ ws, raw }, reply, done) => {
    if (ws) responses.set(raw, reply.raw);
    done();
  });
}

/**
 * The request has become a WebSocket, and its response is over: the connection would hold on to both, with Fastify's own and all their
 * headers, for as long as it is open.
 */
export function endUpgrade({ raw }: FastifyRequest): void {
  const response = responses.get(raw);
  if (response?.socket !== raw.socket) return;
  response.detachSocket(raw.socket);
  response.emit('close');
}

const DROPPED_UPGRADE = {
  code: ApolloServerErrorCode.BAD_REQUEST,
  message:
    'This is a WebSocket whose Upgrade or Connection header was dropped by a proxy: have it pass on both, ' +
    'or subscribe over server-sent events at /graphql/stream.',
};

/** A hook that says so where a WebSocket arrives as a plain GET. */
export function refuseDroppedUpgrades(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.ws || request.headers['sec-websocket-key'] === undefined) done();
  else sendError(request, reply, 400, DROPPED_UPGRADE);
}

/** Node 26 reads the body of what it hands over itself, and it can't be put back. */
const READS_BODIES_ITSELF = Number.parseInt(process.versions.node, 10) > 24;

/**
 * For `http.createServer`: there a request with a body stays an ordinary one, whatever it wants to upgrade to. Node would lose what comes
 * in the same packet after it; it is the only way to its body. An older Node hands over all of them.
 */
export const ORDINARY_BODIES = READS_BODIES_ITSELF
  ? { shouldUpgradeCallback: ({ headers }: IncomingMessage) => !hasBody(headers) }
  : {};

/**
 * Whether Node 26 drops what came behind a request in the same packet, silently. Its answer ends the connection, which costs
 * its client a new one for the next request: kept, the answer to what came later would be taken for that to what was dropped.
 */
export function losesWhatFollows({ headers }: IncomingMessage): boolean {
  return (
    READS_BODIES_ITSELF &&
    headers.upgrade !== undefined &&
    /\bupgrade\b/i.test(headers.connection ?? '') &&
    hasBody(headers)
  );
}

function hasBody(headers: IncomingMessage['headers']): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
}

/** RFC 6455, section 4.1. */
function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && /^\s*websocket\s*$/i.test(headers.upgrade ?? '');
}

/** Puts the request back before what came after it, without what asked for the upgrade, and has the server read it again. */
function serveWithoutUpgrade(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, httpVersion, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    const kept = withoutUpgrade(name.toLowerCase(), value);
    if (kept !== '') lines.push(`${name}: ${kept}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}

const ABOUT_UPGRADES: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

/** The rest of a header; nothing where it was about the upgrade alone. */
function withoutUpgrade(name: string, value: string): string {
  if (ABOUT_UPGRADES.has(name)) return '';
  if (name !== 'connection') return value;
  const options = value.split(',').map((option) => option.trim());
  return options.filter((option) => !ABOUT_UPGRADES.has(option.toLowerCase())).join(', ');
}
