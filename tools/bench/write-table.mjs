import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const BENCHMARKS = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

/**
 * Prints a table and puts it into docs/benchmarks.md, or another page, between the marks of its name, where it has one. The first
 * column is text, the rest figures. A page that has no such marks is no place for it: that is an error, for it would keep the last run's.
 */
export function writeTable(name, head, rows, page = BENCHMARKS) {
  const table = [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  process.stdout.write(`${table.join('\n')}\n`);
  if (name === null) return;
  const generated = new RegExp(`(<!-- bench:${name} -->\\n)[\\s\\S]*?(<!-- /bench:${name} -->)`);
  const before = readFileSync(page, 'utf8');
  if (!generated.test(before)) throw new Error(`${page} has no marks of bench:${name}.`);
  writeFileSync(
    page,
    before.replace(generated, (_, start, end) => `${start}${table.join('\n')}\n${end}`),
  );
}
