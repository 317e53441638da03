import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './config-error.js';
import { type Environment, withoutEmpty } from './environment.js';
import { isNearASetting, nearestSetting, type RenamedSetting, withPresentNames } from './names.js';
import { isSettingName, type SettingName } from './settings.js';

/** A setting that is set, and where. */
export interface GivenSetting {
  name: SettingName;
  value: string;
  from: 'environment' | 'CONFIG_FILE';
}

/** The settings of the environment and of the file in CONFIG_FILE. The environment has priority. */
export interface GivenSettings {
  /** All settings under their present names, and all other variables of the environment. */
  env: Environment;
  /** Only the settings, sorted by name. */
  given: GivenSetting[];
  /** Settings that are set under a name of an earlier release. */
  renamed: RenamedSetting[];
  /** Settings with different values in the environment and in the file. */
  overridden: SettingName[];
}

/**
 * Reads the environment, and the file in CONFIG_FILE if it is set. The file has lines of NAME=value, like a .env file.
 * @throws ConfigError if the file can't be read, or contains something that is no setting.
 */
export function readGiven(environment: Environment): GivenSettings {
  const own = withPresentNames(withoutEmpty(environment));
  const path = own.env.CONFIG_FILE;
  const file = withPresentNames(path ? settingsIn(path) : {});
  const env = { ...file.env, ...own.env };
  const given = Object.entries(env).flatMap(([name, value]): GivenSetting[] =>
    isSettingName(name) && value
      ? [{ name, value, from: own.env[name] === undefined ? 'CONFIG_FILE' : 'environment' }]
      : [],
  );
  return {
    env,
    given: given.sort((a, b) => a.name.localeCompare(b.name)),
    renamed: [...own.renamed, ...file.renamed],
    overridden: Object.keys(file.env)
      .filter(isSettingName)
      .filter((name) => own.env[name] !== undefined && own.env[name] !== file.env[name]),
  };
}

/** The warning about such a setting. The container images and the systemd unit set some settings in the environment. */
export const overriddenSentence = (name: SettingName) =>
  `${name} of CONFIG_FILE does nothing: the environment sets it, too, and goes first.`;

/** With more errors than this, CONFIG_FILE most likely names the wrong file. */
const MAX_ERRORS = 20;

function settingsIn(path: string): Environment {
  const settings = new Map<string, string>();
  const errors: string[] = [];
  for (const { name, value, line } of entriesOf(textOf(path))) {
    if (name === null) errors.push(`Line ${line} of CONFIG_FILE is not NAME=value: ${value}`);
    else if (settings.has(name))
      errors.push(`Line ${line} of CONFIG_FILE sets ${name} again; leave one of them.`);
    else if (name === 'CONFIG_FILE')
      errors.push(`Line ${line} of CONFIG_FILE names another file; set it once.`);
    else if (!isKnown(name)) errors.push(unknownName(name, line));
    else settings.set(name, value);
    if (errors.length === MAX_ERRORS) break;
  }
  if (errors.length > 0) throw new ConfigError(errors.join('\n'));
  return withoutEmpty(Object.fromEntries(settings));
}

/** Capital words joined by underscores. A line that is only a secret, and ends with `=` like base64, does not match: it is not printed. */
const LIKE_A_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

function unknownName(name: string, line: number): string {
  const reference = 'docs/reference/settings.md lists them.';
  return LIKE_A_NAME.test(name) || isNearASetting(name)
    ? `CONFIG_FILE holds ${name}, which is no setting of the gateway; did you mean ${nearestSetting(name)}? ${reference}`
    : `Line ${line} of CONFIG_FILE sets what is no setting of the gateway; ${reference}`;
}

const isKnown = (name: string) => isSettingName(name) || withPresentNames({ [name]: '-' }).renamed.length > 0;

interface Entry {
  /** Null: the line is not NAME=value, and `value` contains advice. */
  name: string | null;
  value: string;
  line: number;
}

const BLANK = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const NAME = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_]\w*)[^\S\n]*=[^\S\n]*/y;
/** A value ends at the same kind of quote. Otherwise it would end at a quote in a later line, and swallow the settings between. */
const QUOTED = /(?:"([^"]*)"|'([^']*)'|`([^`]*)`)[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const PLAIN = /([^\n"'`#][^\n]*)?(?:\n|$)/y;

/**
 * A strict parser, in place of Node's `parseEnv`. That one joins an invalid line to the name in the next line, so that the next setting is
 * lost without an error. It also cuts an unquoted value at any `#`. The sandbox has the same parser (sandbox/src/settings-file.ts).
 */
function* entriesOf(source: string): Generator<Entry> {
  const text = source.replace(/^\uFEFF/, '').replaceAll(/\r\n?/g, '\n');
  let at = 0;
  let line = 1;
  let counted = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) at = pattern.lastIndex;
    return match;
  };
  while (at < text.length) {
    if (take(BLANK)) continue;
    // Count lines from the previous entry on. Counting from the start would take minutes for a file of a million lines, such as a log.
    for (; counted < at; counted += 1) if (text[counted] === '\n') line += 1;
    const name = take(NAME)?.[1];
    const quoted = name && take(QUOTED);
    const plain = name && !quoted && take(PLAIN);
    if (quoted)
      yield { name, value: quoted[1]?.replaceAll('\\n', '\n') ?? quoted[2] ?? quoted[3] ?? '', line };
    else if (plain) yield plainEntry(name, plain[1] ?? '', line);
    else {
      at = text.indexOf('\n', at) + 1 || text.length;
      yield { name: null, value: 'write a name, an equals sign and a value, or # before a comment.', line };
    }
  }
}

function plainEntry(name: string, text: string, line: number): Entry {
  const value = text.replace(/\s#.*$/, '').trim();
  return value.includes('#')
    ? { name: null, value: 'its value holds #; write quotes around it.', line }
    : { name, value, line };
}

function textOf(path: string): string {
  try {
    // Refuse pipes: reading one blocks the process until there is data, and a second read finds nothing.
    if (!statSync(path).isFile()) throw new Error();
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(
      'CONFIG_FILE names a file that can’t be read; write the path of one with lines like LOG_LEVEL=warn.',
    );
  }
}
