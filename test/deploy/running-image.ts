import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Image } from './image-steps.js';

const MAX_START_MS = 90_000;
export const isRoot = process.getuid?.() === 0;

/** What an image's command has become: a process that sees its own environment and nothing of the test's. */
export class RunningImage {
  private printed = '';
  private readonly ended: Promise<[number | null]>;
  private constructor(
    private readonly image: Image,
    private readonly env: Record<string, string>,
    private readonly child: ChildProcess,
  ) {
    this.ended = once(child, 'exit') as Promise<[number | null]>;
    child.stdout?.on('data', (text) => (this.printed += text));
    child.stderr?.on('data', (text) => (this.printed += text));
  }

  /** Starts it, and waits for what its health check says. */
  static async start(image: Image, given: Record<string, string>, as = userOf(image)): Promise<RunningImage> {
    const running = RunningImage.spawn(image, given, as);
    const giveUpAt = Date.now() + MAX_START_MS;
    while (!(await running.isHealthy())) {
      if (running.child.exitCode !== null || Date.now() > giveUpAt) {
        running.child.kill('SIGKILL');
        throw new Error(`It did not become healthy: ${running.printed}`);
      }
    }
    return running;
  }

  /** Starts what is expected to end by itself. */
  static async end(
    image: Image,
    given: Record<string, string>,
  ): Promise<{ code: number | null; text: string }> {
    const running = RunningImage.spawn(image, given, userOf(image));
    const [code] = await running.ended;
    return { code, text: running.printed };
  }

  private static spawn(image: Image, given: Record<string, string>, as: ReturnType<typeof userOf>) {
    const env = { PATH: process.env.PATH ?? '', ...image.env, ...given };
    return new RunningImage(image, env, start(image, image.command, env, as));
  }

  /** What the health check of the image answers. */
  async isHealthy(): Promise<boolean> {
    const [code] = await once(start(this.image, this.image.healthCheck, this.env, {}), 'exit');
    return code === 0;
  }

  /** As an engine stops it. */
  async stop(): Promise<{ code: number | null; ms: number }> {
    const startedAt = Date.now();
    this.child.kill('SIGTERM');
    const [code] = await this.ended;
    return { code, ms: Date.now() - startedAt };
  }
}

function start(
  image: Image,
  [command = '', ...args]: string[],
  env: NodeJS.ProcessEnv,
  as: object,
): ChildProcess {
  const file = command === 'node' ? process.execPath : command;
  const cwd = join(image.root, image.workingFolder);
  return spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], ...as });
}

/** Only root can become somebody else. */
function userOf({ user }: Image): { uid?: number; gid?: number } {
  const [uid, gid] = user.split(':').map(Number);
  return isRoot ? { uid, gid } : {};
}
