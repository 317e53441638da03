import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from './config/config.js';
import { ConfigError } from './config/config-error.js';
import { JournalUnusable } from './idempotency/journal-unusable.js';
import { checkStateFolder } from './idempotency/open-store.js';
import { loadSandbox } from './load-sandbox.js';
import { connectionBounds } from './open-files.js';
import { readRedisCa } from './redis-ca.js';
import { explorerPageFolder } from './server/explorer/routes.js';
import { explanation } from './start-and-stop.js';

/**
 * Tests for `--check-config` what a start opens: the address, the explorer's page, STATE_FOLDER, the sandbox's database and Redis. It
 * leaves no files, and does not disturb a running gateway with the same settings.
 * @returns warnings about problems that a start would tolerate
 * @throws ConfigError if a start would be refused, or if Redis reports a problem that the operator must fix
 */
export async function checkStart(config: Config): Promise<string[]> {
  await checkAddress(config, 'PORT');
  const { vlens, stateFolder, stateSecret, sandbox, redis } = config;
  const loss =
    vlens && stateFolder
      ? await checkStateFolder({ folder: stateFolder, tenant: vlens, secret: stateSecret }).catch(
          asConfigError,
        )
      : null;
  if (!vlens) {
    await checkAddress(sandbox, 'SANDBOX_PORT');
    await checkSandbox(sandbox);
  }
  if (config.explorers) explorerPageFolder();
  const { problem } = connectionBounds(config.subscriptions.max);
  const redisProblems = redis ? await checkRedis(redis, `${vlens?.url} ${vlens?.apiKey}`) : [];
  return [...[problem, loss].filter((sentence) => sentence !== null), ...redisProblems];
}

async function checkSandbox({ databaseUrl }: Config['sandbox']): Promise<void> {
  const { checkDatabase, SandboxStartError } = await loadSandbox();
  await checkDatabase(databaseUrl).catch((error: unknown) => {
    throw error instanceof SandboxStartError ? new ConfigError(error.message) : error;
  });
}

/**
 * A gateway also starts without Redis, with the status "degraded". That Redis can't be reached may be true only on this machine. All other
 * problems would be the same everywhere, so they are errors.
 */
async function checkRedis(
  { caFile, ...redis }: NonNullable<Config['redis']>,
  tenant: string,
): Promise<string[]> {
  const { redisProblems } = await import('./redis/shared-state.js');
  const problems = (await redisProblems({ ...redis, ca: readRedisCa(caFile), tenant })).map(
    (problem) => `REDIS_URL: ${problem}.`,
  );
  const isAway = problems.every((problem) =>
    /^REDIS_URL: down: (?:(?:SENTINEL|NODES);.*|[^;]*)$/.test(problem),
  );
  if (!isAway) throw new ConfigError(problems.join('\n'));
  return problems;
}

function asConfigError(error: unknown): never {
  throw error instanceof JournalUnusable ? new ConfigError(error.message) : error;
}

/**
 * Tests whether the gateway could listen on an address. A port in use is not an error here: it may belong to the running gateway whose new
 * settings are checked.
 * @throws ConfigError if the gateway can't listen on the address or the port
 */
async function checkAddress(
  { host, port }: Pick<Config, 'host' | 'port'>,
  portSetting: string,
): Promise<void> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, 'listening');
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    const sentence = explanation(error, { portSetting, port });
    if (!isTaken) throw sentence ? new ConfigError(sentence) : error;
  } finally {
    server.close();
  }
}
