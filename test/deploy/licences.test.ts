import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledGateway } from '../support/gateway-process.js';
import { ROOT } from '../support/root.js';
import { builtPages } from '../web/built-pages.js';

/** What may be put into one file with ours, under Apache-2.0, with a notice. */
const MAY_BE_BUNDLED =
  /^(MIT|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|Unlicense|Python-2\.0)$/;

let compiled: CompiledGateway;
let folder: string;
beforeAll(async () => {
  compiled = await CompiledGateway.build();
  folder = join(dirname(dirname(compiled.entry)), 'gateway');
}, 120_000);
afterAll(() => compiled.remove());

const files = () => readdirSync(folder).filter((name) => name.endsWith('.js'));

const mapped = () => files().filter((file) => existsSync(join(folder, `${file}.map`)));

/** The packages whose code is in the bundle, by its source maps. */
function bundledPackages(): Map<string, string> {
  const packages = new Map<string, string>();
  for (const file of mapped()) {
    const { sources } = JSON.parse(readFileSync(join(folder, `${file}.map`), 'utf8'));
    for (const source of sources as string[]) {
      const path = fileURLToPath(new URL(source, pathToFileURL(join(folder, file))));
      const [, found] = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path) ?? [];
      if (!found) continue;
      const { name, license } = JSON.parse(readFileSync(join(found, 'package.json'), 'utf8'));
      packages.set(name, String(license));
    }
  }
  return packages;
}

describe('What is shipped', () => {
  it('has a source map beside every file that holds a module', () => {
    expect(mapped()).toContain('gateway.js');
    // The bundler's own start, and files that only pass on what another one holds, have none: each module begins with such a line.
    for (const file of files().filter((name) => !mapped().includes(name))) {
      expect(readFileSync(join(folder, file), 'utf8')).not.toContain('node_modules/');
    }
    expect(readFileSync(join(folder, 'gateway.js'), 'utf8')).toContain('node_modules/');
  });

  it('has each source map that a file names', () => {
    const named = files().map((file) => [
      file,
      /\n\/\/# sourceMappingURL=(.+)\s*$/.exec(readFileSync(join(folder, file), 'utf8'))?.[1],
    ]);
    expect(named.filter(([, map]) => map !== undefined && !existsSync(join(folder, map)))).toEqual([]);
    expect(named.filter(([, map]) => map !== undefined).map(([file]) => file)).toEqual(
      expect.arrayContaining(['main.js', 'gateway.js']),
    );
  });

  it('holds no code under a licence that forbids it', () => {
    const packages = bundledPackages();
    expect([...packages.keys()]).toContain('fastify');
    const parts = (license: string) => license.replaceAll(/[()]/g, '').split(/ AND | OR /);
    const mayBe = (license: string) => parts(license).every((part) => MAY_BE_BUNDLED.test(part));
    expect([...packages].filter(([, license]) => !mayBe(license))).toEqual([]);
  });

  it('has a notice for every package whose code it holds', () => {
    const notices = readFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
    expect([...bundledPackages().keys()].filter((name) => !notices.includes(name))).toEqual([]);
  });
});

/** Each package that a file of notices names, with its licence and the length of what follows. */
function noticesIn(file: string) {
  // A licence's own text may have such lines too.
  const [, ...notices] = readFileSync(file, 'utf8').split(/\n-{80}\n(?=\S+ \S+ \(.*\)\n\n)/);
  return notices.map((notice) => {
    const [, name = '', license = ''] = /^(\S+) \S+ \((.*)\)$/m.exec(notice) ?? [];
    return { name, license, length: notice.length };
  });
}

