import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.js';

const SHIPPED = new URL('../../../deploy/proxies/haproxy.cfg', import.meta.url);

/** A real HAProxy on the file that is shipped, before any number of gateways: it finds out by itself which are there. */
export class HaproxyBalancer {
  private failure = 'it ended';

  private constructor(
    private readonly port: number,
    private readonly child: ChildProcess,
  ) {
    // None is installed.
    child.once('error', ({ message }) => {
      this.failure = message;
    });
  }

  /** @param patienceMs how long a gateway may take to answer */
  static async before(
    ports: readonly number[],
    folder: string,
    patienceMs: number,
  ): Promise<HaproxyBalancer> {
    const port = await freePort();
    const servers = ports.map((each, index) => `  server gateway${index} 127.0.0.1:${each}`);
    const [shipped = ''] = readFileSync(SHIPPED, 'utf8').split(/^ {2}server /m);
    // Nobody here has a certificate.
    const head = shipped
      .replace(/^ {2}bind :8443 .*\n/m, '')
      .replace(/^ {2}timeout (client|server) 60s$/gm, `  timeout $1 ${patienceMs}ms`);
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, `${head.replace('bind :8080', `bind 127.0.0.1:${port}`)}${servers.join('\n')}\n`);
    const child = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    const balancer = new HaproxyBalancer(port, child);
    await balancer.listening();
    return balancer;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Nothing to do: HAProxy's health checks notice it. */
  takeOut(): void {}

  putBack(): void {}

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }

  private async listening(): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`HAProxy did not start: ${this.failure}.`);
      const socket = connect(this.port, '127.0.0.1');
      const isThere = await once(socket, 'connect').then(
        () => true,
        () => false,
      );
      socket.destroy();
      if (isThere) return;
      await pause(20);
    }
  }
}
