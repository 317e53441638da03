import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { RedisServer } from './redis-server.js';

const MASTER = 'vlens';
/** How long the primary may be silent, where nothing else is said, and how soon the next failover may begin. */
const DOWN_AFTER_MS = 500;
const FAILOVER_TIMEOUT_MS = 2000;
/** Longer than any machine holds up a primary that is there. */
const NEVER_DOWN_MS = 3_600_000;
/** Of a failover, however busy the machine is. */
const GIVE_UP_AFTER_MS = 90_000;
/** Of one who is asked what state it is in: it may hang. */
const STATE_TIMEOUT_MS = 2000;

/** Who may come in; without it everybody. */
export interface SentinelAccess {
  /** `user:password` of a user of Redis, and its rule as an ACL has it. */
  user: string;
  rule: string;
  /** Of the sentinels themselves. */
  sentinelPassword: string;
}

/** What stands before a server: everybody reaches it at this port. */
export interface Way {
  readonly port: number;
  leadTo(port: number): void;
}

/** A primary and its replica, which three real sentinels watch. */
export class RedisSentinels {
  private constructor(
    readonly servers: [RedisServer, RedisServer],
    /** Where the sentinels find them. */
    private readonly ports: [number, number],
    private readonly sentinels: Sentinel[],
    private readonly access: SentinelAccess | null,
  ) {}

  /**
   * @param ways to the two servers, for everybody who asks the sentinels; without them, straight
   * @param downAfterMs how long the primary may be silent
   */
  static async inFolder(
    folder: string,
    access: SentinelAccess | null = null,
    ways: readonly [Way, Way] | null = null,
    downAfterMs = DOWN_AFTER_MS,
  ): Promise<RedisSentinels> {
    const user = access ? ['--user', ...access.rule.split(' ')] : [];
    const started: (() => Promise<void>)[] = [];
    const start = async (at: 0 | 1) => {
      const announced = ways ? ['--replica-announce-port', String(ways[at].port)] : [];
      const server = await RedisServer.inFolder(folder, `redis-${at + 1}.aof`, [...user, ...announced]);
      started.push(() => server.kill());
      ways?.[at].leadTo(server.port);
      return server;
    };
    try {
      const [primary, replica] = [await start(0), await start(1)];
      const ports: [number, number] = [ways?.[0].port ?? primary.port, ways?.[1].port ?? replica.port];
      await replica.follow({ port: ports[0] });
      const sentinels: Sentinel[] = [];
      for (const name of ['1', '2', '3']) {
        const sentinel = await startSentinel(folder, name, `127.0.0.1 ${ports[0]}`, access, downAfterMs);
        started.push(() => ended(sentinel.child));
        sentinels.push(sentinel);
      }
      const all = new RedisSentinels([primary, replica], ports, sentinels, access);
      await all.settled();
      return all;
    } catch (error) {
      // Left behind, they would keep the process that started them from its end.
      await Promise.all(started.map((end) => end()));
      throw error;
    }
  }

  get url(): string {
    const user = this.access ? `${this.access.user}@` : '';
    return `redis+sentinel://${user}${this.sentinels.map(({ port }) => `127.0.0.1:${port}`).join(',')}/${MASTER}`;
  }

  /** The one that the sentinels call the primary. */
  async primary(): Promise<RedisServer> {
    const [, port] = (await this.ask('get-master-addr-by-name')) as [string, string];
    const [first, second] = this.servers;
    return this.ports[0] === Number(port) ? first : second;
  }

  /** As an operator promotes the replica: the primary lives, and is demoted. */
  async failOver(): Promise<void> {
    const before = await this.primary();
    // A replica that was silent for a moment is not promoted.
    await this.until(() =>
      this.ask('failover').then(
        () => true,
        (error: Error) => {
          if (!/NOGOODSLAVE|INPROG/.test(error.message)) throw error;
          return false;
        },
      ),
    );
    // The old one stays writable for some ten seconds yet.
    await this.until(async () => (await this.primary()) !== before);
  }

  /** Kills the primary, waits for the other one to take its place, and starts it again. */
  async killPrimary(): Promise<void> {
    const before = await this.primary();
    await before.kill();
    await this.until(async () => (await this.primary()) !== before);
    await before.start();
  }

