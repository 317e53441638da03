import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/compile.js';

interface Locked {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const locked: Record<string, Locked> = JSON.parse(
  readFileSync(join(ROOT, 'package-lock.json'), 'utf8'),
).packages;
const namesIn = (...tables: (Record<string, string> | undefined)[]) =>
  tables.flatMap((table) => Object.keys(table ?? {}));

/** Where npm puts a package that another one needs: in that one's folder, or in one above it. */
function placeOf(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder && `${folder}/`}node_modules/${name}`;
    if (locked[place]) return place;
    if (folder === '') return undefined;
  }
}

/** The names of all that is installed for these packages. */
function installedFor(names: string[], from = '', seen = new Set<string>()): Set<string> {
  for (const name of names) {
    const place = placeOf(name, from);
    if (place === undefined || seen.has(place)) continue;
    seen.add(place);
    const { dependencies, optionalDependencies } = locked[place] ?? {};
    installedFor(namesIn(dependencies, optionalDependencies), place, seen);
  }
  return seen;
}

describe('npm ci', () => {
  it('finds in the lock file whatever a package names, optional ones too', () => {
    // npm 11 refuses the whole lock file where an optional dependency of a dependency could not be had when it was written.
    const missing = Object.entries(locked).flatMap(([from, { dependencies, optionalDependencies }]) =>
      namesIn(dependencies, optionalDependencies)
        .filter((name) => placeOf(name, from) === undefined)
        .map((name) => `${name}, of ${from}`),
    );
    expect(missing).toEqual([]);
  });
});

describe('npm ci --omit=dev --workspaces=false', () => {
  const root = locked[''] ?? {};
  const gateways = installedFor(namesIn(root.dependencies));
  const sandboxes = namesIn(locked.sandbox?.dependencies).filter(
    (name) => root.dependencies?.[name] === undefined,
  );

  it('installs what the gateway runs on, and none of the libraries that the sandbox alone names', () => {
    expect([...gateways]).toEqual(
      expect.arrayContaining(['node_modules/fastify', 'node_modules/abstract-level']),
    );
    expect(sandboxes).toEqual(expect.arrayContaining(['libsql', 'pdfkit', 'pg', 'sharp']));
    expect(sandboxes.filter((name) => gateways.has(`node_modules/${name}`))).toEqual([]);
  });

  it('is not kept from that by the root’s own devDependencies', () => {
    // npm installs one all the same where some workspace needs it (findings/npm-omit-dev-keeps-what-a-workspace-needs.sh).
    expect(sandboxes.filter((name) => root.devDependencies?.[name] !== undefined)).toEqual([]);
  });
});
