import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)(?![a-z])/i;

/** Writes down whose code is in the bundle: each package with its version, its licence, and the text that the licence asks to keep. */
export function writeNotices(file, moduleIds) {
  const folders = new Set(moduleIds.map(packageFolder).filter((folder) => folder !== null));
  const notices = [...new Set([...folders].map(noticeOf))].sort();
  writeFileSync(
    file,
    ['Libraries in this folder’s files, with their licences.\n', ...notices].join(`\n${'-'.repeat(80)}\n`),
  );
}

/** What a package is compiled from and described by: its binaries and modules run without. */
const NOT_RUN =
  /^(deps|binding\.gyp|vips-(?:es6|heif|jxl|resvg)\..+|vips\.js|.+\.(cc|h|d\.[cm]?ts)|(?!licen[cs]e|notice|third-party).+\.md)$/i;

/**
 * Puts packages, with what they depend on, beside the bundle as npm has installed them, without what does not run.
 * @param {{without?: string[]}} [options] dependencies that are never loaded here
 */
export function copyPackages(names, root, target, { without = [] } = {}) {
  const seen = new Set();
  const copy = (name, from) => {
    const folder = located(name, from, root);
    if (folder === null || seen.has(folder)) return;
    seen.add(folder);
    cpSync(folder, join(target, relative(root, folder)), {
      recursive: true,
      filter: (path) =>
        path === folder || (basename(path) !== 'node_modules' && !NOT_RUN.test(basename(path))),
    });
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    for (const each of Object.keys(dependencies))
      if (!each.startsWith('@types/') && !without.includes(each)) copy(each, folder);
  };
  for (const name of names) copy(name, root);
}

/** The package that Node would find by this name in this folder. */
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

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && LICENSE_FILE.test(entry.name))
    .map((entry) => readFileSync(join(folder, entry.name), 'utf8').trim());
  return `${name} ${version} (${license ?? 'see its text'})\n\n${texts.join('\n\n')}\n`;
}
