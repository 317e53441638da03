import { type Environment, readConfig } from './config.js';
import { givenSettings, withConfigFile } from './config-file.js';

/** Their values are never shown: addresses of databases hold passwords too. */
const SECRET = /KEY|SECRET|REDIS_URL|DATABASE_URL/;

/**
 * What `--check-config` prints where the gateway could start with these settings: those that are given and where they come
 * from; everything else is as the README says.
 * @throws ConfigError naming each setting that is wrong.
 */
export function checkedSettings(env: Environment): string {
  readConfig(withConfigFile(env));
  const lines = givenSettings(env).map(
    ({ name, value, from }) => `  ${name}=${SECRET.test(name) ? '(set)' : value}  (${from})\n`,
  );
  return `The settings are in order.\n${lines.join('') || '  None is given: all are as the README says.\n'}`;
}
