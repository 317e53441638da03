import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { bundledGateway } from './compiled.js';
import { ROOT } from './root.js';
import { testedDialect } from './tested-dialect.js';
import { until } from './until.js';

const MAX_START_MS = 60_000;
/** Runs before what npm starts: the process tells by its own timers how long it has gone on since a signal came. */
const TELL_OF_SIGNALS = `
  const tell = (signal) => {
    const cameAt = performance.now();
    const passed = () => Math.floor(performance.now() - cameAt);
    setInterval(() => process.stderr.write(\`went on for \${passed()} ms after \${signal}\\n\`), 100).unref();
  };
  if (process.argv[1]?.endsWith('start.mjs')) for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, tell);
`;

const tested = testedDialect();
const dialect: Record<string, string> = tested ? { SANDBOX_DIALECT: tested } : {};

/** A gateway as a process of its own. */
export interface GatewayProcess {
  url: string;
  /** Everything that it has printed. */
  printed(): string;
  /** The reader of what it prints goes away. */
  leaveLog(): void;
  /** Resolves when it has ended, by itself too. */
  ended: Promise<unknown>;
  /** Sends a signal to it and all that was started with it, as a terminal does. */
  signalGroup(signal: NodeJS.Signals): void;
  /** Sends a signal to it alone. */
  signal(signal: NodeJS.Signals): void;
  /** Of one that npm has started: resolves when it has gone on for so long, by its own timers, since the signal came. */
  ranOn(signal: NodeJS.Signals, ms: number): Promise<void>;
  /** Sends a signal, and answers the exit code. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null }>;
}

/** The gateway as it is shipped, to be run, stopped and killed. */
export class CompiledGateway {
  private readonly running = new Set<ChildProcess>();
  private constructor(
    private readonly built: string,
    /** For what a test writes. */
    private readonly folder: string,
  ) {}

  static async build(): Promise<CompiledGateway> {
    return new CompiledGateway(bundledGateway(), await mkdtemp(join(tmpdir(), 'gateway-')));
  }

  /** What `node` is started with. */
  get entry(): string {
    return join(this.built, 'gateway/main.js');
  }

  /** The text of one of its files. */
  read(file: string): Promise<string> {
    return readFile(join(this.built, file), 'utf8');
  }

  /**
   * @param preload code that runs in the process before the gateway
   * @param form as it is shipped, in a few files, or file by file
   */
  async start(
    env: Record<string, string>,
    preload = '',
    form: 'src' | 'gateway' = 'gateway',
  ): Promise<GatewayProcess> {
    await writeFile(join(this.folder, 'preload.js'), preload);
    const args = ['--import', join(this.folder, 'preload.js'), join(this.built, form, 'main.js')];
    return this.watched(
      spawn(process.execPath, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { PATH: process.env.PATH, PORT: '0', NODE_ENV: 'production', ...dialect, ...env },
      }),
    );
  }

  /** Starts it by `npm start`, in a process group of its own. */
  async startWithNpm(env: Record<string, string>): Promise<GatewayProcess> {
    const folder = join(this.folder, 'with-npm');
    await mkdir(join(folder, 'scripts'), { recursive: true });
    await mkdir(join(folder, 'dist'), { recursive: true });
    await symlink(join(this.built, 'gateway'), join(folder, 'dist/gateway')).catch(() => undefined);
    for (const script of ['start.mjs', 'stop-with-npm.mjs']) {
      await cp(join(ROOT, 'scripts', script), join(folder, 'scripts', script));
    }
    await writeFile(
      join(folder, 'scripts/build-if-needed.mjs'),
      ['buildIfNeeded', 'buildForProductionIfNeeded']
        .map((name) => `export const ${name} = () => {};\n`)
        .join(''),
    );
    await writeFile(join(folder, 'tell-of-signals.mjs'), TELL_OF_SIGNALS);
    const { scripts } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { start: scripts.start } }));
    return this.watched(
      spawn('npm', ['start'], {
        cwd: folder,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          NODE_OPTIONS: `--import=${join(folder, 'tell-of-signals.mjs')}`,
          npm_config_update_notifier: 'false',
          PORT: '0',
          NODE_ENV: 'production',
          ...dialect,
          ...env,
        },
      }),
    );
  }

  private async watched(child: ChildProcessByStdio<null, Readable, Readable>): Promise<GatewayProcess> {
    this.running.add(child);
    let printed = '';
    child.stdout.on('data', (text) => (printed += text));
    child.stderr.on('data', (text) => (printed += text));
    const ended = once(child, 'exit');
    const giveUpAt = Date.now() + MAX_START_MS;
    // The system chooses its port: one that is guessed may be somebody else's.
    const port = () => /"url":"http:\/\/localhost:(\d+)".*"msg":"listening"/.exec(printed)?.[1];
    const isReady = async () =>
      (await fetch(`http://127.0.0.1:${port()}/health/ready`).catch(() => null))?.ok;
    while (!port() || !(await isReady())) {
      if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error(`It did not start: ${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return {
      url: `http://127.0.0.1:${port()}`,
      printed: () => printed,
      leaveLog: () => void child.stdout.destroy(),
      ended: once(child, 'close'),
      signalGroup: (signal) => void process.kill(-(child.pid ?? 0), signal),
      signal: (signal) => void child.kill(signal),
      ranOn: (signal, ms) =>
        until(() =>
          [...printed.matchAll(/went on for (\d+) ms after (\w+)/g)].some(
            ([, passed, name]) => name === signal && Number(passed) >= ms,
          ),
        ),
      stop: async (signal) => {
        child.kill(signal);
        const [code] = await ended;
        this.running.delete(child);
        return { code };
      },
    };
  }

  async remove(): Promise<void> {
    for (const child of this.running) child.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
