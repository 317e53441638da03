import { createHash } from 'node:crypto';
import { Redis } from 'ioredis';

/** Redis can't be asked now: whoever gets this goes on with what this process knows. */
export class RedisDown extends Error {
  override readonly name = 'RedisDown';
  constructor() {
    super('Redis could not be asked.');
  }
}

const COMMAND_TIMEOUT_MS = 500;
const PROBE_EVERY_MS = 500;
const SILENT_SOCKET_MS = 10_000;
const LONGEST_PAUSE_MS = 1000;

/** A Lua script: sent once in full, then by its hash. */
export class Script {
  readonly sha: string;
  constructor(readonly lua: string) {
    this.sha = createHash('sha1').update(lua).digest('hex');
  }
}

/**
 * The connection to Redis. Each command has its time; after one that failed nothing is asked until a probe has been
 * answered, so that a Redis that hangs costs one request half a second, and no other anything.
 */
export class RedisLink {
  readonly client: Redis;
  private up = false;
  private everUp = false;
  private failures = 0;
  private readonly healed = new Set<() => void>();
  private readonly probing: NodeJS.Timeout;
  private probe: Promise<void> | null = null;

  constructor(url: string) {
    this.client = new Redis(url, OPTIONS);
    // ioredis tells of each failed connection here too; the state says it, and an address is nobody's business.
    this.client.on('error', () => {});
    this.client.on('close', () => this.fail());
    this.client.on('ready', () => void this.look());
    this.probing = setInterval(() => void this.look(), PROBE_EVERY_MS).unref();
  }

  get isUp(): boolean {
    return this.up;
  }

  /** How many commands came to nothing, for the metrics. */
  get failureCount(): number {
    return this.failures;
  }

  /** A second connection, for listening. */
  listener(): Redis {
    const listener = this.client.duplicate({ ...OPTIONS, autoResubscribe: true });
    listener.on('error', () => {});
    return listener;
  }

  /** Calls back each time that Redis can be asked again. */
  onHealed(callback: () => void): void {
    this.healed.add(callback);
  }

  /** @throws RedisDown */
  async run<T>(command: (client: Redis) => Promise<T>): Promise<T> {
    if (!this.up) throw new RedisDown();
    try {
      return await command(this.client);
    } catch {
      this.fail();
      throw new RedisDown();
    }
  }

  /** @throws RedisDown */
  script(script: Script, keys: string[], args: (string | number)[]): Promise<unknown> {
    return this.run((client) =>
      client.evalsha(script.sha, keys.length, ...keys, ...args).catch((error: unknown) => {
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return client.eval(script.lua, keys.length, ...keys, ...args);
      }),
    );
  }

  /** Waits for the first connection, so that a replica does not begin without what the others know; not for long. */
  async opened(longestMs: number): Promise<void> {
    const giveUpAt = performance.now() + longestMs;
    while (!this.up && performance.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  close(): void {
    clearInterval(this.probing);
    this.healed.clear();
    this.client.disconnect();
  }

  private fail(): void {
    if (this.up) this.failures += 1;
    this.up = false;
  }

  private look(): Promise<void> {
    this.probe ??= this.client
      .ping()
      .then(() => this.heal())
      .catch(() => this.fail())
      .finally(() => {
        this.probe = null;
      });
    return this.probe;
  }

  private heal(): void {
    if (this.up) return;
    this.up = true;
    if (this.everUp) for (const callback of this.healed) callback();
    this.everUp = true;
  }
}

const OPTIONS = {
  commandTimeout: COMMAND_TIMEOUT_MS,
  connectTimeout: 2 * COMMAND_TIMEOUT_MS,
  socketTimeout: SILENT_SOCKET_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: (times: number) => Math.min(100 * times, LONGEST_PAUSE_MS),
};
