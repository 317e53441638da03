import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/root.js';

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

interface PackageRule {
  matchFileNames?: string[];
  matchPackageNames?: string[];
  allowedVersions?: string;
}

const IN_NO_REPOSITORY = new Set(['node_modules', '.git', '.data', 'dist']);

/** Every package.json, relative to the top. */
function packageFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory() && !IN_NO_REPOSITORY.has(entry.name))
      return packageFiles(join(folder, entry.name));
    return entry.name === 'package.json' ? [join(folder, entry.name)] : [];
  });
}

/** Of the two ways in which renovate.json says it: `<16.15` and `!/^8\.4\.0$/`. */
function isAllowed(version: string, allowed: string): boolean {
  const [, refused] = allowed.match(/^!\/(.+)\/$/) ?? [];
  if (refused) return !new RegExp(refused).test(version);
  const [, below] = allowed.match(/^<([\d.]+)$/) ?? [];
  if (!below) throw new Error(`renovate.json says it in another way: ${allowed}`);
  return version.localeCompare(below, 'en', { numeric: true }) < 0;
}

describe('renovate.json', () => {
  it('allows every version that is pinned', () => {
    const rules: PackageRule[] = JSON.parse(readFileSync(join(ROOT, 'renovate.json'), 'utf8')).packageRules;
    const files = packageFiles();
    expect(files).toEqual(expect.arrayContaining(['package.json', 'test/clients/houdini/package.json']));
    const refused = files.flatMap((file) => {
      const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
      const pinned: [string, string][] = Object.entries({ ...dependencies, ...devDependencies });
      return rules.flatMap(({ matchFileNames, matchPackageNames, allowedVersions }) =>
        pinned
          .filter(([name]) => matchPackageNames?.includes(name) && (matchFileNames?.includes(file) ?? true))
          .filter(([, version]) => allowedVersions && !isAllowed(version, allowedVersions))
          .map(([name, version]) => `${file}: ${name} ${version}, allowed is ${allowedVersions}`),
      );
    });
    expect(refused).toEqual([]);
  });
});
