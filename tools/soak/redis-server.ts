import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';

/** A real Redis of one's own on loopback. */
export class RedisServer {
  private child: ChildProcess | null = null;
  protected constructor(
    readonly port: number,
    private readonly folder: string | null,
    private readonly file = 'appendonly.aof',
    private readonly more: readonly string[] = [],
  ) {}

  /**
   * @param folder where it keeps its data over a restart; null: it keeps nothing
   * @param more settings, as the command line takes them
   */
  static async inFolder(
    folder: string | null,
    file?: string,
    more?: readonly string[],
  ): Promise<RedisServer> {
    const redis = new RedisServer(await freePort(), folder, file, more);
    await redis.start();
    return redis;
  }

  get isRunning(): boolean {
    return this.child !== null;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Where a server without persistence would write a snapshot on SAVE. */
  get snapshot(): string {
    return join(tmpdir(), `redis-${this.port}.rdb`);
  }

  async start(): Promise<void> {
    const kept =
      this.folder === null
        ? ['--appendonly', 'no', '--dir', tmpdir(), '--dbfilename', basename(this.snapshot)]
        : [
            ...['--appendonly', 'yes', '--dir', this.folder, '--appendfilename', this.file],
            ...['--appenddirname', `${this.file}.d`, '--dbfilename', `${this.file}.rdb`],
          ];
    // A replica gets its data at once: by itself Redis waits 5 s for more replicas to come.
    const soon = ['--repl-diskless-sync-delay', '0'];
    const own = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', ''];
    const args = [...own, ...soon, ...kept, ...this.more];
    const child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.child = child;
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      // None is installed.
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`redis-server ended: ${printed}`)));
      child.stdout.on('data', (text) => {
        printed += text;
        if (printed.includes('Ready to accept connections')) resolve();
      });
    });
  }

  /** Becomes the other's replica, and has all of its data when this resolves. */
  async follow({ port }: { port: number }): Promise<void> {
    await this.command('replicaof', '127.0.0.1', String(port));
    while (!(await this.command('info', 'replication')).includes('master_link_status:up')) await pause(50);
  }

  /** Follows nobody any more. */
  async promote(): Promise<void> {
    await this.command('replicaof', 'no', 'one');
  }

  async command(name: string, ...args: string[]): Promise<string> {
    const client = new Redis(this.url);
    try {
      return String(await client.call(name, ...args));
    } finally {
      client.disconnect();
    }
  }

  /** SIGSTOP and SIGCONT make it hang and go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.child?.kill(signal);
  }

  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}
