import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { type Config, readConfig } from './config.js';
import { ConfigError } from './config-error.js';
import { type GivenSettings, overriddenSentence, readGiven } from './config-file.js';
import type { Environment } from './environment.js';
import { RELOADABLE } from './settings.js';

/** The file is polled: mounted files are swapped in ways that no watcher notices. */
const POLL_INTERVAL_MS = 2000;

interface Running {
  config: Pick<Config, 'traffic'>;
  logger: Pick<Logger, 'level' | 'info' | 'warn' | 'error'>;
  vlens: { refresh(next: Pick<Config, 'freshness'>): void };
}

/** SIGHUP asks for the file of CONFIG_FILE to be read again. */
export function isHangUpReload(env: Environment): boolean {
  return Boolean(env.CONFIG_FILE?.trim());
}

/** SIGHUP ends a process that has no listener for it, and a start takes a while: until it is over its file is read again at its end alone. */
export function outliveHangUps(env: Environment): void {
  if (isHangUpReload(env)) process.on('SIGHUP', () => {});
}

/**
 * Reads the file of CONFIG_FILE again when it changes, on SIGHUP, and once now: it may have changed since the start read it. A file that
 * is wrong changes nothing.
 * @param given what the start read
 * @returns ends it
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

/** One reload, against the settings of the last one. */
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
      // Whatever it is: steps are under way, and the process must not end for a file.
      const why = error instanceof ConfigError ? error.message : 'it can’t be read.';
      logger.error({ error: why }, `CONFIG_FILE is invalid, and the settings stay as they were: ${why}`);
    }
  };
}
