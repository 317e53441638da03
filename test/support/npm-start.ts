import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { ROOT } from './root.js';

const MAX_START_MS = 100_000;

/** `npm start` in this repository, as a developer types it: built where it has to be, with its sandbox, on ports that the system chooses. */
export class NpmStart {
  private constructor(
    readonly url: string,
    readonly sandboxUrl: string,
    private readonly npm: ChildProcess,
  ) {}

  /** @param settings beside those that keep it apart from another that runs, and from what one caller may spend */
  static async ready(settings: Record<string, string>): Promise<NpmStart> {
    const npm = spawn('npm', ['start'], {
      cwd: ROOT,
      // A process group of its own: npm, its shell and the gateway end together.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: tmpdir(),
        npm_config_update_notifier: 'false',
        PORT: '0',
        SANDBOX_PORT: '0',
        SANDBOX_DATABASE_URL: 'memory:',
        STATE_FOLDER: 'memory:',
        CACHE_MAX_AGE_MS: '0',
        UPSTREAM_RATE_PER_SECOND: '0',
        UPSTREAM_RATE_PER_MINUTE: '0',
        ...settings,
      },
    });
    let printed = '';
    const listening = () => /"url":"([^"]+)".*"upstream":"([^"]+)".*"msg":"listening"/.exec(printed);
    const ready = new Promise<void>((resolve, reject) => {
      const read = (text: Buffer) => {
        printed += text;
        if (listening()) resolve();
      };
      npm.stdout.on('data', read);
      npm.stderr.on('data', read);
      const giveUp = () => reject(new Error(`It did not start: ${printed}`));
      npm.once('exit', giveUp);
      setTimeout(giveUp, MAX_START_MS).unref();
    });
    try {
      await ready;
    } catch (error) {
      end(npm);
      throw error;
    }
    const [, url = '', sandboxUrl = ''] = listening() ?? [];
    return new NpmStart(url, sandboxUrl, npm);
  }

  async stop(): Promise<void> {
    const closed = once(this.npm, 'close');
    end(this.npm);
    await closed;
  }
}

function end(npm: ChildProcess) {
  if (npm.exitCode === null && npm.pid) process.kill(-npm.pid, 'SIGTERM');
}
