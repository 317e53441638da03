import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import { type Config, ConfigError, type Environment, readConfig } from './config.js';
import { givenSettings, withConfigFile } from './config-file.js';

/** What takes effect while the gateway runs. Everything else is part of what was built at its start. */
export const HOT: ReadonlySet<string> = new Set([
  'LOG_LEVEL',
  'CACHE_MAX_AGE_MS',
  'STATUS_MAX_AGE_MS',
  'MAX_REQUESTS_UNDER_WAY',
  'MAX_EVENT_LOOP_DELAY_MS',
]);
/** Asked for and not waited for: mounted files are swapped in ways that no watcher hears of. */
const LOOK_EVERY_MS = 2000;

interface Running {
  config: Pick<Config, 'traffic'>;
  logger: Pick<Logger, 'level' | 'info' | 'warn' | 'error'>;
  vlens: { refresh(next: Pick<Config, 'freshness'>): void };
}

/**
 * Reads the file of CONFIG_FILE again when it changes, and on SIGHUP. A file that is wrong changes nothing.
 * @returns ends it
 */
export function reloadWithFile(env: Environment, running: Running): () => void {
  const file = env.CONFIG_FILE?.trim();
  if (!file) return () => undefined;
  const reload = reloading(env, running);
  watchFile(file, { interval: LOOK_EVERY_MS, persistent: false }, reload);
  process.on('SIGHUP', reload);
  return () => {
    unwatchFile(file, reload);
    process.off('SIGHUP', reload);
  };
}

/** One reload, against the settings of the last one. */
export function reloading(env: Environment, { config, logger, vlens }: Running): () => void {
  let before = givenSettings(env);
  return () => {
    try {
      const next = readConfig(withConfigFile(env));
      const after = givenSettings(env);
      const names = new Set([...before, ...after].map(({ name }) => name));
      const valueIn = (given: typeof after, name: string) => given.find((each) => each.name === name)?.value;
      const changed = [...names].filter((name) => valueIn(before, name) !== valueIn(after, name)).sort();
      before = after;
      logger.level = next.logLevel;
      Object.assign(config.traffic, next.traffic);
      vlens.refresh(next);
      const cold = changed.filter((name) => !HOT.has(name));
      if (changed.length > cold.length)
        logger.info({ settings: changed.filter((name) => HOT.has(name)) }, 'settings changed');
      if (cold.length > 0) logger.warn({ settings: cold }, 'these settings take effect at the next start');
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      logger.error({ complaint: error.message }, 'the settings were left as they are');
    }
  };
}
