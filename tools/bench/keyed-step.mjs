import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { argv, cpuUsage, version } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

// What a step's key costs of Redis on loopback, with and without the word that it is about to be sent (`SENT`), in turns:
// node tools/bench/keyed-step.mjs [ROUNDS]
const rounds = Number(argv[2] ?? 10);
const STEPS = 1000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(ROOT, 'dist', 'keyed-step-'));
let server = null;
try {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const options = [
    '--target',
    'es2022',
    '--module',
    'nodenext',
    '--skipLibCheck',
    '--ignoreConfig',
    '--noCheck',
    '--experimentalDecorators',
  ];
  spawnSync(
    'node',
    [tsc, ...options, '--outDir', folder, '--rootDir', ROOT, join(ROOT, 'src/redis/redis-store.ts')],
    {
      stdio: 'inherit',
      cwd: ROOT,
    },
  );
  const built = (name) => import(pathToFileURL(join(folder, 'src/redis', name)).href);
  const [{ RedisStore }, { RedisLink }] = await Promise.all([
    built('redis-store.js'),
    built('redis-link.js'),
  ]);
  const port = await freePort();
  server = spawn('redis-server', [
    '--port',
    String(port),
    '--bind',
    '127.0.0.1',
    '--save',
    '',
    '--dir',
    folder,
  ]);
  for await (const text of server.stdout) if (String(text).includes('Ready to accept')) break;
  const link = new RedisLink({ url: `redis://127.0.0.1:${port}`, keyPrefix: '{bench}:', timeoutMs: 10_000 });
  const store = new RedisStore({ link, keyPrefix: '{bench}:', maxStepMs: 60_000 });
  await link.opened(5000);
  await store.opened();
  await pause(500);
  const answer = Buffer.alloc(500);
  const taken = { without: [], with: [], sent: [] };
  const cpu = { without: [], with: [] };
  let count = 0;
  const steps = async (isSaid, kept) => {
    const began = cpuUsage();
    for (let at = 0; at < STEPS; at += 1) {
      count += 1;
      const id = `step-${count}`;
      const from = performance.now();
      if ((await store.claim(id, 'input')).state !== 'claimed') throw new Error('It was not claimed.');
      const claimed = performance.now();
      if (isSaid && !(await store.markSent(id))) throw new Error('It may not be sent.');
      if (isSaid && kept) taken.sent.push(performance.now() - claimed);
      await store.settle(id, 'input', answer);
      if (kept) taken[isSaid ? 'with' : 'without'].push(performance.now() - from);
    }
    const { user, system } = cpuUsage(began);
    if (kept) cpu[isSaid ? 'with' : 'without'].push((user + system) / STEPS);
  };
  for (const isSaid of [false, true]) await steps(isSaid, false);
  for (let round = 0; round < rounds; round += 1)
    for (const isSaid of round % 2 === 0 ? [false, true] : [true, false]) await steps(isSaid, true);
  const at = (values, part) => values.sort((one, other) => one - other)[Math.floor(values.length * part)];
  const summary = (values) =>
    `${Math.round(at(values, 0.5) * 1000)} µs (99 %: ${Math.round(at(values, 0.99) * 1000)} µs)`;
  const { stdout } = spawnSync('redis-server', ['--version'], { encoding: 'utf8' });
  process.stdout.write(`Node ${version}, ${stdout.trim()}, ${rounds} rounds of ${STEPS} steps\n`);
  process.stdout.write(
    `claim and settle: ${summary(taken.without)}, CPU of the gateway ${Math.round(at(cpu.without, 0.5))} µs\n`,
  );
  process.stdout.write(
    `claim, SENT and settle: ${summary(taken.with)}, CPU of the gateway ${Math.round(at(cpu.with, 0.5))} µs\n`,
  );
  process.stdout.write(`SENT alone: ${summary(taken.sent)}\n`);
  await store.close();
  link.close();
} finally {
  if (server) {
    server.kill('SIGKILL');
    await once(server, 'exit').catch(() => {});
  }
  rmSync(folder, { recursive: true });
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
