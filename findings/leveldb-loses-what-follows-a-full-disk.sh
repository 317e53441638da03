#!/usr/bin/env bash
# Guessed: once a full disk has room again, what LevelDB says is written (`sync: true`) is there after the next start.
# Seen: the write that fails leaves part of a record in the log. Those after it resolve, can be read, and are gone when the
#   database is opened again: recovery drops the rest of the log's block. Closing and opening before the next write keeps all.
# Versions: classic-level 3.0.0 (LevelDB 1.20), Node 20.20; 2026-11-28. A limit on file sizes (prlimit of util-linux) stands for the full disk;
#   a tmpfs of 2 MB that is filled and emptied does the same.
# For you: after a failed write open the database again, or what you acknowledge later is lost by a restart.
set -euo pipefail
for program in node npm prlimit; do command -v "$program" >/dev/null || { echo "needs $program"; exit 2; }; done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --prefix . --silent --no-audit --no-fund classic-level@3.0.0
cat >full.cjs <<'JS'
const { execFileSync } = require('node:child_process');
const { ClassicLevel } = require('classic-level');
const limit = (bytes) => execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`]);
async function play(name, opensAnew) {
  const db = new ClassicLevel(name);
  await db.open();
  const said = [];
  const put = (key) => db.put(key, 'x'.repeat(400), { sync: true }).then(() => said.push(key));
  limit(5000);
  let failure = null;
  for (let n = 1; failure === null; n += 1) await put(`early ${n}`).catch((error) => (failure = error.code));
  limit('unlimited');
  if (opensAnew) {
    await db.close();
    await db.open();
  }
  await put('late 1');
  await put('late 2');
  const isReadable = (await db.get('late 2')) !== undefined;
  await db.close();
  await db.open();
  const found = await db.keys().all();
  const lost = said.filter((key) => !found.includes(key));
  await db.close();
  console.log(`${name}: ${failure}; then two writes resolve, readable: ${isReadable}; lost by opening it again: ${lost.join(', ') || 'none'}`);
  return lost.length;
}
(async () => {
  const asItIs = await play('as it is', false);
  const anew = await play('opened anew after the failure', true);
  process.exit(asItIs === 2 && anew === 0 ? 0 : 1);
})();
JS
# Without this the system ends a process that meets the limit.
trap '' XFSZ
node full.cjs
