import { defaultOf } from './read-settings.js';
import type { AnySetting } from './setting.js';
import { SETTING_GROUPS } from './settings.js';

/** `docs/reference/settings.md`: every setting, by group. */
export function settingsReference(): string {
  const groups = groupsOf().map(
    ([title, rows]) =>
      `## ${title}\n\n| name | default | what it does |\n| --- | --- | --- |\n${rows.map(tableRow).join('\n')}`,
  );
  return [
    '# Settings',
    'Made by `npm run codegen` from `src/config/settings/`; do not edit it by hand.',
    'Settings are environment variables, or lines of the file that `CONFIG_FILE` names, all but that one. An empty one counts as unset. ' +
      'The gateway refuses to start on an invalid setting and names it; `npm start -- --check-config` refuses the same, ' +
      'and prints what is set without its secrets.',
    'Marks: **secret**, never printed or logged; **reloads**, a changed `CONFIG_FILE` takes effect without a restart. ' +
      'Names of earlier releases work for one release, with a warning.',
    ...groups,
    '',
  ]
    .join('\n\n')
    .trimEnd()
    .concat('\n');
}

/** `.env.example`: every setting that may be in the file of CONFIG_FILE, as a comment with an example. */
export function exampleFile(): string {
  const groups = groupsOf().map(([title, all]) => {
    const rows = all.filter(([name]) => name !== 'CONFIG_FILE');
    const lines = rows.map(([name, row]) => `# ${plain(row.description)}\n# ${name}=${quoted(row.example)}`);
    return `# ${title}\n\n${lines.join('\n')}`;
  });
  return [
    '# Made by npm run codegen from src/config/settings/; do not edit it by hand.\n' +
      '# Copy it, take the # from the lines that you need, and name the copy in CONFIG_FILE.',
    ...groups,
  ]
    .join('\n\n')
    .concat('\n');
}

/** The output of `--help`. */
export function helpText(version: string): string {
  const rows = groupsOf().flatMap(([title, settings]) => [
    '',
    `${title}:`,
    ...settings.map(
      ([name, row]) => `  ${name} (${plain(defaultText(row))})\n      ${plain(row.description)}`,
    ),
  ]);
  return [
    `Vlens GraphQL gateway ${version}`,
    '',
    'Usage: npm start [-- OPTION]',
    '',
    '  --check-config   check the settings as a start would, print them without secrets, and end',
    '  --help           print this, and end',
    '  --version        print the version, and end',
    '',
    'Settings are environment variables, or lines of the file that CONFIG_FILE names. In brackets: the default.',
    ...rows,
    '',
  ].join('\n');
}

function groupsOf(): [string, [string, AnySetting][]][] {
  return Object.entries(SETTING_GROUPS).map(([title, table]) => [title, Object.entries<AnySetting>(table)]);
}

function tableRow([name, row]: [string, AnySetting]): string {
  const marks = [row.secret ? '**secret**' : '', row.reloadable ? '**reloads**' : ''].filter(Boolean);
  const earlier = row.deprecatedNames?.map((each) => `\`${each}\``).join(', ');
  const notes = [
    row.description,
    marks.length > 0 ? `(${marks.join(', ')})` : '',
    earlier ? `Was ${earlier}.` : '',
  ];
  return `| \`${name}\` | ${defaultText(row)} | ${notes.filter(Boolean).join(' ')} |`;
}

function defaultText(row: AnySetting): string {
  if (row.defaultText) return row.defaultText;
  const value = defaultOf(row, false);
  return value === null ? 'unset' : String(value);
}

/** Removes Markdown. A relative link in docs/reference/ becomes a path from the top of the repository. */
const plain = (text: string) =>
  text.replaceAll(/\[([^\]]+)\]\(([^)]+)\)/g, '$1: docs/reference/$2').replaceAll(/`|\*\*/g, '');

const quoted = (example: string) => (/[\s#$'"]/.test(example) ? `'${example.replaceAll("'", '')}'` : example);
