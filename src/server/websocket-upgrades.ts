import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sendError } from './http-errors.js';

/**
 * The upgrades to WebSocket of a server, as a server of its own that never listens. Node hands over every request with an
 * `Upgrade` header as a bare socket, whatever it wants to upgrade to; a request for HTTP/2 (`h2c`, as curl --http2 and Java's
 * HttpClient send it with an ordinary POST) may be answered over HTTP/1.1 as if it had not asked (RFC 9110, section 7.8).
 */
export function webSocketUpgrades(server: Server): Server {
  const upgrades = createServer();
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (isWebSocket(request) && upgrades.listenerCount('upgrade') > 0)
      upgrades.emit('upgrade', request, socket, head);
    else serveWithoutUpgrade(server, request, socket as Socket, head);
  });
  return upgrades;
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

/** What is left of a header; nothing where it was about the upgrade alone. */
function withoutUpgrade(name: string, value: string): string {
  if (ABOUT_UPGRADES.has(name)) return '';
  if (name !== 'connection') return value;
  const options = value.split(',').map((option) => option.trim());
  return options.filter((option) => !ABOUT_UPGRADES.has(option.toLowerCase())).join(', ');
}
