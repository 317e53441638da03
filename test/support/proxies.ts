import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../../tools/soak/free-port.js';
import type { Certificate } from './certificate.js';
import { ROOT } from './root.js';

const run = promisify(execFile);
const PATH = `${process.env.PATH}:/usr/sbin`;

/** How one of them is started on a file of deploy/proxies, and told to read it again. */
interface Kind {
  /** Debian's package and the program in it. */
  package: string;
  program: string;
  file: string;
  /** The arguments, after what it needs around the file was written into its folder. */
  prepare(at: Place): Promise<string[]>;
  reload(at: Place, child: ChildProcess): Promise<unknown>;
}

interface Place {
  folder: string;
  /** The tested file, with ports and times of the test. */
  file: string;
  text: string;
}

const signal = (name: NodeJS.Signals) => async (_at: Place, child: ChildProcess) => child.kill(name);

export const PROXIES: Record<string, Kind> = {
  nginx: {
    package: 'nginx',
    program: 'nginx',
    file: 'nginx.conf',
    async prepare({ folder, file }) {
      const main = join(folder, 'main.conf');
      const temp = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${folder}/${name};`,
      );
      await writeFile(
        main,
        `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
         events {} http { access_log ${folder}/access.log; ${temp.join(' ')} include ${file}; }`,
      );
      return ['-c', main, '-e', join(folder, 'error.log')];
    },
    reload: signal('SIGHUP'),
  },
  HAProxy: {
    package: 'haproxy',
    program: 'haproxy',
    file: 'haproxy.cfg',
    prepare: async ({ file }) => ['-W', '-db', '-f', file],
    reload: signal('SIGUSR2'),
  },
  Apache: {
    package: 'apache2',
    program: 'apache2',
    file: 'apache.conf',
    async prepare({ folder, file }) {
      const main = join(folder, 'main.conf');
      const modules =
        'mpm_event authz_core proxy proxy_http proxy_balancer slotmem_shm lbmethod_byrequests headers macro socache_shmcb ssl http2';
      const lines = modules
        .split(' ')
        .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`);
      await writeFile(
        main,
        [
          ...lines,
          `ServerName localhost\nDefaultRuntimeDir ${folder}\nPidFile ${folder}/pid\nErrorLog ${folder}/error.log`,
          // As Debian's conf-enabled/other-vhosts-access-log.conf, which logs each host that has no log of its own.
          `CustomLog ${folder}/other-vhosts.log "%h %r"`,
          ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
          `DocumentRoot ${folder}\nInclude ${file}`,
        ].join('\n'),
      );
      return ['-D', 'FOREGROUND', '-f', main];
    },
    reload: signal('SIGUSR1'),
  },
  Varnish: {
    package: 'varnish',
    program: 'varnishd',
    file: 'varnish.vcl',
    async prepare({ folder, file, text }) {
      const args = /^# varnishd (.*)$/m.exec(text)?.[1]?.split(' ') ?? [];
      return ['-F', '-j', 'none', '-n', folder, ...args.map((arg) => (arg === 'varnish.vcl' ? file : arg))];
    },
    async reload({ folder, file }) {
      await run('varnishadm', ['-n', folder, 'vcl.load', 'again', file]);
      await run('varnishadm', ['-n', folder, 'vcl.use', 'again']);
    },
  },
  Caddy: {
    package: 'caddy',
    program: 'caddy',
    file: 'Caddyfile',
    async prepare({ file, text }) {
      // It would listen at port 80 too, to send plain HTTP to TLS.
      const all = `admin 127.0.0.1:${await freePort()}\n\tauto_https disable_redirects\n\tskip_install_trust`;
      await writeFile(file, text.replace('{\n', `{\n\t${all}\n`));
      return ['run', '--adapter', 'caddyfile', '--config', file];
    },
    async reload({ file }) {
      const text = await readFile(file, 'utf8');
      const [, admin = ''] = /admin (\S+)/.exec(text) ?? [];
      await run('caddy', [
        'reload',
        '--force',
        '--adapter',
        'caddyfile',
        '--config',
        file,
        '--address',
        admin,
      ]);
    },
  },
  lighttpd: {
    package: 'lighttpd',
    program: 'lighttpd',
    file: 'lighttpd.conf',
    prepare: async ({ file }) => ['-D', '-f', file],
    reload: signal('SIGUSR1'),
  },
};

