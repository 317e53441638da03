import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compiledSources } from '../support/compiled.js';
import { ROOT } from '../support/root.js';

/** A folder with the journal in `src/idempotency/journal.js`, to be run in a process of its own. */
export async function journalFiles(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'journal-'));
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await symlink(join(compiledSources(), 'src'), join(folder, 'src'));
  await writeFile(join(folder, 'package.json'), '{"type":"module"}');
  return folder;
}
