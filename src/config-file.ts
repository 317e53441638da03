import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError, type Environment } from './config.js';
import { GATEWAY_SETTINGS } from './settings.js';

const NAMES: ReadonlySet<string> = new Set(Object.keys(GATEWAY_SETTINGS.shape));

/** A setting that was given, and where. */
export interface GivenSetting {
  name: string;
  value: string;
  from: 'environment' | 'CONFIG_FILE';
}

/**
 * The settings of the environment, and under them those of the file that CONFIG_FILE names: lines of NAME=value, as in a
 * .env file.
 * @throws ConfigError where the file can't be read or holds what is no setting.
 */
export function withConfigFile(env: Environment): Environment {
  const path = env.CONFIG_FILE?.trim();
  return path ? { ...settingsIn(path), ...filled(env) } : env;
}

/** Every setting that was given, by name. */
export function givenSettings(env: Environment): GivenSetting[] {
  const own = filled(env);
  return Object.entries(withConfigFile(env))
    .filter(([name, value]) => NAMES.has(name) && value?.trim())
    .map(([name, value]): GivenSetting => {
      return { name, value: value ?? '', from: own[name] === undefined ? 'CONFIG_FILE' : 'environment' };
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}

function settingsIn(path: string): Environment {
  const settings = parseEnv(textOf(path));
  const unknown = Object.keys(settings).filter((name) => !NAMES.has(name));
  if (unknown.length === 0) return settings as Environment;
  throw new ConfigError(
    `CONFIG_FILE holds ${unknown.join(', ')}, which is no setting of the gateway; the README lists them.`,
  );
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(
      'CONFIG_FILE names a file that can’t be read; write the path of one with lines like LOG_LEVEL=warn.',
    );
  }
}

/** An empty setting counts as unset, so that a file may set it. */
function filled(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
}
