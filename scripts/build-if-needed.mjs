import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PACKAGES = 'package-lock.json';
const SOURCES = ['src', 'schema', 'resolvers', 'sandbox/src', 'tools', 'scripts', PACKAGES];
const PAGE_SOURCES = [
  'web/src',
  'client/src',
  'web/index.html',
  'web/join.html',
  'web/vite.config.ts',
  'scripts/build-page.mjs',
  'scripts/third-party.mjs',
  PACKAGES,
];
const SWC = join(ROOT, 'node_modules', '@swc', 'core');

/** Compiles if a source is newer than the last successful build. Ends the process if that fails. */
export async function buildIfNeeded() {
  await build('.built', SOURCES, 'Building …', async () => {
    const { compile } = await import('./compile.mjs');
    const { copyExplorer } = await import('./copy-explorer.mjs');
    // If the compiler or its options are newer than the last build, compile all sources again.
    const compiler = Math.max(newest(join(ROOT, PACKAGES)), newest(join(ROOT, 'scripts', 'compile.mjs')));
    if (compiler > builtAt('.built'))
      for (const room of ['src', 'schema', 'resolvers', 'sandbox', 'tools']) {
        rmSync(join(ROOT, 'dist', room), { recursive: true, force: true });
      }
    compile();
    copyExplorer();
  });
}

/** Builds what a start in production serves: the bundled gateway and the signing page. */
export async function buildForProductionIfNeeded() {
  await buildIfNeeded();
  await build('.built-bundle', SOURCES, 'Bundling the gateway …', async () => {
    await (await import('./bundle-gateway.mjs')).bundleGateway();
  });
  if (!(await buildPageIfNeeded())) end('The build failed; the errors are above.');
}

/** Builds the signing page if one of its sources is newer. Resolves to whether the page is built now. */
export async function buildPageIfNeeded() {
  const stamp = '.built-page';
  if (isUpToDate(stamp, PAGE_SOURCES)) return true;
  const startedAt = Date.now();
  process.stderr.write('Building the signing page …\n');
  const { buildPage } = await import('./build-page.mjs');
  const isBuilt = await buildPage();
  if (isBuilt) writeFileSync(join(ROOT, 'dist', stamp), `${startedAt}\n`);
  return isBuilt;
}

async function build(stamp, sources, sentence, attempt) {
  if (isUpToDate(stamp, sources)) return;
  if (!existsSync(SWC))
    end('There is no compiler to build with: run `npm ci` (with development dependencies) first.');
  const startedAt = Date.now();
  process.stderr.write(`${sentence}\n`);
  try {
    await attempt();
  } catch (error) {
    end(`${error instanceof Error ? error.message : error}\nThe build failed; the errors are above.`);
  }
  // Write the time before the build, so that the next build compiles files that were saved during this one.
  writeFileSync(join(ROOT, 'dist', stamp), `${startedAt}\n`);
}

function isUpToDate(stamp, sources) {
  return sources.every((source) => newest(join(ROOT, source)) <= builtAt(stamp));
}

/** The time of the last successful build; 0 if there was none. */
function builtAt(stamp) {
  const file = join(ROOT, 'dist', stamp);
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
}

/**
 * The newest modification time in a path. A folder's own time shows files that were added or removed. It is ignored for a package, where
 * installing or building changes it too.
 */
function newest(path) {
  const own = statSync(path, { throwIfNoEntry: false });
  if (!own) return 0;
  if (!own.isDirectory()) return own.mtimeMs;
  const all = readdirSync(path);
  const names = all.filter((name) => name !== 'node_modules' && name !== 'dist');
  const changed = names.length === all.length ? own.mtimeMs : 0;
  return Math.max(changed, ...names.map((name) => newest(join(path, name))));
}

function end(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
