import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { argv, env, execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Installs a package of tools that `npm ci` at the top level does not install, unless it is installed already.
 * @returns the path of its node_modules
 */
export function installTools(folder) {
  const wanted = packagesOf(join(ROOT, folder, 'package-lock.json'));
  const installed = packagesOf(join(ROOT, folder, 'node_modules', '.package-lock.json'));
  if (installed === null || !isAsWanted(installed, wanted)) {
    process.stderr.write(`Installing ${folder} …\n`);
    run('npm', ['--prefix', folder, 'ci', '--loglevel=error']);
  }
  return join(ROOT, folder, 'node_modules');
}

/** Whether exactly the wanted packages are installed, with the same versions. Optional packages for other systems may be missing. */
function isAsWanted(installed, wanted) {
  const paths = Object.keys(wanted).filter(
    (path) => path !== '' && !wanted[path].optional && !wanted[path].link,
  );
  return (
    paths.every((path) => path in installed) &&
    Object.keys(installed).every((path) => installed[path].version === wanted[path]?.version)
  );
}

/** Runs a command of such a package at the top level, with access to that package's libraries. Ends the process if it fails. */
export function runTool(folder, file, args) {
  const modules = installTools(folder);
  run(execPath, [join(modules, file), ...args], {
    NODE_PATH: [modules, env.NODE_PATH].filter(Boolean).join(delimiter),
  });
}

/** Runs a command at the top level. Ends the process if it fails. */
export function run(command, args, extra = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env: { ...env, ...extra },
  });
  if (error) process.stderr.write(`${command} did not run: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) runTool(argv[2], argv[3], argv.slice(4));
