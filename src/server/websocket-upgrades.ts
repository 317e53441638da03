import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';
import type { Pipelining } from './pipelining.js';

/**
 * The WebSocket upgrades of a server, as a separate server that never listens. Node hands over every request with an `Upgrade` header as a
 * bare socket, whatever protocol the request names. curl --http2 and Java's HttpClient ask for HTTP/2 (`h2c`) with an ordinary POST, and
 * may be answered over HTTP/1.1 as if they had not asked (RFC 9110, section 7.8). Each upgrade waits for the answers to earlier requests on
 * its connection.
 */
export function webSocketUpgrades(server: Server, pipelining: Pick<Pipelining, 'afterAnswers'>): Server {
  const upgrades = createServer();
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const socket = stream as Socket;
    // If Node read this request again while an earlier answer is in flight, it would never send the new answer, and the request would stay
    // in flight for long.
    pipelining.afterAnswers(socket, () => {
      if (isWebSocket(request) && upgrades.listenerCount('upgrade') > 0)
        upgrades.emit('upgrade', request, socket, head);
      else serveWithoutUpgrade(server, request, socket, head);
    });
  });
  return upgrades;
}

const responses = new WeakMap<IncomingMessage, ServerResponse>();

/** Records the response of each WebSocket request for `endUpgrade`. */
export function watchUpgrades(server: FastifyInstance): void {
  server.addHook('onRequest', ({ ws, raw }, reply, done) => {
    if (ws) responses.set(raw, reply.raw);
    done();
  });
}

/**
 * Detaches the HTTP response from a connection that has become a WebSocket. Otherwise the connection would keep request, response and their
 * headers, Node's and Fastify's, in memory for as long as it is open.
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

/** A hook that refuses a WebSocket request that arrives as a plain GET, and says why. */
export function refuseDroppedUpgrades(request: FastifyRequest, reply: FastifyReply, done: () => void): void {
  if (request.ws || request.headers['sec-websocket-key'] === undefined) done();
  else sendError(request, reply, 400, DROPPED_UPGRADE);
}

/** Node 26 reads the body itself before it hands over a request, and the body can't be put back. */
const READS_BODIES_ITSELF = Number.parseInt(process.versions.node, 10) > 24;

/**
 * Options for `http.createServer`. In Node 26, a request with a body stays an ordinary request, whatever it wants to upgrade to. This is
 * the only way to read its body, although Node loses requests that follow in the same packet. Older versions of Node hand over all
 * upgrades.
 */
export const ORDINARY_BODIES = READS_BODIES_ITSELF
  ? { shouldUpgradeCallback: ({ headers }: IncomingMessage) => !hasBody(headers) }
  : {};

/**
 * Whether Node 26 silently drops requests that follow in the same packet. The answer to such a request closes the connection, which costs
 * the client a new one. On a kept connection, the client would match a later answer to a dropped request.
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

/** Whether a request asks for a WebSocket (RFC 6455, section 4.1). */
function isWebSocket({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && /^\s*websocket\s*$/i.test(headers.upgrade ?? '');
}

/** Puts the request back in front of the data after it, without the upgrade headers, and lets the server read it again. */
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

/** The rest of a header without its upgrade options; empty if nothing is left. */
function withoutUpgrade(name: string, value: string): string {
  if (ABOUT_UPGRADES.has(name)) return '';
  if (name !== 'connection') return value;
  const options = value.split(',').map((option) => option.trim());
  return options.filter((option) => !ABOUT_UPGRADES.has(option.toLowerCase())).join(', ');
}
