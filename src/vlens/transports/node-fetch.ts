import { type ClientRequest, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import fetch from 'node-fetch';
import { publicLookup } from '../http/public-addresses.js';
import type { HttpRequest, HttpResponse, Transport } from '../http/transport.js';
import { ACCEPTED_CODINGS, codedBody } from './content-coding.js';
import { closeOnSurplus } from './idle-connections.js';
import { IDLE_MS, MAX_CONNECTIONS, MAX_STREAMS, RECENT_MS } from './pool.js';

/** Enough for bursts at a normal rate. Connections beyond this are closed when they become idle. */
const MAX_IDLE_CONNECTIONS = 32;
const POOL = {
  keepAlive: true,
  maxSockets: MAX_CONNECTIONS,
  maxFreeSockets: MAX_IDLE_CONNECTIONS,
  timeout: IDLE_MS,
  scheduling: 'lifo',
} as const;
const RECENT_POOL = { ...POOL, timeout: RECENT_MS } as const;
const STREAMS_POOL = { ...POOL, maxSockets: MAX_STREAMS } as const;

/** node-fetch with its own pools of kept-alive connections. node:http keeps none longer than the server announced. */
export class NodeFetchTransport implements Transport {
  private readonly kept = agentsOf(POOL);
  private readonly recent = agentsOf(RECENT_POOL);
  private readonly streams = agentsOf(STREAMS_POOL);
  private readonly publicHttps = closeOnSurplus(new HttpsAgent({ ...STREAMS_POOL, lookup: publicLookup }));

  async send({
    url,
    mustBePublic,
    isSentOnce,
    isStreamed,
    onSending,
    ...request
  }: HttpRequest): Promise<HttpResponse> {
    const kept = isStreamed ? this.streams : this.kept;
    const agents = isSentOnce ? this.recent : kept;
    const isTls = url.startsWith('https:');
    const pool = isTls && mustBePublic ? this.publicHttps : agents[isTls ? 'https:' : 'http:'];
    const { status, headers, body } = await fetch(url, {
      ...request,
      headers: { 'Accept-Encoding': ACCEPTED_CODINGS, ...request.headers },
      compress: false,
      redirect: 'manual',
      agent: onSending ? reportSending(pool, isTls ? 'secureConnect' : 'connect', onSending) : pool,
    });
    const stream = body instanceof Readable ? body : Readable.from(body ?? []);
    const header = (name: string) => headers.get(name);
    return Object.assign(codedBody(stream, header('content-encoding')), { status, header });
  }

  close(): void {
    const pools = [this.kept, this.recent, this.streams].flatMap((agents) => Object.values(agents));
    for (const agent of [...pools, this.publicHttps]) agent.destroy();
  }
}

function agentsOf(pool: ConstructorParameters<typeof HttpsAgent>[0]) {
  return { 'http:': closeOnSurplus(new HttpAgent(pool)), 'https:': closeOnSurplus(new HttpsAgent(pool)) };
}

/**
 * The agent method that node:http calls, whatever the agent's class. The documented ones (`createConnection`, `reuseSocket`) do not report
 * a request that waited for another's socket.
 */
interface AgentLike {
  addRequest(request: ClientRequest, ...more: unknown[]): void;
}

/**
 * An agent for one request, since node-fetch does not expose its requests. The socket comes from the same pool, and may still have to
 * connect.
 */
function reportSending(
  agent: HttpAgent,
  ready: 'connect' | 'secureConnect',
  onSending: () => void,
): HttpAgent {
  const addRequest: AgentLike['addRequest'] = (request, ...more) => {
    request.once('socket', (socket: Socket) => {
      if (socket.connecting) socket.once(ready, onSending);
      else onSending();
    });
    (agent as HttpAgent & AgentLike).addRequest(request, ...more);
  };
  return Object.create(agent, { addRequest: { value: addRequest } });
}
