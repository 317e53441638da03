import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { writeNotices } from './third-party.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITE = fileURLToPath(new URL('../node_modules/vite/bin/vite.js', import.meta.url));

/** The parts, which are built one after another: the signing page's first screen, the rest of that page, and the join page. */
const PARTS = ['opening', 'page', 'join'];

/** Builds the pages beside the compiled gateway. Resolves to whether that succeeded. */
export async function buildPage(folder = fileURLToPath(new URL('../dist/web/', import.meta.url))) {
  for (const part of PARTS) if ((await build(folder, part, part === PARTS[0])) !== 0) return false;
  await inlineFirstScreen(folder);
  await noteLibraries(folder);
  await compress(join(folder, 'assets'));
  return true;
}

/** Writes the licence notices of the libraries in the pages beside the files that browsers load. */
async function noteLibraries(folder) {
  const modules = [];
  for (const part of PARTS) {
    const list = join(folder, `modules-${part}.json`);
    modules.push(...JSON.parse(await readFile(list, 'utf8')));
    await rm(list);
  }
  writeNotices(join(folder, 'assets', 'THIRD-PARTY-NOTICES.txt'), modules);
}

/** Puts the style and script of the first screen into the page, so that one round trip loads it. The page also names the next script. */
async function inlineFirstScreen(folder) {
  const assets = join(folder, 'assets');
  const next = await scriptsOfPage(assets);
  const file = join(folder, 'index.html');
  const texts = new Map();
  let html = await readFile(file, 'utf8');
  for (const [, name] of html.matchAll(/\/sign\/assets\/([^"]+\.(?:js|css))"/g)) {
    texts.set(name, (await readFile(join(assets, name), 'utf8')).trim());
    await rm(join(assets, name));
  }
  html = html
    .replace(
      /<link rel="stylesheet"[^>]*assets\/([^"]+)">/g,
      (_, name) => `<style>${texts.get(name)}</style>`,
    )
    .replace(
      /<script type="module"[^>]*assets\/([^"]+)"><\/script>/g,
      (_, name) => `<script type="module" ${next}>${texts.get(name)}</script>`,
    );
  if (texts.size !== 2 || [...texts.values()].some((text) => /<\/(?:script|style)|<!--/i.test(text)))
    throw new Error('The first screen can not stand in the page.');
  await writeFile(file, html);
}

/** Returns HTML attributes that name the script after the first screen, and, for each language, the scripts that it loads then. */
async function scriptsOfPage(assets) {
  const names = await readdir(assets);
  // A hash and a file extension follow the prefix. Fail if there is no such file: the page would request a missing script, and would only
  // look slow.
  const find = (prefix) => {
    const found = names.find((name) => name.startsWith(prefix) && name.length === prefix.length + 11);
    if (!found) throw new Error(`No script ${prefix}… was built.`);
    return found;
  };
  const page = find('page-');
  const text = await readFile(join(assets, page), 'utf8');
  const imported = [...text.matchAll(/(?:from|import)"\.\/([\w-]+\.js)"/g)].map(([, name]) => name);
  const files = { page: [page], en: [...imported, find('en-')], ar: [...imported, find('ar-')] };
  return Object.entries(files)
    .map(([what, names]) => `data-${what}="${names.map((name) => `/sign/assets/${name}`).join(' ')}"`)
    .join(' ');
}

/** Builds one part into the folder. Resolves to the exit code. */
async function build(folder, part, isFirst) {
  const building = spawn(
    execPath,
    [
      VITE,
      'build',
      'web',
      '--outDir',
      resolve(folder),
      `--emptyOutDir=${isFirst}`,
      '--mode',
      part,
      '--logLevel',
      'warn',
    ],
    // With NODE_ENV=test, Preact and Apollo Client would be built for development.
    {
      cwd: ROOT,
      env: { ...env, NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  const [status] = await once(building, 'exit');
  return status;
}

/** Writes compressed copies beside each file, once and at the highest level, because every kilobyte delays phones. */
async function compress(folder) {
  for (const name of await readdir(folder)) {
    const bytes = await readFile(join(folder, name));
    const params = {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    };
    await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(bytes, { params }));
    await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(bytes, { level: 9 }));
  }
}

if (argv[1] === fileURLToPath(import.meta.url) && !(await buildPage(argv[2]))) process.exit(1);
