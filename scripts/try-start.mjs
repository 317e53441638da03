import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { env, execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';

// Starts the gateway like `npm start`, sends one query, and stops it. This script always ends, whatever the gateway does.
const START_MS = 60_000;
const ANSWER_MS = 10_000;
const END_MS = 15_000;
const gateway = spawn(execPath, ['--enable-source-maps', 'scripts/start.mjs'], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
const ended = once(gateway, 'exit');
const answer = await firstAnswer(Date.now() + START_MS);
console.log(`${answer} on Node ${process.version}`);
// Check only the start of the answer: in development it also contains the cost of the query.
let isWell = answer.startsWith('{"data":{"__typename":"Query"}');

gateway.kill('SIGTERM');
const [code] = (await Promise.race([ended, setTimeout(END_MS, null, { ref: false })])) ?? [];
if (code !== 0) {
  console.log(code === undefined ? `It did not end within ${END_MS} ms.` : `It ended with ${code}.`);
  isWell = false;
  gateway.kill('SIGKILL');
}
process.exit(isWell ? 0 : 1);

async function firstAnswer(deadline) {
  while (gateway.exitCode === null && Date.now() < deadline) {
    try {
      const response = await fetch(`http://localhost:${env.PORT}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      return (await response.text()).trim();
    } catch {
      await setTimeout(100);
    }
  }
  return 'no answer';
}
