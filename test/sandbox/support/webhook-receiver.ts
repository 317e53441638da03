import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** An HTTP status, or what becomes of the connection instead. */
export type Response = number | 'cut' | 'stall';

export interface Payload {
  Id: string;
  WebhookEvent: string;
  Attempt: number;
  Data: { Id: string; NewStatus: string };
  CreationTimeUtc: string;
}

/** A webhook as it came. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  raw: string;
  payload: Payload;
}

const MAX_WAIT_MS = 90_000;

/** Somebody who is told: remembers all that comes, and answers as a test says. */
export class WebhookReceiver {
  readonly received: Received[] = [];
  /** What is answered to a webhook; 200 where nothing is said. */
  respond: (webhook: Received) => Response = () => 200;
  private constructor(private readonly server: Server) {}

  /** @param port that of a receiver before, which is back. */
  static async start(port = 0): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => receiver.receive(request, response));
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/vlens-webhooks`;
  }

  /** What was told, shortly: `<status> <attempt>`. */
  get told(): string[] {
    return this.received.map(({ payload }) => `${payload.Data.NewStatus} ${payload.Attempt}`);
  }

  /** Once there are this many. */
  async atLeast(count: number): Promise<Received[]> {
    const end = Date.now() + MAX_WAIT_MS;
    while (this.received.length < count) {
      if (Date.now() > end) throw new Error(`There were ${this.received.length} webhooks, not ${count}.`);
      await wait(5);
    }
    return this.received;
  }

  async close(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const raw = Buffer.concat(await request.toArray()).toString();
    const { method = '', url: path = '', headers } = request;
    const webhook = { method, path, headers, raw, payload: JSON.parse(raw) as Payload };
    this.received.push(webhook);
    const answer = this.respond(webhook);
    if (answer === 'cut') request.socket.resetAndDestroy();
    else if (answer !== 'stall') response.writeHead(answer, { location: '/elsewhere' }).end('thanks');
  }
}
