#!/usr/bin/env bash
# Guessed: `nohup node …` goes on when its terminal is closed, as any program does that nohup starts.
# Seen (2026-11-28; Node 20.20.2, 22 and 24; nohup of Debian 12's coreutils 9.1): nohup has SIGHUP ignored, and Node sets every
# signal back to its default when it starts. SIGHUP ends it at once. A program that is no Node goes on.
# For our users: `nohup npm start` does not keep a gateway when its terminal closes. It stops in good order on SIGHUP since (`docs/how-to/production.md`);
# use systemd or a container.
set -euo pipefail
cd "$(mktemp -d)"
node --version
nohup --version | head -1
nohup sleep 5 >/dev/null 2>&1 &
other=$!
nohup node -e 'setTimeout(() => {}, 5000)' >/dev/null 2>&1 &
node=$!
sleep 1.5
kill -HUP "$other" "$node"
sleep 0.5
alive() { if kill -0 "$1" 2>/dev/null; then echo alive; else echo ended; fi; }
seen="sleep: $(alive "$other"), node: $(alive "$node")"
kill "$other" 2>/dev/null || true
echo "$seen"
[ "$seen" = 'sleep: alive, node: ended' ]
