import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { type Config, readConfig } from './config.js';
import { ConfigError } from './config-error.js';
import { type GivenSettings, overriddenSentence, readGiven } from './config-file.js';
import type { Environment } from './environment.js';
import { RELOADABLE } from './settings.js';

/** The file is polled, because mounted files are replaced in ways that no file watcher notices. */
const POLL_INTERVAL_MS = 2000;

interface Running {
  config: Pick<Config, 'traffic'>;
  logger: Pick<Logger, 'level' | 'info' | 'warn' | 'error'>;
  vlens: { refresh(next: Pick<Config, 'freshness'>): void };
}

/** Whether SIGHUP makes the gateway read the file of CONFIG_FILE again. */
export function isHangUpReload(env: Environment): boolean {
  return Boolean(env.CONFIG_FILE?.trim());
}

/**
 * Ignores SIGHUP during the start. Without a listener the signal would end the process, and a start takes a while. At the end of the start
 * the file is read again.
 */
export function outliveHangUps(env: Environment): void {
  if (isHangUpReload(env)) process.on('SIGHUP', () => {});
}

/**
 * Reads the file of CONFIG_FILE again when it changes, on SIGHUP, and once now, because it may have changed since the start read it. An
 * invalid file changes nothing.
 * @param given the settings that the start read
 * @returns a function that ends this
 */
export function reloadWithFile(env: Environment, given: GivenSettings, running: Running): () => void {
  const file = env.CONFIG_FILE?.trim();
  if (!file) return () => undefined;
  const reload = reloading(env, running, given);
  watchFile(file, { interval: POLL_INTERVAL_MS, persistent: false }, reload);
  process.on('SIGHUP', reload);
  reload();
  return () => {
    unwatchFile(file, reload);
    process.off('SIGHUP', reload);
  };
}

/** Returns a function that reloads the settings, and compares them with those of the last reload. */
export function reloading(
  env: Environment,
  { config, logger, vlens }: Running,
  before = readGiven(env),
): () => void {
  return () => {
    try {
      const after = readGiven(env);
      const next = readConfig(after.env);
      const names = new Set([...before.given, ...after.given].map(({ name }) => name));
      const valueIn = ({ given }: GivenSettings, name: string) =>
        given.find((each) => each.name === name)?.value;
      const changed = [...names].filter((name) => valueIn(before, name) !== valueIn(after, name)).sort();
      for (const name of after.overridden)
        if (!before.overridden.includes(name)) logger.warn(overriddenSentence(name));
      before = after;
      logger.level = next.logLevel;
      Object.assign(config.traffic, next.traffic);
      vlens.refresh(next);
      const atNextStart = changed.filter((name) => !RELOADABLE.has(name));
      if (changed.length > atNextStart.length)
        logger.info({ settings: changed.filter((name) => RELOADABLE.has(name)) }, 'settings changed');
      if (atNextStart.length > 0)
        logger.warn(
          { settings: atNextStart },
          `these settings take effect at the next start: ${atNextStart.join(', ')}`,
        );
    } catch (error) {
      // Catch any error: steps are in flight, and the process must not end because of a file.
      const why = error instanceof ConfigError ? error.message : 'it can’t be read.';
      logger.error({ error: why }, `CONFIG_FILE is invalid, and the settings stay as they were: ${why}`);
    }
  };
}
