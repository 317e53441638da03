import { banner } from './banner.js';
import { helpFor } from './command-line.js';
import { type Sandbox, startSandbox } from './server.js';
import { readSettings } from './settings.js';
import { SandboxStartError } from './start-error.js';

const sandbox = await startOrExplain();
process.stdout.write(banner(sandbox));

// A terminal that is closed sends SIGHUP to all in it.
let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, async () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    process.exit(await closed());
  });
}

/** Closes it, and answers the exit code. */
async function closed(): Promise<number> {
  try {
    await sandbox.close();
    return 0;
  } catch {
    process.stderr.write('The sandbox’s database could not be closed; see that it is there and has room.\n');
    return 1;
  }
}

/** Starts the sandbox; where it can't, says in a sentence what to do, and ends with exit code 1. */
async function startOrExplain(): Promise<Sandbox> {
  try {
    const help = helpFor(process.argv.slice(2));
    if (help !== null) {
      process.stdout.write(help);
      process.exit(0);
    }
    // biome-ignore lint/style/noProcessEnv: the one place where the sandbox reads it
    const settings = readSettings(process.env);
    return await startSandbox(settings);
  } catch (error) {
    if (!(error instanceof SandboxStartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
