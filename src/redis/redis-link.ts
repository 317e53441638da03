import { createHash } from 'node:crypto';
import { Cluster, type Redis, ReplyError } from 'ioredis';
import { type RedisKind, type RedisTarget, redisTarget } from '../config/redis-url.js';
import { connectTo, type RedisAccess } from './redis-connect.js';
import { causeOf, isRefusal } from './redis-errors.js';
import { probeAsking, probeRights } from './rights-probe.js';

/** Redis is down: the caller continues with what this process knows. */
export class RedisDown extends Error {
  override readonly name = 'RedisDown';
  /** @param mayHaveRun the command was sent, so Redis may execute it, even much later */
  constructor(readonly mayHaveRun: boolean) {
    super('Redis could not be asked.');
  }
}

/** The default of REDIS_TIMEOUT_MS. */
export const COMMAND_TIMEOUT_MS = 500;
const PROBE_EVERY_MS = 500;
/** The client reconnects after this many failed probes in a row. With sentinels the number is low: they may know another primary. */
const MAX_FAILED_PROBES = { server: 20, sentinel: 3, cluster: 20 };
const MAX_RECONNECT_DELAY_MS = 1000;
/** The upper limit of the growing delay after which a listener that connects but can't subscribe tries again. */
const MAX_RESUBSCRIBE_DELAY_MS = 30_000;

/** A Lua script. Redis gets its text once, and later only its hash. */
export class Script {
  readonly sha: string;
  constructor(readonly lua: string) {
    this.sha = createHash('sha1').update(lua).digest('hex');
  }
}

export interface RedisLinkSettings extends RedisAccess {
  url: string;
  /** How long Redis may take to answer. */
  timeoutMs?: number;
  /** The prefix of each key. */
  keyPrefix: string;
  /** Called at each change of state, with the cause: one word of the error. */
  onChange?: (change: { state: 'up' | 'down'; cause: string | null }) => void;
}

/**
 * The connection to Redis. Each command has a time limit. After a failed command, no command is sent until a probe succeeds. So a Redis
 * that hangs delays one request by half a second, and no other request. The probe writes: a Redis that answers PING but refuses writes
 * (OOM, READONLY) or one of the commands (NOPERM) stays down instead of flapping.
 */
export class RedisLink {
  readonly client: Redis | Cluster;
  private readonly target: RedisTarget;
  private readonly options: ReturnType<typeof optionsWith>;
  private listeners = 0;
  private up = false;
  private failures = 0;
  private lastCause: string | null = null;
  /** The causes that were reported since Redis last went down. */
  private readonly reportedCauses = new Set<string | null>();
  private readonly healed = new Set<() => void>();
  private readonly probing: NodeJS.Timeout;
  private probe: Promise<void> | null = null;
  private failedProbes = 0;
  private isClosed = false;
  /** Whether a cluster has answered with the addresses of its nodes. */
  private knowsNodes = false;

  constructor(private readonly settings: RedisLinkSettings) {
    this.target = redisTarget(settings.url);
    this.options = optionsWith(settings.timeoutMs ?? COMMAND_TIMEOUT_MS);
    this.client = connectTo(this.target, this.options, settings);
    // The error's message may contain an address, so only the cause is kept, as one word.
    this.client.on('error', (error) => this.fail(error));
    this.client.on('close', () => this.fail(null));
    this.client.on('ready', () => {
      this.knowsNodes = this.target.kind === 'cluster';
      void this.check();
    });
    this.probing = setInterval(() => void this.check(), PROBE_EVERY_MS).unref();
  }

  get isUp(): boolean {
    return this.up;
  }

  /** How often Redis went down, for the metrics. */
  get failureCount(): number {
    return this.failures;
  }

  /** Why Redis is down: the cause of the last error, as one word. Null while Redis is up. */
  get cause(): string | null {
    return this.up ? null : this.lastCause;
  }

  /**
   * Opens a separate connection for a subscriber. It does not reconnect by itself. A cluster delivers a published message at all of its
   * nodes, so each new listener connects to the next node.
   */
  listener(): Redis {
    const { kind, hosts } = this.target;
    const nodes =
      this.client instanceof Cluster ? this.client.nodes('all').map(({ options }) => options) : [];
    const all = nodes.length > 0 ? nodes : hosts;
    const { host = '', port = 0 } = all[this.listeners++ % all.length] ?? {};
    const target: RedisTarget =
      kind === 'cluster' ? { ...this.target, kind: 'server', hosts: [{ host, port }] } : this.target;
    const listener = connectTo(
      target,
      { ...this.options, retryStrategy: () => null },
      this.settings,
    ) as Redis;
    listener.on('error', (error) => {
      // The cluster client does not report why it can't reach its nodes.
      if (kind === 'cluster' && !this.up) this.fail(error);
    });
    return listener;
  }

  /** Calls back each time Redis comes up, including the first time. */
  onHealed(callback: () => void): void {
    this.healed.add(callback);
  }

  /** @throws RedisDown */
  async run<T>(command: (client: Redis | Cluster) => Promise<T>): Promise<T> {
    if (!this.up) throw new RedisDown(false);
    try {
      return await command(this.client);
    } catch (error) {
      this.fail(error);
      throw new RedisDown(!(error instanceof ReplyError && isRefusal(error)));
    }
  }

  /** @throws RedisDown */
  script(script: Script, keys: string[], args: (string | number)[]): Promise<unknown> {
    return this.run((client) => evaluate(client, script, keys, args));
  }

