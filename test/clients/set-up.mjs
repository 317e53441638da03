import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The lines of an adapter that the reference shows: those between `// set-up` and `// end`. */
export function setUpOf(file) {
  const [, lines] = /\/\/ set-up\n([\s\S]*?)\n *\/\/ end/.exec(readFileSync(file, 'utf8'));
  return lines.replace(/^ {2}/gm, '');
}

/** The installed version of each package, as the adapter of `from` finds them. */
export function versionsOf(packages, from) {
  return packages.map((name) => {
    const { version } = JSON.parse(readFileSync(join(folderOf(name, from), 'package.json'), 'utf8'));
    return `${name} ${version}`;
  });
}

/** Where a package is installed. */
export function folderOf(name, from) {
  return createRequire(from)
    .resolve.paths(name)
    .map((root) => join(root, name))
    .find((root) => existsSync(root));
}
