import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server on loopback which a test can freeze, as a network does that was cut: nothing arrives, and nothing ends. */
export class Relay {
  private readonly pairs = new Set<readonly [Socket, Socket]>();
  private isFrozen = false;
  private target = 0;

  private constructor(private readonly server: Server) {
    server.on('connection', (client) => this.join(client, connect(this.target, '127.0.0.1')));
  }

  static async start(): Promise<Relay> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Relay(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** From now on leads to this port; what was open is cut. */
  leadTo(port: number): void {
    this.target = port;
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  freeze(): void {
    this.isFrozen = true;
    for (const pair of this.pairs) for (const socket of pair) socket.pause();
  }

  thaw(): void {
    this.isFrozen = false;
    for (const pair of this.pairs) {
      // The end of one that came meanwhile.
      for (const socket of pair) if (socket.destroyed) for (const each of pair) each.destroy();
      for (const socket of pair) socket.resume();
    }
  }

  close(): void {
    this.server.close();
    for (const pair of this.pairs) for (const socket of pair) socket.destroy();
  }

  private join(client: Socket, server: Socket): void {
    const pair = [client, server] as const;
    this.pairs.add(pair);
    for (const [from, to] of [pair, [server, client]] as const) {
      from.on('data', (bytes) => to.write(bytes));
      from.on('error', () => {});
      from.on('close', () => {
        if (this.isFrozen) return;
        to.destroy();
        this.pairs.delete(pair);
      });
      if (this.isFrozen) from.pause();
    }
  }
}