export const isInstalled = (name: string) => {
  const program = PROXIES[name]?.program ?? '';
  return spawnSync('sh', ['-c', `command -v ${program}`], { env: { PATH } }).status === 0;
};

interface ProxyParts {
  gateways: [number, number];
  certificate: Certificate;
  /** What an operator changes in the file. */
  edit?: (text: string) => string;
}

const asShipped = (text: string) => text;

/** Six times as fast: 10 s of idling for 60, which a busy machine keeps. Nothing else in the files is 60 s. */
const sooner = (text: string) => text.replace(/\b60(s?)\b/g, '10$1');

/** A real proxy from Debian on the file of deploy/proxies, before two gateways. */
export class DebianProxy {
  printed = '';

  private constructor(
    readonly url: string,
    /** Where it serves TLS and HTTP/2, with a certificate of the tests' CA; null where its file has none of it. */
    readonly tlsUrl: string | null,
    private readonly kind: Kind,
    private readonly place: Place,
    private readonly child: ChildProcess,
  ) {
    child.stderr?.on('data', (text) => (this.printed += text));
    child.stdout?.on('data', (text) => (this.printed += text));
  }

  static async start(
    name: string,
    { gateways, certificate, edit = asShipped }: ProxyParts,
  ): Promise<DebianProxy> {
    const kind = PROXIES[name];
    if (!kind) throw new Error(`Nobody knows ${name}.`);
    const folder = await mkdtemp(join(tmpdir(), 'proxy-'));
    // Some work as a user of their own.
    await chmod(folder, 0o755);
    const [port, tlsPort] = [await freePort(), await freePort()];
    const [first, second] = gateways;
    const shipped = await readFile(join(ROOT, 'deploy/proxies', kind.file), 'utf8');
    const text = sooner(edit(shipped))
      .replaceAll('8080', String(port))
      .replaceAll('8443', String(tlsPort))
      .replaceAll('/etc/haproxy/vlens-gateway.pem', certificate.both)
      .replaceAll('/etc/ssl/vlens-gateway.pem', certificate.chain)
      .replaceAll('/etc/ssl/vlens-gateway.key', certificate.key)
      .replace(/\b4000\b/g, String(first))
      .replace(/\b4001\b/g, String(second))
      .replace('/var/log/apache2', folder)
      .replace('/var/log/nginx', folder)
      .replace('"/var/empty"', JSON.stringify(folder));
    const place: Place = { folder, file: join(folder, kind.file), text };
    await writeFile(place.file, text);
    const child = spawn(kind.program, await kind.prepare(place), {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
    const tlsUrl = shipped.includes('8443') ? `https://127.0.0.1:${tlsPort}` : null;
    const proxy = new DebianProxy(`http://127.0.0.1:${port}`, tlsUrl, kind, place, child);
    await proxy.listening(port);
    return proxy;
  }

  /** As an operator has it read its file again while it serves. */
  async reload(): Promise<void> {
    await this.kind.reload(this.place, this.child);
  }

  /** All that it has printed and written into its logs. */
  async logs(): Promise<string> {
    const { folder } = this.place;
    const files = (await readdir(folder)).filter((name) => name.endsWith('.log'));
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
    return [this.printed, ...texts].join('\n');
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null) {
      const ended = once(this.child, 'exit');
      this.child.kill('SIGTERM');
      const tooLong = setTimeout(() => this.child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(tooLong);
    }
    await rm(this.place.folder, { recursive: true, force: true });
  }

  private async listening(port: number): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`It did not start: ${this.printed}`);
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
}
