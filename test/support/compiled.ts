import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtOnce } from './built-once.js';
import { ROOT } from './root.js';

const ROOMS = ['src', 'schema', 'resolvers', 'sandbox/src'];
/** Served as it is written. */
const CONSOLE = 'sandbox/src/console/page';
const SOURCES = [...ROOMS, 'scripts/compile.mjs', 'package.json', 'package-lock.json'];
const BUNDLER = ['scripts/bundle-gateway.mjs', 'scripts/third-party.mjs'];

/** The gateway and the sandbox, file by file, to be run as processes. */
export function compiledSources(): string {
  return builtOnce('compiled', SOURCES, compileInto);
}

/** The same, with the gateway as it is shipped beside it, in `gateway`. */
export function bundledGateway(): string {
  return builtOnce('gateway', [...SOURCES, ...BUNDLER], (folder) => {
    cpSync(compiledSources(), folder, { recursive: true, verbatimSymlinks: true });
    const [script = ''] = BUNDLER;
    execFileSync(process.execPath, [script, join(folder, 'src'), join(folder, 'gateway')], {
      cwd: ROOT,
    });
  });
}

function compileInto(folder: string): void {
  execFileSync(process.execPath, ['scripts/compile.mjs', folder], { cwd: ROOT });
  for (const served of ['src/openapi', CONSOLE]) {
    cpSync(join(ROOT, served), join(folder, served), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const { name, version, imports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version, type: 'module', imports }));
}
