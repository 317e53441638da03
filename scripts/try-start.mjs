import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';

// Starts the gateway as `npm start` does, asks it one query, and has it end.
const WAIT_MS = 60_000;
const gateway = spawn(execPath, ['--enable-source-maps', 'scripts/start.mjs'], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
const ended = once(gateway, 'exit');
try {
  const answer = await firstAnswer(Date.now() + WAIT_MS);
  console.log(`${answer} on Node ${process.version}`);
  // In development an answer says what it cost, too.
  if (!answer.startsWith('{"data":{"__typename":"Query"}')) process.exitCode = 1;
} finally {
  gateway.kill('SIGTERM');
  const [code] = await ended;
  if (code !== 0) process.exitCode = 1;
}

async function firstAnswer(deadline) {
  while (gateway.exitCode === null && Date.now() < deadline) {
    try {
      const response = await fetch(`http://localhost:${env.PORT}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
      return (await response.text()).trim();
    } catch {
      await setTimeout(100);
    }
  }
  return 'no answer';
}
