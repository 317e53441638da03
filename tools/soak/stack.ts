import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Copy } from './audit-log.js';
import { FaultProxy } from './fault-proxy.js';
import { freePort } from './free-port.js';
import { HaproxyBalancer } from './haproxy-balancer.js';
import { answers, end, idle, memoryOf, type Part, run } from './part.js';
import { Periods } from './periods.js';
import { RedisPair } from './redis-pair.js';
import { RedisSentinels } from './redis-sentinels.js';
import { RoundRobin } from './round-robin.js';
import { clientIdOf, SendLog } from './send-log.js';

const MAIN = fileURLToPath(new URL('../../src/start.js', import.meta.url));
const SANDBOX = fileURLToPath(new URL('../../sandbox/src/main.js', import.meta.url));
/** A step that takes longer is answered as unknown when its gateway is stopped. */
const SHUTDOWN_TIMEOUT_MS = 500;
export const UPSTREAM_TIMEOUT_MS = 1500;
/**
 * Longer than a sandbox takes that a hundred customers ask at once, on a machine that does much else: then no step is of unknown
 * outcome because Vlens was slow, and each that is has another reason.
 */
export const PATIENT_TIMEOUT_MS = 60_000;
/** So long after its timeout a process has ended, with a little for the machine. */
const MAX_STOP_MS = 7000;
/** By then a balancer has found gateways that are ready. */
const MAX_FOUND_MS = 30_000;

export const API_KEY = 'sandbox-api-key';
const STATE_SECRET = 'what the replicas of a soak encrypt with';

interface Gateway extends Part {
  port: number;
  /** When it was killed, until another process was in its place. */
  kills: Periods;
}

/** How many gateways there are, and the tenant's quota; 0 for none. */
export interface Size {
  replicas: number;
  perSecond: number;
  perMinute: number;
  /** A real HAProxy before the gateways, in place of our own balancer, which the soak informs. */
  isBehindHaproxy: boolean;
  /** Real sentinels watch the Redis. */
  hasSentinels: boolean;
  /** Vlens may take long, and a gateway that stops sees every step to its end. */
  isPatient: boolean;
}

/** What the gateways stand behind. */
interface Balancer {
  readonly url: string;
  /** The gateways that it gave a request to, by their ports; absent where it does not say. */
  portsOf?(requestId: string): ReadonlySet<number>;
  takeOut(port: number): void;
  putBack(port: number): void;
  close(): Promise<void>;
}

/** What the gateways share. */
export interface SharedRedis {
  readonly url: string;
  /** Kills the primary, which comes back. */
  restartPrimary(pauseMs: number): Promise<void>;
  /** Has the replica take its place. */
  failOver(lagMs: number): Promise<void>;
  kill(): Promise<void>;
}

/**
 * The sandbox, a fault proxy and the gateway, as three real parts whose processes can be killed. Several gateways share a
 * Redis, and their clients come to each in turn.
 */
export class Stack {
  private readonly sandbox: Part = idle();
  /** Everything that the gateways' processes have printed. */
  printed = '';
  readonly sendLog = new SendLog();
  /** Gateways that ended without being stopped, and stops that were not clean. */
  readonly unordered: string[] = [];
  /** When gateways were asked to stop, had ended and were ready again. */
  private readonly turns: { at: number; what: string }[] = [];
  /** Once all are started. */
  proxy!: FaultProxy;
  private turn = 0;

  private constructor(
    private readonly folder: string,
    private readonly size: Size,
    private readonly sandboxPort: number,
    private readonly gateways: readonly Gateway[],
    private readonly balancer: Balancer,
    readonly redis: SharedRedis | null,
  ) {}

  static async start(folder: string, size: Size): Promise<Stack> {
    const gateways: Gateway[] = [];
    while (gateways.length < size.replicas)
      gateways.push({ ...idle(), port: await freePort(), kills: new Periods() });
    const ports = gateways.map(({ port }) => port);
    const balancer = size.isBehindHaproxy
      ? await HaproxyBalancer.before(ports, folder, size.isPatient ? 3 * PATIENT_TIMEOUT_MS : 60_000)
      : await RoundRobin.before(ports);
    const Shared = size.hasSentinels ? RedisSentinels : RedisPair;
    const shared: Promise<SharedRedis | null> =
      size.replicas > 1 ? Shared.inFolder(folder) : Promise.resolve(null);
    const redis = await shared.catch(async (error: unknown) => {
      await balancer.close();
      throw error;
    });
    const stack = new Stack(folder, size, await freePort(), gateways, balancer, redis);
    // What has started would go on without it, and hold its ports.
    await stack.startAll().catch(async (error: unknown) => {
      await stack.close();
      throw error;
    });
    return stack;
  }

  private async startAll(): Promise<void> {
    await this.startSandbox();
    this.proxy = await FaultProxy.start(this.sandboxUrl);
    this.proxy.sendLog = this.sendLog;
    await Promise.all(this.gateways.map((gateway) => this.startGateway(gateway)));
    // HAProxy has seen that they were not there yet.
    const giveUpAt = Date.now() + MAX_FOUND_MS;
    while ((await fetch(`${this.gatewayUrl}/graphql`)).status === 503) {
      if (Date.now() > giveUpAt) throw new Error('The balancer finds no gateway, though all are ready.');
      await pause(100);
    }
  }

  get gatewayUrl(): string {
    return this.balancer.url;
  }

  get sandboxUrl(): string {
    return `http://127.0.0.1:${this.sandboxPort}`;
  }

