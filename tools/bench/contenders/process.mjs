import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

process.setMaxListeners(50);

const MAX_START_MS = 60_000;
const LOOK_MS = 10;

/**
 * A contender in a process of its own, once it answers: GraphQL, or whatever `isUp` asks of it.
 * @param {{env?: object, cwd?: string, path?: string, cpu?: number | null, isUp?: (url: string) => Promise<boolean>}} options
 *   `cpu`: the only one that it may run on
 */
export async function startProcess(
  args,
  { env = {}, cwd, path = '/graphql', cpu = null, isUp = answers, portSetting = 'PORT' },
) {
  const port = await freePort();
  const startedAt = performance.now();
  const node = [process.execPath, ...args(port)];
  const [command, ...rest] = cpu === null ? node : ['taskset', '-c', String(cpu), ...node];
  const child = spawn(command, rest, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env, [portSetting]: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const goAlong = () => child.kill('SIGKILL');
  process.once('exit', goAlong);
  child.once('exit', () => process.off('exit', goAlong));
  let error = '';
  child.stderr.on('data', (text) => {
    error = (error + text).slice(-2000);
  });
  const url = `http://127.0.0.1:${port}${path}`;
  const giveUpAt = Date.now() + MAX_START_MS;
  while (!(await isUp(url))) {
    if (child.exitCode !== null || Date.now() > giveUpAt)
      throw new Error(`A contender did not start: ${error}`);
    await pause(LOOK_MS);
  }
  return {
    url,
    pid: child.pid,
    startMs: performance.now() - startedAt,
    async close() {
      // It has ended by itself: no other exit event comes, and the reason of the failed measurement would never be printed.
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

/** Sends a document; answers its body and how long that took. */
export async function post(url, query, token) {
  const startedAt = performance.now();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query }),
  });
  const body = await response.json();
  return { body, ms: performance.now() - startedAt };
}

async function answers(url) {
  try {
    const { body } = await post(url, '{ __typename }', 'start');
    return body.data !== undefined;
  } catch {
    return false;
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