  /** From now on the primary stays the primary, however long it is silent. */
  async keepPrimary(): Promise<void> {
    const ofOne = ['set', MASTER, 'down-after-milliseconds', String(NEVER_DOWN_MS)];
    for (const { port } of this.sentinels) {
      const answer = await asked(port, this.access?.sentinelPassword, 'sentinel', ...ofOne);
      if (answer !== 'OK') throw new Error(`A sentinel did not hear it: ${answer}`);
    }
  }

  /** Of the present primary. */
  restartPrimary(): Promise<void> {
    return this.killPrimary();
  }

  /** Every sentinel knows the replica and the other sentinels: only then can it fail over. */
  async settled(): Promise<void> {
    await this.until(async () => {
      const state = (await this.ask('master')) as string[];
      const at = (name: string) => state[state.indexOf(name) + 1];
      return at('num-slaves') === '1' && at('num-other-sentinels') === '2' && at('flags') === 'master';
    });
  }

  /** Who the primary is by each sentinel, and what each server says of itself. */
  async state(): Promise<unknown> {
    const password = this.access?.sentinelPassword;
    const sentinels = this.sentinels.map(async ({ port }) => {
      const about = (await asked(port, password, 'sentinel', 'master', MASTER)) as string[] | string;
      if (typeof about === 'string') return { port, about };
      const at = (name: string) => about[about.indexOf(name) + 1];
      return { port, primary: at('port'), flags: at('flags'), replicas: at('num-slaves') };
    });
    const servers = this.servers.map(async ({ port, isRunning }, at) => {
      const role = await asked(port, undefined, 'role');
      return { port, foundAt: this.ports[at], isRunning, role };
    });
    return { sentinels: await Promise.all(sentinels), servers: await Promise.all(servers) };
  }

  async kill(): Promise<void> {
    await Promise.all([
      ...this.servers.map((server) => server.kill()),
      ...this.sentinels.map(({ child }) => ended(child)),
    ]);
  }

  private async ask(command: string): Promise<unknown> {
    const [{ port } = { port: 0 }] = this.sentinels;
    const password = this.access?.sentinelPassword;
    const client = new Redis({ host: '127.0.0.1', port, ...(password && { password }) });
    try {
      return await client.call('sentinel', command, MASTER);
    } finally {
      client.disconnect();
    }
  }

  private async until(holds: () => Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS;
    while (!(await holds())) {
      if (performance.now() > giveUpAt)
        throw new Error(`The sentinels never came to that: ${JSON.stringify(await this.state())}`);
      await pause(50);
    }
  }
}

/** What it answers, or why it does not. */
async function asked(port: number, password: string | undefined, command: string, ...args: string[]) {
  const client = new Redis({
    ...{ host: '127.0.0.1', port, password, commandTimeout: STATE_TIMEOUT_MS },
    retryStrategy: () => null,
  });
  client.on('error', () => {});
  try {
    return await client.call(command, ...args);
  } catch (error) {
    return String(error);
  } finally {
    client.disconnect();
  }
}

export interface Sentinel {
  port: number;
  child: ChildProcess;
}

/**
 * @param primary its host and port
 * @param more lines of its file
 */
export async function startSentinel(
  folder: string,
  name: string,
  primary: string,
  access: SentinelAccess | null,
  downAfterMs: number,
  more: readonly string[] = [],
): Promise<Sentinel> {
  const port = await freePort();
  const own = join(folder, `sentinel-${name}`);
  await mkdir(own);
  const file = join(own, 'sentinel.conf');
  const lines = [
    ...[`port ${port}`, 'bind 127.0.0.1', `dir ${own}`, ...more, `sentinel monitor ${MASTER} ${primary} 2`],
    `sentinel down-after-milliseconds ${MASTER} ${downAfterMs}`,
    `sentinel failover-timeout ${MASTER} ${FAILOVER_TIMEOUT_MS}`,
    ...(access ? [`requirepass ${access.sentinelPassword}`] : []),
  ];
  await writeFile(file, lines.join('\n'));
  const child = spawn('redis-sentinel', [file], { stdio: ['ignore', 'pipe', 'ignore'] });
  await new Promise<void>((resolve, reject) => {
    let printed = '';
    // None is installed.
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`redis-sentinel ended: ${printed}`)));
    child.stdout.on('data', (text) => {
      printed += text;
      if (printed.includes('+monitor')) resolve();
    });
  });
  return { port, child };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}
