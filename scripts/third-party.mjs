import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)(?![a-z])/i;

/** Writes the notices for a bundle: each package in it with its version, its licence, and the text that the licence requires to keep. */
export function writeNotices(file, moduleIds) {
  writeNoticesOf(file, new Set(moduleIds.map(packageFolder).filter((folder) => folder !== null)));
}

/** Writes the notices for packages and all of their dependencies. It is for packages that are published as one file with these in it. */
export function writeNoticesOfTree(file, names, root) {
  writeNoticesOf(file, treeOf(names, root));
}

function writeNoticesOf(file, folders) {
  const notices = [...new Set([...folders].map(noticeOf))].sort();
  writeFileSync(
    file,
    ['Libraries in this folder’s files, with their licences.\n', ...notices].join(`\n${'-'.repeat(80)}\n`),
  );
}

/** Files that are not needed at run time: sources of binaries, type declarations and documentation. */
const NOT_RUN =
  /^(deps|binding\.gyp|vips-(?:es6|heif|jxl|resvg)\..+|vips\.js|.+\.(cc|h|d\.[cm]?ts)|(?!licen[cs]e|notice|third-party).+\.md)$/i;

/**
 * Copies packages and their dependencies beside the bundle, as npm has installed them, without files that are not needed at run time.
 * @param {{without?: string[]}} [options] dependencies that are never loaded here
 */
export function copyPackages(names, root, target, { without = [] } = {}) {
  for (const folder of treeOf(names, root, without)) {
    const to = join(target, relative(root, folder));
    cpSync(folder, to, {
      recursive: true,
      filter: (path) =>
        path === folder || (basename(path) !== 'node_modules' && !NOT_RUN.test(basename(path))),
    });
    for (const file of licencesIn(join(folder, 'deps')))
      cpSync(file, join(to, relative(folder, file)), { recursive: true });
  }
}

/** The folders of packages and all of their dependencies. */
function treeOf(names, root, without = []) {
  const seen = new Set();
  const add = (name, from) => {
    const folder = located(name, from, root);
    if (folder === null || seen.has(folder)) return;
    seen.add(folder);
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const each of Object.keys(dependencies))
      if (!each.startsWith('@types/') && !without.includes(each)) add(each, folder);
  };
  for (const name of names) {
    // A dependency may be missing on this system, but not the package itself.
    if (located(name, root, root) === null) throw new Error(`${name} is not installed.`);
    add(name, root);
  }
  return seen;
}

/** The licence files of the sources that a package's binary is compiled from. */
function licencesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && LICENSE_FILE.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The folder of the package that Node would find by this name from a folder. */
function located(name, from, root) {
  for (let folder = from; folder.startsWith(root); folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
  }
  return null;
}

function packageFolder(moduleId) {
  const [, folder] = /^(.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(moduleId) ?? [];
  return folder ?? null;
}

/** The text of the MIT licence, for packages that name it but contain no text. */
const mitText = (holder) => `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY
CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE
SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENSE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
  if (texts.length === 0 && license === 'MIT')
    texts.push(mitText(author?.name ?? author ?? `the authors of ${name}`));
  return `${name} ${version} (${license ?? 'see its text'})\n\n${texts.join('\n\n')}\n`;
}
