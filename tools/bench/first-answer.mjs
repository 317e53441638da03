import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { argv, env } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';

// How long a fresh clone takes from `npm ci && npm start` to the first answer, for two commits in turns:
// node tools/bench/first-answer.mjs BASE [COMMIT] [ROUNDS]
const [, , base, commit = 'HEAD', rounds = '3'] = argv;
if (!base)
  throw new Error(
    'Which commit is it compared with? node tools/bench/first-answer.mjs BASE [COMMIT] [ROUNDS]',
  );

const taken = { [base]: [], [commit]: [] };
for (let round = 0; round < Number(rounds); round += 1) {
  for (const each of round % 2 === 0 ? [base, commit] : [commit, base]) {
    const { installedMs, answeredMs } = await firstAnswer(each);
    taken[each].push(installedMs + answeredMs);
    const seconds = [installedMs, answeredMs].map((ms) => `${(ms / 1000).toFixed(1)} s`);
    process.stdout.write(`${each}: npm ci ${seconds[0]}, npm start to the first answer ${seconds[1]}\n`);
  }
}
const median = (values) => values.sort((one, other) => one - other)[Math.floor(values.length / 2)];
const [before, after] = [median(taken[base]), median(taken[commit])];
process.stdout.write(
  `medians: ${(before / 1000).toFixed(1)} s and ${(after / 1000).toFixed(1)} s; ratio ${(after / before).toFixed(2)}\n`,
);

async function firstAnswer(of) {
  const folder = mkdtempSync(join(tmpdir(), 'first-answer-'));
  try {
    run('git', ['clone', '--quiet', '--shared', '.', folder]);
    run('git', ['-C', folder, 'checkout', '--quiet', of]);
    const beganAt = performance.now();
    run('npm', ['ci', '--silent'], folder);
    const installedMs = performance.now() - beganAt;
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const gateway = spawn('npm', ['start'], {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
      env: {
        ...env,
        PORT: port,
        SANDBOX_PORT: sandboxPort,
        SANDBOX_DATABASE_URL: `file:${folder}/sandbox.db`,
      },
    });
    await answered(`http://localhost:${port}/graphql`, gateway);
    const answeredMs = performance.now() - beganAt - installedMs;
    const ended = once(gateway, 'close');
    process.kill(-gateway.pid, 'SIGTERM');
    await ended;
    await pause(1000);
    return { installedMs, answeredMs };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function answered(url, gateway) {
  while (gateway.exitCode === null) {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __typename }"}',
    }).catch(() => null);
    if (response?.ok) return;
    await pause(50);
  }
  throw new Error('npm start ended.');
}

function run(program, args, cwd) {
  const { status } = spawnSync(program, args, { cwd, stdio: 'inherit' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}.`);
}

async function freePort() {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return String(port);
}