  get kind(): RedisKind {
    return this.target.kind;
  }

  /**
   * Reads INFO from the server that has our keys, since each node of a cluster has its own settings. It does not use `run`, because a Redis
   * that refuses INFO still counts as up.
   */
  async info(): Promise<string> {
    return String(await evaluate(this.client, INFO, [`${this.settings.keyPrefix}probe`], []));
  }

  /** Waits for the first connection, at most `timeoutMs`, so that a replica does not start without the state that the others share. */
  async opened(timeoutMs: number): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs;
    while (!this.up && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.probing);
    this.healed.clear();
    this.client.disconnect();
    // A cluster client that is just refreshing its slots keeps running after a disconnect
    // (findings/ioredis-cluster-goes-on-after-its-end.sh), so disconnect it again.
    if (this.client instanceof Cluster)
      setTimeout(() => this.client.disconnect(), 3 * this.options.commandTimeout).unref();
  }

  private fail(error: unknown): void {
    const wasUp = this.up;
    const cause = this.causeOf(error);
    // A close after an error adds no information. A cluster client reports nothing else about its nodes; its listener does.
    const saysNothing = cause === 'CLOSED' || (cause === 'NODES' && this.lastCause !== null);
    if (saysNothing && !wasUp && this.target.kind === 'cluster') return;
    if (error !== null || wasUp || cause === 'NODES') this.lastCause = cause;
    this.up = false;
    if (wasUp) this.failures += 1;
    if (this.reportedCauses.has(this.lastCause)) return;
    this.reportedCauses.add(this.lastCause);
    this.settings.onChange?.({ state: 'down', cause: this.lastCause });
  }

  /** A cluster client that knows its nodes reports only "closed" when it can't reach the nodes that it needs. */
  private causeOf(error: unknown): string {
    const cause = causeOf(error);
    return cause === 'CLOSED' && this.knowsNodes ? 'NODES' : cause;
  }

  private check(): Promise<void> {
    this.probe ??= this.ask()
      .then(() => this.heal())
      .catch((error: unknown) => {
        this.reconnect();
        // While ioredis reconnects, it refuses to queue the probe. That says less than the error that cut the connection.
        if (this.client.status !== 'ready') return;
        this.fail(error);
        this.failedProbes += 1;
        if (this.failedProbes % MAX_FAILED_PROBES[this.target.kind] === 0) this.client.disconnect(true);
      })
      .finally(() => {
        this.probe = null;
      });
    return this.probe;
  }

  /**
   * ioredis gives up for good if the sentinels announce a new primary while it asks them for one. It then behaves as after our own
   * disconnect() and does not call `retryStrategy` (findings/ioredis-ends-for-good-in-a-failover.sh).
   */
  private reconnect(): void {
    if (this.client.status === 'end' && !this.isClosed) void this.client.connect().catch(() => undefined);
  }

  private async ask(): Promise<void> {
    const { client } = this;
    const { keyPrefix } = this.settings;
    const isDown = !this.up;
    // This comes first: ioredis sends ASKING before a redirected command, but ignores the answer.
    if (isDown && client instanceof Cluster) await probeAsking(client);
    await Promise.all([
      evaluate(client, PROBE, [`${keyPrefix}probe`], []),
      isDown ? probeRights(client, keyPrefix, this.target.access.db) : null,
    ]);
  }

  private heal(): void {
    this.failedProbes = 0;
    if (this.up) return;
    this.up = true;
    this.lastCause = null;
    this.reportedCauses.clear();
    this.settings.onChange?.({ state: 'up', cause: null });
    for (const callback of this.healed) callback();
  }
}

function evaluate(
  client: Redis | Cluster,
  script: Script,
  keys: string[],
  args: (string | number)[],
): Promise<unknown> {
  return client.evalsha(script.sha, keys.length, ...keys, ...args).catch((error: unknown) => {
    if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
    return client.eval(script.lua, keys.length, ...keys, ...args);
  });
}

/**
 * Returns a reply that must be a list of strings. A proxy may answer in Redis's place with something else.
 * @throws RedisDown if the reply is no list
 */
export function asTexts(reply: unknown): string[] {
  if (!Array.isArray(reply)) throw new RedisDown(true);
  return reply;
}

/** Starts at a tenth of a second and doubles with each attempt. */
export function resubscribeDelayMs(attempts: number): number {
  return Math.min(100 * 2 ** Math.min(attempts, 20), MAX_RESUBSCRIBE_DELAY_MS);
}

const INFO = new Script("return redis.call('INFO', 'memory') .. redis.call('INFO', 'server')");
const PROBE = new Script("return redis.call('SET', KEYS[1], '1', 'PX', 60000)");

const optionsWith = (commandTimeout: number) => ({
  commandTimeout,
  connectTimeout: 2 * commandTimeout,
  // ioredis would send CLIENT SETINFO, which is not among the rights in docs/how-to/redis.md.
  disableClientInfo: true,
  // The probe writes, which tests more than INFO.
  enableReadyCheck: false,
  // RESP2: proxies and older servers may not know HELLO.
  protocol: 2 as const,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(100 * times, MAX_RECONNECT_DELAY_MS),
  // A demoted primary refuses writes. Reconnecting finds the new primary.
  reconnectOnError: (error: Error) => (error.message.includes('READONLY') ? (1 as const) : false),
});
