import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Of a head, which alone holds such a line. */
const ID_LINE = /^x-request-id: *([\w-]+)\r$/gim;
const MAX_LINE = 80;
/** As HAProxy says it: nothing was sent to anybody. */
const NOBODY =
  'HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/html\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

/** Gives each new connection to the next of several servers on loopback; to the one after it where that is gone. */
export class RoundRobin {
  private readonly portsById = new Map<string, Set<number>>();
  private readonly sockets = new Set<Socket>();
  private readonly away = new Set<number>();
  private turn = 0;

  private constructor(
    private readonly ports: readonly number[],
    private readonly server: Server,
  ) {
    server.on('connection', (client) => {
      client.on('error', () => undefined);
      this.pass(client, this.ports.length);
    });
  }

  static async before(ports: readonly number[]): Promise<RoundRobin> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new RoundRobin(ports, server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Sends it no new connections, as a cluster does before it stops a process. */
  takeOut(port: number): void {
    this.away.add(port);
  }

  putBack(port: number): void {
    this.away.delete(port);
  }

  /** The servers that have had a request, by the id in its head; none where it was lost before. */
  portsOf(requestId: string): ReadonlySet<number> {
    return this.portsById.get(requestId) ?? new Set();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket, triesLeft: number): void {
    if (triesLeft === 0) {
      this.sockets.add(client);
      client.on('close', () => this.sockets.delete(client));
      // Behind the request: before it nobody waits for an answer.
      client.on('data', () => client.writable && client.end(NOBODY));
      return;
    }
    const port = this.nextPort();
    const upstream = connect(port, '127.0.0.1');
    upstream.once('error', () => {
      if (!client.destroyed) this.pass(client, triesLeft - 1);
    });
    upstream.once('connect', () => {
      upstream.removeAllListeners('error');
      this.noteRequests(client, port);
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.sockets.add(one);
        one
          .on('error', () => undefined)
          .on('close', () => {
            this.sockets.delete(one);
            other.destroy();
          });
        one.pipe(other);
      }
    });
  }

  private noteRequests(client: Socket, port: number): void {
    let end = '';
    client.on('data', (bytes: Buffer) => {
      // An id may come in two pieces.
      const text = end + bytes.toString('latin1');
      end = text.slice(-MAX_LINE);
      for (const [, id = ''] of text.matchAll(ID_LINE)) {
        const ports = this.portsById.get(id) ?? new Set();
        this.portsById.set(id, ports.add(port));
      }
    });
  }

  private nextPort(): number {
    for (let tried = 0; tried < this.ports.length; tried += 1) {
      this.turn = (this.turn + 1) % this.ports.length;
      const port = this.ports[this.turn] as number;
      if (!this.away.has(port)) return port;
    }
    return this.ports[0] as number;
  }
}
