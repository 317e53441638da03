import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../tools/soak/free-port.js';

export const HAS_HAPROXY = spawnSync('haproxy', ['-v']).status === 0;

/** A real HAProxy in front of gateways: each request goes to the first of them that is there. */
export class HaProxy {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async before(urls: readonly string[]): Promise<HaProxy> {
    const folder = await mkdtemp(join(tmpdir(), 'haproxy-'));
    const port = await freePort();
    const servers = urls.map((url, index) => `  server gateway${index} ${new URL(url).host} check inter 200`);
    const file = join(folder, 'haproxy.cfg');
    await writeFile(file, `${config(port, servers)}\n`);
    const child = spawn('haproxy', ['-db', '-f', file], { stdio: 'ignore' });
    await listening(port);
    return new HaProxy(child, folder, port);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
    await rm(this.folder, { recursive: true });
  }
}

const config = (port: number, servers: string[]) => `
defaults
  mode http
  timeout connect 1s
  timeout client 60s
  timeout server 60s
  option redispatch
frontend in
  bind 127.0.0.1:${port}
  default_backend gateways
backend gateways
  balance first
  option httpchk
  http-check send meth GET uri /health/ready ver HTTP/1.1 hdr Host gateway
${servers.join('\n')}`;

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
