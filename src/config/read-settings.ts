import { ConfigError } from './config-error.js';
import { type Environment, withoutEmpty } from './environment.js';
import type { AnySetting, ValuesOf } from './setting.js';

/**
 * Reads the settings of a table. An empty setting counts as unset.
 * @throws ConfigError with a sentence for each invalid setting
 */
export function readSettings<Table extends Record<string, AnySetting>>(
  table: Table,
  env: Environment,
  production: boolean,
): ValuesOf<Table> {
  const given = withoutEmpty(env);
  const errors: string[] = [];
  const values = Object.entries(table).map(([name, row]): [string, unknown] => {
    const text = given[name];
    if (text === undefined) return [name, defaultOf(row, production)];
    const result = row.type.safeParse(text);
    if (!result.success) errors.push(sentence(name, row, result.error.issues[0]?.message));
    return [name, result.data];
  });
  if (errors.length > 0) throw new ConfigError(errors.join('\n'));
  return Object.fromEntries(values) as ValuesOf<Table>;
}

/** The default value of a setting. */
export function defaultOf({ default: value }: AnySetting, production: boolean): unknown {
  return typeof value === 'function' ? value({ production }) : value;
}

/** The message about an invalid setting. It does not contain the value, which may be a secret. */
function sentence(name: string, { example }: AnySetting, problem = 'is wrong; write it again'): string {
  return `${name} ${problem}, e.g. ${name}=${example}.`;
}
