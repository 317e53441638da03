import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BENCHMARKS = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/**
 * Prints a table and puts it into docs/benchmarks.md, or another page, between the marks of its name, where it has one. The first
 * column is text, the rest figures.
 */
export function writeTable(name, head, rows, page = BENCHMARKS) {
  const table = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  process.stdout.write(`${table.join('\n')}\n`);
  if (name === null) return;
  const generated = new RegExp(`(<!-- bench:${name} -->\\n)[\\s\\S]*?(<!-- /bench:${name} -->)`);
  const readme = readFileSync(page, 'utf8');
  writeFileSync(
    page,
    readme.replace(generated, (_, start, end) => `${start}${table.join('\n')}\n${end}`),
  );
}
