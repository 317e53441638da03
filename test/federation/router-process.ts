import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from '@jest/globals';
import { ROOT } from '../support/root.js';

const FOLDER = join(ROOT, 'deploy/router');
const isInstalled = existsSync(join(FOLDER, 'node_modules'));

/** Runs where the router is installed; elsewhere says what was left out. */
export const describeWithRouter = isInstalled
  ? describe
  : (title: string, tests: () => void) =>
      describe.skip(`${title} (left out: no router here; npm --prefix deploy/router ci)`, tests);

/** A real router in a process of its own, in front of subgraphs by their names. */
export class RouterProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  static async start(subgraphs: Record<string, string>): Promise<RouterProcess> {
    const args = Object.entries(subgraphs).map(([name, url]) => `${name}=${url}`);
    const child = spawn(process.execPath, [join(FOLDER, 'serve.mjs'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let errors = '';
    child.stderr.on('data', (text) => (errors += text));
    const ended = once(child, 'exit').then(() => {
      throw new Error(`The router did not start: ${errors}`);
    });
    const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
    ended.catch(() => undefined);
    return new RouterProcess(child, String(line));
  }

  /** As an engine of containers stops it; its exit code, or the signal that it needed. */
  async terminate(): Promise<unknown> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const [code, signal] = await ended;
    return code ?? signal;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
