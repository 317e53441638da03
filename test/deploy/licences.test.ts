import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ROOT } from '../support/compile.js';
import { CompiledGateway } from '../support/gateway-process.js';

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
    expect(mapped()).toContain('main.js');
    // The bundler's own start, and files that only pass on what another one holds, have none: each module begins with such a line.
    for (const file of files().filter((name) => !mapped().includes(name))) {
      expect(readFileSync(join(folder, file), 'utf8')).not.toContain('node_modules/');
    }
    expect(readFileSync(join(folder, 'main.js'), 'utf8')).toContain('node_modules/');
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