  /** The memory of each running gateway in MB, by a name that another process of the same gateway does not have. */
  gatewaysMemory(): Map<string, number> {
    return new Map(
      this.gateways.flatMap(({ process: child, port, generation }) => {
        const megabytes = memoryOf(child?.pid);
        return megabytes === null ? [] : [[`${port}.${generation}`, megabytes]];
      }),
    );
  }

  /** What happened to gateways within some seconds of that time. */
  readonly gatewaysAt = (time: number): string => {
    const near = this.turns.filter(({ at }) => Math.abs(at - time) < 5000);
    return (
      near.map(({ at, what }) => `${what} ${at - time} ms later`).join(', ') || 'while no gateway changed'
    );
  };

  /** How often gateways have logged each operation that came over a WebSocket, by the request id of its connection. */
  operationsOverWebSocket(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const line of this.printed.split('\n')) {
      const [, id] = /^(?=.*"transport":"websocket").*"requestId":"([^".]+)\.\d+"/.exec(line) ?? [];
      if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  }

  async killGateway(): Promise<void> {
    const gateway = this.nextGateway();
    await gateway.kills.during(async () => {
      await end(gateway, 'SIGKILL');
      await this.startGateway(gateway);
    });
  }

  /** Whether a gateway that has had this request was killed meanwhile; any, where nobody knows which: it died with its connection. */
  readonly isKilled = ({ requestId, from, to }: Pick<Copy, 'requestId' | 'from' | 'to'>): boolean => {
    const ports = this.balancer.portsOf?.(requestId) ?? new Set();
    const asked = this.gateways.filter(({ port }) => ports.size === 0 || ports.has(port));
    return asked.some(({ kills }) => kills.overlap(from, to));
  };

  async killSandbox(): Promise<void> {
    await end(this.sandbox, 'SIGKILL');
    await this.startSandbox();
  }

  /** As a deploy does it: the gateway that has this request, or the next in turn; answers whether it had it. */
  async replaceGateway(requestId?: string): Promise<boolean> {
    const asked = requestId === undefined ? undefined : this.gatewayWith(requestId);
    const gateway = asked ?? this.nextGateway();
    this.balancer.takeOut(gateway.port);
    const startedAt = Date.now();
    this.note(gateway, 'told to stop');
    const code = await end(gateway, 'SIGTERM');
    this.note(gateway, 'ended');
    const ms = Date.now() - startedAt;
    if (code !== 0 || ms > this.shutdownTimeoutMs + MAX_STOP_MS)
      this.unordered.push(`SIGTERM: exit code ${code} after ${ms} ms`);
    await this.startGateway(gateway);
    this.note(gateway, 'ready');
    this.balancer.putBack(gateway.port);
    return asked !== undefined;
  }

  async close(): Promise<void> {
    await Promise.all([...this.gateways, this.sandbox].map((part) => end(part, 'SIGTERM')));
    // There is no proxy yet where the sandbox did not start.
    await Promise.all([this.balancer.close(), this.proxy?.close(), this.redis?.kill()]);
  }

  private note(gateway: Gateway, what: string): void {
    this.turns.push({ at: Date.now(), what: `gateway ${this.gateways.indexOf(gateway)} ${what}` });
  }

  private get shutdownTimeoutMs(): number {
    return this.size.isPatient ? PATIENT_TIMEOUT_MS : SHUTDOWN_TIMEOUT_MS;
  }

  /** Undefined where nobody knows. */
  private gatewayWith(requestId: string): Gateway | undefined {
    if (this.gateways.length === 1) return this.gateways[0];
    // The last that it came to, where it was sent again.
    const port = [...(this.balancer.portsOf?.(clientIdOf(requestId)) ?? [])].at(-1);
    return this.gateways.find((gateway) => gateway.port === port);
  }

  private nextGateway(): Gateway {
    this.turn = (this.turn + 1) % this.gateways.length;
    return this.gateways[this.turn] as Gateway;
  }

  private async startSandbox(): Promise<void> {
    const env = {
      SANDBOX_PORT: `${this.sandboxPort}`,
      SANDBOX_DATABASE_URL: `file:${this.folder}/sandbox.db`,
    };
    run(this.sandbox, SANDBOX, env, () => {});
    await answers(`${this.sandboxUrl}/sandbox/clock`);
  }

  private async startGateway(gateway: Gateway): Promise<void> {
    const { replicas, perSecond, perMinute, isPatient } = this.size;
    const env = {
      NODE_ENV: 'production',
      PORT: `${gateway.port}`,
      VLENS_API_URL: this.proxy.url,
      VLENS_API_KEY: API_KEY,
      UPSTREAM_TIMEOUT_MS: `${isPatient ? PATIENT_TIMEOUT_MS : UPSTREAM_TIMEOUT_MS}`,
      SHUTDOWN_TIMEOUT_MS: `${this.shutdownTimeoutMs}`,
      UPSTREAM_RATE_PER_SECOND: `${perSecond}`,
      UPSTREAM_RATE_PER_MINUTE: `${perMinute}`,
      MAX_FAILED_ATTEMPTS_PER_IP: '0',
      ...(this.redis
        ? { REDIS_URL: this.redis.url, STATE_SECRET, MAX_REPLICAS: `${replicas}` }
        : { STATE_FOLDER: join(this.folder, `state-${gateway.port}`) }),
    };
    const child = run(gateway, MAIN, env, (text) => {
      this.printed += text;
    });
    child.once('exit', (code, signal) => {
      if (!gateway.isEnding) this.unordered.push(`a gateway ended by itself: ${code ?? signal}`);
    });
    await answers(`http://127.0.0.1:${gateway.port}/health/ready`);
  }
}
