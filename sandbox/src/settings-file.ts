import { readFileSync, statSync } from 'node:fs';
import { SandboxStartError } from './start-error.js';

/** More say only that it is another file. */
const MAX_ERRORS = 20;

/**
 * The settings in the file of CONFIG_FILE: lines of NAME=value. The gateway may be given the same file, and reads it in the same way
 * (src/config/config-file.ts; a test holds one against the other). What it has besides is left alone here. Node's `parseEnv` joins a line
 * that is no entry to the name of the next one, so that the setting below it is lost without an error, and cuts a plain value at any `#`.
 * @param names those of the settings that are looked for
 * @throws SandboxStartError with a sentence for each line that can't be read
 */
export function settingsIn(path: string, names: ReadonlySet<string>): Record<string, string> {
  const settings = new Map<string, string>();
  const errors: string[] = [];
  for (const { name, value, line } of entriesOf(textOf(path))) {
    if (name === null) errors.push(`Line ${line} of CONFIG_FILE is not NAME=value: ${value}`);
    else if (settings.has(name))
      errors.push(`Line ${line} of CONFIG_FILE sets ${name} again; leave one of them.`);
    else if (names.has(name)) settings.set(name, value);
    if (errors.length === MAX_ERRORS) break;
  }
  if (errors.length > 0) throw new SandboxStartError(errors.join('\n'));
  return Object.fromEntries(settings);
}

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
    // A pipe would hold the start up until somebody writes to it.
    if (!statSync(path).isFile()) throw new Error();
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SandboxStartError(
      'CONFIG_FILE names a file that can’t be read; write the path of one with lines like SANDBOX_PORT=4001.',
      error,
    );
  }
}
