import { readFileSync, statSync } from 'node:fs';
import { ConfigError } from './config-error.js';
import { type Environment, withoutEmpty } from './environment.js';
import { isNearASetting, nearestSetting, type RenamedSetting, withPresentNames } from './names.js';
import { isSettingName, type SettingName } from './settings.js';

/** A setting that was given, and where. */
export interface GivenSetting {
  name: SettingName;
  value: string;
  from: 'environment' | 'CONFIG_FILE';
}

/** The settings of the environment, and under them those of the file that CONFIG_FILE names. */
export interface GivenSettings {
  /** All of them under their present names, with whatever else the environment holds. */
  env: Environment;
  /** Those that are settings, by name. */
  given: GivenSetting[];
  /** Those that were given under a name of an earlier release. */
  renamed: RenamedSetting[];
  /** Those for which the environment says something other than the file. */
  overridden: SettingName[];
}

/**
 * Reads the environment, and the file of CONFIG_FILE where there is one: lines of NAME=value, as in a .env file.
 * @throws ConfigError where the file can't be read or holds what is no setting.
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

/** The images and the systemd unit set some by themselves. */
export const overriddenSentence = (name: SettingName) =>
  `${name} of CONFIG_FILE does nothing: the environment sets it, too, and goes first.`;

/** More say only that it is another file. */
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

/** Words between underscores; a secret that got on a line of its own and ends with `=`, as base64 does, is none. */
const LIKE_A_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

function unknownName(name: string, line: number): string {
  const reference = 'docs/reference/settings.md lists them.';
  return LIKE_A_NAME.test(name) || isNearASetting(name)
    ? `CONFIG_FILE holds ${name}, which is no setting of the gateway; did you mean ${nearestSetting(name)}? ${reference}`
    : `Line ${line} of CONFIG_FILE sets what is no setting of the gateway; ${reference}`;
}

const isKnown = (name: string) => isSettingName(name) || withPresentNames({ [name]: '-' }).renamed.length > 0;

interface Entry {
  /** Null: the line is no entry, and `value` says what to do. */
  name: string | null;
  value: string;
  line: number;
}

const BLANK = /[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const NAME = /[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_]\w*)[^\S\n]*=[^\S\n]*/y;
/** Its own quotes end it: else it would go on to those of another line, and take the settings between along. */
const QUOTED = /(?:"([^"]*)"|'([^']*)'|`([^`]*)`)[^\S\n]*(?:#[^\n]*)?(?:\n|$)/y;
const PLAIN = /([^\n"'`#][^\n]*)?(?:\n|$)/y;

/**
 * Read strictly, and not by Node's `parseEnv`: that one joins a line that is no entry to the name of the next one, so that the
 * setting below it is lost without an error, and cuts a plain value at any `#`. The sandbox reads its own alike (sandbox/src/settings-file.ts).
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
    // On from the entry before: a file of a million lines, a log say, would hold everybody up for minutes.
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
    // A pipe would hold everybody up until somebody writes to it, and is empty when it is read again.
    if (!statSync(path).isFile()) throw new Error();
    return readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(
      'CONFIG_FILE names a file that can’t be read; write the path of one with lines like LOG_LEVEL=warn.',
    );
  }
}
