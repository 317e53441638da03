import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiledSources } from '../../support/compiled.js';

const START = `
import { startSandbox } from './sandbox/src/server.js';
const sandbox = await startSandbox(
  { databaseUrl: process.argv[2], host: '127.0.0.1', port: 0, signingPageUrl: null },
  { log: () => {}, passwordCost: { memoryCost: 8, timeCost: 1 } },
);
process.stdout.write(sandbox.url + '\\n');
`;

/** The sandbox, compiled, in a folder of its own, to be run and killed as a process. */
export class CompiledSandbox {
  private readonly running = new Set<ChildProcess>();
  private constructor(readonly folder: string) {}

  static async build(): Promise<CompiledSandbox> {
    const folder = await mkdtemp(join(tmpdir(), 'sandbox-'));
    await cp(compiledSources(), folder, { recursive: true, verbatimSymlinks: true });
    await writeFile(join(folder, 'start.js'), START);
    return new CompiledSandbox(folder);
  }

  async start(databaseUrl: string): Promise<{ url: string; kill: () => Promise<void> }> {
    const child = spawn(process.execPath, [join(this.folder, 'start.js'), databaseUrl], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH },
    });
    this.running.add(child);
    const ended = once(child, 'exit');
    const line = once(createInterface({ input: child.stdout }), 'line') as Promise<[string]>;
    const [url] = await Promise.race([
      line,
      ended.then(() => Promise.reject(new Error('The sandbox ended before it listened.'))),
    ]);
    const kill = async () => {
      child.kill('SIGKILL');
      await ended;
      this.running.delete(child);
    };
    return { url, kill };
  }

  async remove(): Promise<void> {
    for (const child of this.running) child.kill('SIGKILL');
    await rm(this.folder, { recursive: true, force: true });
  }
}
