import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT } from './root.js';

/**
 * A way to a server on loopback which a test can freeze, as a network does that was cut: nothing arrives, and nothing ends. A process
 * of its own: a test that is busy would hold up what goes through it.
 */
export class Relay {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  static async start(): Promise<Relay> {
    const child = fork(join(ROOT, 'test/support/relay-process.mjs'), { execArgv: [] });
    const [port] = (await once(child, 'message')) as [number];
    return new Relay(child, port);
  }

  /** From now on leads to this port; what was open is cut. */
  leadTo(port: number): void {
    this.child.send(port);
  }

  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  close(): void {
    this.child.kill('SIGKILL');
  }
}
