import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../src/config/config.js';
import { isReady } from './gateway-client.js';
import type { Narrator } from './narrator.js';

const SERVE = fileURLToPath(new URL('./serve.js', import.meta.url));
const MAX_START_MS = 30_000;

/** The gateway that already answers, or one started for the story and ended with it. */
export async function openGateway(
  { port }: Pick<Config, 'port'>,
  narrator: Narrator,
): Promise<{ url: string; close(): Promise<void> }> {
  const url = `http://localhost:${port}`;
  if (await isReady(url)) {
    narrator.remark(`A gateway answers at ${url}.`);
    return { url, close: async () => {} };
  }
  narrator.remark(`No gateway answers at ${url}: starting one.`);
  const serving = spawn(process.execPath, [SERVE], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(serving, 'exit');
  const close = async () => {
    serving.stdin?.end();
    await ended;
  };
  const giveUpAt = Date.now() + MAX_START_MS;
  while (!(await isReady(url))) {
    if (serving.exitCode !== null || Date.now() > giveUpAt) {
      await close();
      throw new Error(`The gateway did not start at ${url}; what it says stands above.`);
    }
    await pause(100);
  }
  return { url, close };
}
