import { createHash } from 'node:crypto';
import { Cluster, type Redis, ReplyError } from 'ioredis';
import { type RedisKind, type RedisTarget, redisTarget } from '../config/redis-url.js';
import { connectTo, type RedisAccess } from './redis-connect.js';
import { causeOf, isRefusal } from './redis-errors.js';
import { probeAsking, probeRights } from './rights-probe.js';

/** Redis can't be asked now: the caller goes on with what this process knows. */
export class RedisDown extends Error {
  override readonly name = 'RedisDown';
  /** @param mayHaveRun the command was written, so Redis may execute it, even much later */
  constructor(readonly mayHaveRun: boolean) {
    super('Redis could not be asked.');
  }
}

/** Unless REDIS_TIMEOUT_MS says otherwise. */
export const COMMAND_TIMEOUT_MS = 500;
const PROBE_EVERY_MS = 500;
/** A connection on which that many probes in a row failed is given up: soon where sentinels may know another primary. */
const MAX_FAILED_PROBES = { server: 20, sentinel: 3, cluster: 20 };
const MAX_RECONNECT_DELAY_MS = 1000;
/** A listener that connects and cannot subscribe tries again less and less often. */
const MAX_RESUBSCRIBE_DELAY_MS = 30_000;

/** A Lua script: sent once in full, then by its hash. */
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
  /** In front of each key. */
  keyPrefix: string;
  /** Hears each change of state, with the first word of the error that caused it. */
  onChange?: (change: { state: 'up' | 'down'; cause: string | null }) => void;
}

/**
 * The connection to Redis. Each command has a time limit. After one that failed nothing is asked until a probe
 * succeeded, so that a Redis that hangs costs one request half a second, and no other anything. The probe writes: a
 * Redis that answers PING and refuses writes (OOM, READONLY), or one of the commands (NOPERM), stays down instead of flapping.
 */
export class RedisLink {
  readonly client: Redis | Cluster;
  private readonly target: RedisTarget;
  private readonly options: ReturnType<typeof optionsWith>;
  private listeners = 0;
  private up = false;
  private failures = 0;
  private lastCause: string | null = null;
  /** Of this spell of being down. */
  private readonly reportedCauses = new Set<string | null>();
  private readonly healed = new Set<() => void>();
  private readonly probing: NodeJS.Timeout;
  private probe: Promise<void> | null = null;
  private failedProbes = 0;
  private isClosed = false;
  /** A cluster has answered where its nodes are. */
  private knowsNodes = false;

  constructor(private readonly settings: RedisLinkSettings) {
    this.target = redisTarget(settings.url);
    this.options = optionsWith(settings.timeoutMs ?? COMMAND_TIMEOUT_MS);
    this.client = connectTo(this.target, this.options, settings);
    // The message of such an error may hold an address: only its first word is kept.
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

  /** Why Redis is down: the first word of its last error; null while it is up. */
  get cause(): string | null {
    return this.up ? null : this.lastCause;
  }

  /**
   * A connection of its own, for listening, which ends when it is cut. What is published at one node of a cluster is heard at
   * all of them: each new listener goes to the next node.
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
      // The client of a cluster keeps to itself why it reaches none of its nodes.
      if (kind === 'cluster' && !this.up) this.fail(error);
    });
    return listener;
  }

  /** Calls back each time that Redis can be asked again, the first time included. */
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
   * What Redis says of itself, asked of the server that has our keys: of a cluster's nodes each has settings of its own. Not by `run`: a
   * Redis that keeps INFO to itself is up anyway.
   */
  async info(): Promise<string> {
    return String(await evaluate(this.client, INFO, [`${this.settings.keyPrefix}probe`], []));
  }

  /** Waits for the first connection, so that a replica does not begin without what the others know; not for long. */
  async opened(timeoutMs: number): Promise<void> {
    const giveUpAt = performance.now() + timeoutMs;
    while (!this.up && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.probing);
    this.healed.clear();
    this.client.disconnect();
    // One that was asking for its slots goes on for good (findings/ioredis-cluster-goes-on-after-its-end.sh).
    if (this.client instanceof Cluster)
      setTimeout(() => this.client.disconnect(), 3 * this.options.commandTimeout).unref();
  }

  private fail(error: unknown): void {
    const wasUp = this.up;
    const cause = this.causeOf(error);
    // What closes after an error says nothing new. The client of a cluster says of no node more than that: its listener does.
    const saysNothing = cause === 'CLOSED' || (cause === 'NODES' && this.lastCause !== null);
    if (saysNothing && !wasUp && this.target.kind === 'cluster') return;
    if (error !== null || wasUp || cause === 'NODES') this.lastCause = cause;
    this.up = false;
    if (wasUp) this.failures += 1;
    if (this.reportedCauses.has(this.lastCause)) return;
    this.reportedCauses.add(this.lastCause);
    this.settings.onChange?.({ state: 'down', cause: this.lastCause });
  }

  /** A cluster's client that knows the nodes says only "closed" where it reaches none of those that it needs. */
  private causeOf(error: unknown): string {
    const cause = causeOf(error);
    return cause === 'CLOSED' && this.knowsNodes ? 'NODES' : cause;
  }

  private check(): Promise<void> {
    this.probe ??= this.ask()
      .then(() => this.heal())
      .catch((error: unknown) => {
        this.reconnect();
        // While ioredis reconnects, its refusal to queue says less than the error that cut the connection.
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
   * ioredis gives up for good where the sentinels announce a new primary while it asks them for one: it takes that for a disconnect()
   * of ours, and `retryStrategy` is not asked (findings/ioredis-ends-for-good-in-a-failover.sh).
   */
  private reconnect(): void {
    if (this.client.status === 'end' && !this.isClosed) void this.client.connect().catch(() => undefined);
  }

  private async ask(): Promise<void> {
    const { client } = this;
    const { keyPrefix } = this.settings;
    const isDown = !this.up;
    // First: ioredis listens to no answer to the ASKING that it sends before a redirected command.
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
 * A reply that is a list of texts: what stands between may answer in Redis's place.
 * @throws RedisDown
 */
export function asTexts(reply: unknown): string[] {
  if (!Array.isArray(reply)) throw new RedisDown(true);
  return reply;
}

/** Doubles from a tenth of a second. */
export function resubscribeDelayMs(attempts: number): number {
  return Math.min(100 * 2 ** Math.min(attempts, 20), MAX_RESUBSCRIBE_DELAY_MS);
}

const INFO = new Script("return redis.call('INFO', 'memory') .. redis.call('INFO', 'server')");
const PROBE = new Script("return redis.call('SET', KEYS[1], '1', 'PX', 60000)");

const optionsWith = (commandTimeout: number) => ({
  commandTimeout,
  connectTimeout: 2 * commandTimeout,
  // It would name itself, which the user's rights do not cover.
  disableClientInfo: true,
  // The probe writes, which says more than INFO does.
  enableReadyCheck: false,
  // RESP2: what stands between (proxies, older servers) need not know HELLO.
  protocol: 2 as const,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(100 * times, MAX_RECONNECT_DELAY_MS),
  // A demoted primary refuses writes: connect again, which finds the new one.
  reconnectOnError: (error: Error) => (error.message.includes('READONLY') ? (1 as const) : false),
});
