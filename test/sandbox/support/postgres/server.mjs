import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const DEBIAN = '/usr/lib/postgresql';
const NOBODY = { uid: 65534, gid: 65534 };

/** The folder of a server's binaries: Debian's newest, or one in the PATH; null where there is none. */
export function postgresBinaries() {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...debian.map((version) => join(DEBIAN, version, 'bin')), ...process.env.PATH.split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb'))) ?? null;
}

/** PostgreSQL for one run of the tests: nothing of it is kept, and no server of the machine's is touched. */
export async function startPostgres() {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-postgres-'));
  const user = userInfo().uid === 0 ? NOBODY : {};
  // PostgreSQL refuses to be run by root.
  if (user === NOBODY) await chown(folder, NOBODY.uid, NOBODY.gid);
  const run = (name, args) =>
    spawn(join(postgresBinaries() ?? '', name), args, { stdio: 'ignore', cwd: folder, ...user });
  const data = join(folder, 'data');
  const login = ['--username', 'postgres', '--auth', 'trust'];
  const [code] = await once(
    run('initdb', ['--pgdata', data, ...login, '--encoding', 'UTF8', '--no-sync']),
    'exit',
  );
  if (code !== 0) throw new Error(`PostgreSQL’s initdb ended with ${code}.`);
  const port = await freePort();
  const settings = [
    'fsync=off',
    'max_connections=200',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ];
  const args = ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const url = `postgres://postgres@127.0.0.1:${port}`;
  let server = run('postgres', args);
  await answers(`${url}/postgres`, server);
  const end = async (signal) => {
    if (server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  return {
    url,
    /**
     * As `pg_ctl restart` does.
     * @param mode `fast` (SIGINT): it cuts its clients off and ends in order; `immediate` (SIGQUIT): as after a crash, it recovers first
     */
    async restart(mode) {
      await end(mode === 'immediate' ? 'SIGQUIT' : 'SIGINT');
      server = run('postgres', args);
      await answers(`${url}/postgres`, server);
    },
    async stop() {
      await end('SIGINT');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url, server) {
  for (let left = 400; ; left -= 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (left === 0 || server.exitCode !== null) throw error;
      await wait(50);
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