describe('Each file of notices', () => {
  const explorer = mkdtempSync(join(tmpdir(), 'explorer-'));
  beforeAll(() => {
    execFileSync(process.execPath, ['scripts/copy-explorer.mjs', explorer], { cwd: ROOT });
  });
  afterAll(() => rmSync(explorer, { recursive: true }));

  it.each<[string, () => string, string[]]>([
    ['the gateway', () => folder, ['fastify', 'jose', '@apollo/server']],
    [
      'the pages',
      () => join(builtPages(), 'assets'),
      ['preact', '@apollo/client', 'graphql', 'rxjs', 'lean-qr'],
    ],
    [
      'the explorer',
      () => explorer,
      ['graphiql', '@graphiql/react', 'codemirror', 'react', 'react-dom', 'graphql-sse'],
    ],
  ])(
    'of %s names what browsers and operators are given, with a licence that allows it and its text',
    (_, where, names) => {
      const notices = noticesIn(join(where(), 'THIRD-PARTY-NOTICES.txt'));
      expect(notices.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
      expect(notices.filter(({ license }) => !MAY_BE_BUNDLED.test(license))).toEqual([]);
      // The shortest text of a licence has 600 characters.
      expect(notices.filter(({ length }) => length < 500)).toEqual([]);
    },
    120_000,
  );

  it('is joined by the licences of what a binary is compiled from', () => {
    const deps = join(folder, 'node_modules/classic-level/deps');
    const files = readdirSync(deps, { recursive: true }).map(String);
    expect(files).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^leveldb.*LICENSE$/),
        expect.stringMatching(/^snappy.*COPYING$/),
      ]),
    );
  });
});

describe('npm run sbom', () => {
  it('lists what is installed for production and what browsers are given, and nothing else', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'sbom-')), 'sbom.json');
    execFileSync(process.execPath, ['scripts/sbom.mjs', file], { cwd: ROOT });
    const { components }: { components: { name: string; version: string }[] } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    rmSync(dirname(file), { recursive: true });
    const names = components.map(({ name }) => name);
    const given = noticesIn(join(builtPages(), 'assets/THIRD-PARTY-NOTICES.txt'));
    expect(names).toEqual(
      expect.arrayContaining([...given.map(({ name }) => name), 'codemirror', 'wasm-vips']),
    );
    const listed = components.map(({ name, version }) => `${name}@${version}`);
    const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
    const installed = Object.entries<{ version: string; dev?: boolean; link?: boolean }>(packages)
      .filter(([path, { dev, link }]) => path.includes('node_modules/') && !dev && !link)
      .map(([path, { version }]) => `${path.split('node_modules/').at(-1)}@${version}`);
    expect(installed.filter((each) => !listed.includes(each))).toEqual([]);
    expect(names.filter((name) => /^(jest|vite|typescript|@swc\/core)$/.test(name))).toEqual([]);
    expect(new Set(components.map((each) => JSON.stringify(each))).size).toBe(components.length);
  }, 120_000);
});

describe('npm pack', () => {
  it('puts the licence into the package for frontends, and nothing that only builds it', () => {
    const text = execFileSync('npm', ['pack', '--workspace', 'client', '--dry-run', '--json', '--silent'], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    const [{ files }] = JSON.parse(text.slice(text.indexOf('['))) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'dist/index.js', 'schema.graphql']),
    );
    const expected = /^(LICENSE|README\.md|package\.json|schema\.graphql|(dist|operations|src)\/.+)$/;
    expect(paths.filter((path) => !expected.test(path) || /tsbuildinfo|\.test\./.test(path))).toEqual([]);
  }, 120_000);
});

describe('The repository', () => {
  it('is under the whole text of Apache-2.0, and every package of it says so', () => {
    expect(readFileSync(join(ROOT, 'LICENSE'), 'utf8')).toMatch(
      /Version 2\.0, January 2004[\s\S]*END OF TERMS AND COND/,
    );
    for (const folder of ['.', 'client', 'web', 'sandbox', 'deploy/router', 'tools/bench']) {
      const { license } = JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
      expect([folder, license]).toEqual([folder, 'Apache-2.0']);
    }
  });
});
