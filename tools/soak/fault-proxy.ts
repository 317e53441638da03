import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { ConnectionWatch, SendLog } from './send-log.js';

/** What the proxy does to the connections that come from now on. */
export type Fault =
  | 'none'
  /** The connection is reset before anything of the request is read. */
  | 'reset at once'
  /** The whole request reaches the upstream; then the connection is reset before anything of the answer comes back. */
  | 'reset after the request'
  /** The answer is cut after so many bytes. */
  | { cutAfterBytes: number }
  /** The answer stops after so many bytes, and the connection stays. */
  | { stallAfterBytes: number }
  /** Instead of the upstream, this is answered, as it is. */
  | { raw: string | Buffer }
  /** As `raw`, with this after it for as long as the client reads. */
  | { endless: string; head: string };

/** A TCP proxy on loopback between the gateway and its upstream, which injects the faults that a test sets. */
export class FaultProxy {
  fault: Fault = 'none';
  /** How much later answers come, also over the connections that there are. */
  answerDelayMs = 0;
  /** How many answers of 429 passed. */
  tooMany = 0;
  /** What the gateway sent, also where a fault kept it from the upstream; null where nobody counts it. */
  sendLog: SendLog | null = null;
  /** How many connections came. */
  connections = 0;
  private readonly sockets = new Set<Socket>();
  private server: Server;

  private constructor(
    private readonly upstreamPort: number,
    readonly port: number,
    server: Server,
  ) {
    this.server = server;
    server.on('connection', (client) => this.accept(client));
  }

  static async start(upstreamUrl: string): Promise<FaultProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FaultProxy(Number(new URL(upstreamUrl).port), (server.address() as AddressInfo).port, server);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many connections there are now, on either side. */
  get open(): number {
    return this.sockets.size;
  }

  /** From now on nobody listens at its address. */
  async stopListening(): Promise<void> {
    this.cutAll();
    this.server.close();
    await once(this.server, 'close');
  }

  async listenAgain(): Promise<void> {
    this.server = createServer((client) => this.accept(client)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  /** Ends every connection there is, so that the next call comes over a new one. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  async close(): Promise<void> {
    this.cutAll();
    if (this.server.listening) await this.stopListening();
  }

  private accept(client: Socket): void {
    this.connections += 1;
    this.sockets.add(client);
    client.on('close', () => this.sockets.delete(client)).on('error', () => undefined);
    const { fault } = this;
    const watch = this.sendLog?.watchConnection();
    if (watch && fault !== 'reset at once') client.on('data', (bytes) => watch.sent(bytes));
    if (fault === 'reset at once') client.resetAndDestroy();
    else if (typeof fault === 'object' && 'raw' in fault) client.once('data', () => client.end(fault.raw));
    else if (typeof fault === 'object' && 'endless' in fault) void this.pour(client, fault);
    else this.pass(client, fault, watch);
  }

  private pass(client: Socket, fault: Fault, watch: ConnectionWatch | undefined): void {
    const upstream = connect(this.upstreamPort, '127.0.0.1');
    this.sockets.add(upstream);
    upstream
      .on('error', () => undefined)
      .on('close', () => {
        this.sockets.delete(upstream);
        client.destroy();
      });
    client.on('close', () => upstream.destroy());
    client.on('data', (bytes) => upstream.write(bytes));
    let passed = 0;
    let passedAt = 0;
    upstream.on('data', (bytes) => {
      if (bytes.toString('latin1', 0, 13) === 'HTTP/1.1 429 ') this.tooMany += 1;
      if (fault === 'reset after the request') {
        watch?.answered(bytes, 0);
        return client.resetAndDestroy();
      }
      const allowed = allowedBytes(fault);
      const part = bytes.subarray(0, Math.max(0, allowed - passed));
      passed += part.length;
      const passOn = () => {
        watch?.answered(bytes, client.destroyed ? 0 : part.length);
        if (part.length > 0) client.write(part);
      };
      passedAt = Math.max(passedAt, Date.now() + this.answerDelayMs);
      if (passedAt > Date.now()) return void setTimeout(passOn, passedAt - Date.now());
      passOn();
      if (passed >= allowed && typeof fault === 'object' && 'cutAfterBytes' in fault) client.destroySoon();
    });
  }

  private async pour(client: Socket, { head, endless }: { head: string; endless: string }): Promise<void> {
    await once(client, 'data');
    client.write(head);
    while (!client.destroyed) {
      // The client may reset the connection, which is how this is meant to end.
      if (!client.write(endless)) {
        await Promise.race([once(client, 'drain'), once(client, 'close')]).catch(() => undefined);
      }
      await delay(1);
    }
  }
}

function allowedBytes(fault: Fault): number {
  if (typeof fault === 'string') return Number.POSITIVE_INFINITY;
  if ('cutAfterBytes' in fault) return fault.cutAfterBytes;
  return 'stallAfterBytes' in fault ? fault.stallAfterBytes : Number.POSITIVE_INFINITY;
}
