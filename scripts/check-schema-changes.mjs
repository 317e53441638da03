import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { schemaChanges } from './schema-changes.mjs';

const FILE = 'schema/schema.graphql';

const base = lastOnMain();
if (base === null) {
  say('There is no commit to compare the schema with: schema changes were not checked.');
} else {
  const { breaking, announced, dangerous } = await schemaChanges(
    git('show', `${base}:${FILE}`),
    readFileSync(FILE, 'utf8'),
    readFileSync('CHANGELOG.md', 'utf8'),
  );
  for (const each of announced) say(`breaking, as announced: ${each}`);
  for (const each of dangerous) say(`to be announced: ${each}`);
  for (const each of breaking) say(`BREAKING: ${each}`);
  if (breaking.length > 0) {
    say('Keep what clients use (@deprecated), or name each path under "### Breaking" of CHANGELOG.md.');
    process.exitCode = 1;
  }
}

/**
 * The commit to compare the schema with. On a branch that is the merge base with main. On main it is the last commit if the schema has
 * uncommitted changes, otherwise the commit before it.
 */
function lastOnMain() {
  const head = commit('HEAD');
  const main = commit('origin/main') ?? commit('main');
  if (main !== null && main !== head) return commit(`${git('merge-base', main, 'HEAD').trim()}`);
  const isChanged = head !== null && git('status', '--porcelain', '--', FILE) !== '';
  return isChanged ? head : commit('HEAD~1');
}

function commit(name) {
  try {
    return git('rev-parse', '--verify', '--quiet', `${name}^{commit}`).trim();
  } catch {
    return null;
  }
}

function git(...args) {
  return execFileSync('git', args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 16e6,
  });
}

function say(sentence) {
  process.stdout.write(`${sentence}\n`);
}
