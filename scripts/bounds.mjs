import { readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { BOUNDS } from '../dist/src/bounds.js';
import { FOLLOWING_BOUNDS } from '../dist/src/following-bounds.js';

const PAGE = 'docs/security.md';
const BEGIN = '<!-- bounds: written by npm run codegen from src/bounds.ts and src/following-bounds.ts -->';
const END = '<!-- end of bounds -->';

const before = readFileSync(PAGE, 'utf8');
const [head, rest] = before.split(BEGIN);
const [, tail] = rest?.split(END) ?? [];
const after = `${head}${BEGIN}\n\n${table()}\n\n${END}${tail}`;
// Without the end marker, the rest of the page would be replaced too.
if (tail === undefined) end(`${PAGE} has no place for the bounds: write ${BEGIN} and ${END} into it.`);
else if (!argv.includes('--check')) writeFileSync(PAGE, after);
else if (after !== before) end(`${PAGE} does not say the bounds of src: run npm run codegen and commit it.`);

/** The bounded tables of the gateway, one in each row. */
function table() {
  const rows = BOUNDS.map(
    ({ table: name, maxEntries, ttlMs, whenFull, ...limits }) =>
      `| ${name} | ${maxEntries?.toLocaleString('en') ?? 'by bytes'} | ${bytes(limits)} | ${time(ttlMs)} | ${whenFull} |`,
  );
  const following = new Map(FOLLOWING_BOUNDS.map(({ table: name, boundedBy }) => [name, boundedBy]));
  return [
    '| table | entries | bytes | kept for | when it is full |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    'These tables contain only what is in flight or open:',
    '',
    '| table | bounded by |',
    '| --- | --- |',
    ...[...following].map(([name, boundedBy]) => `| ${name} | ${boundedBy} |`),
  ].join('\n');
}

function bytes({ maxBytes, maxCharacters }) {
  if (maxCharacters !== undefined) return `of ${maxCharacters.toLocaleString('en')} characters`;
  return maxBytes === undefined ? 'by entries' : `${maxBytes / 1024 / 1024} MB`;
}

function time(ms) {
  if (ms === undefined) return 'until it is full';
  if (ms < 60_000) return `${ms / 1000} s`;
  const hours = ms / 3_600_000;
  return hours >= 48 ? `${hours / 24} days` : hours >= 1 ? `${hours} h` : `${ms / 60_000} min`;
}

function end(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 1;
}
