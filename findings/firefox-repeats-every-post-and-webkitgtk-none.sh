#!/usr/bin/env bash
# Guess: Firefox repeats a POST on a kept connection that ended without an answer for a plain fetch alone, as Chromium was thought to; WebKit does
# as Chromium does.
# Seen (28 November 2026, Firefox 153.8.0esr and WebKitGTK 2.50.6 of Debian 12, HTTP/1.1): Firefox sends each of them twice: fetch, keepalive,
# a beacon, XMLHttpRequest, a body of 2 MB. The page learns of nothing. WebKitGTK opens a new connection for each POST and sends it
# once; a PUT it sends on kept connections until one of them answers, six times and more. (Safari has another network library.)
# For you: a POST that must not happen twice needs a key in its body, in Firefox as in Chromium. A PUT is worse: never use it for a step.
# Versions, of Debian 12: firefox-esr=153.8.0esr-1~deb12u1, webkit2gtk-driver=2.50.6-1~deb12u2.
# Needs, of Debian: firefox-esr, webkit2gtk-driver, xvfb, curl, nodejs.
set -euo pipefail
browser=$(find /usr/lib -name MiniBrowser -path '*webkit2gtk*' 2>/dev/null | head -n 1)
for program in firefox-esr WebKitWebDriver xvfb-run curl "${browser:-MiniBrowser}"; do
  command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }
done
folder=$(mktemp -d); pids=()
# xvfb-run leaves what it started behind: the whole group is ended.
trap 'for pid in "${pids[@]}"; do kill -- "-$pid" "$pid" 2>/dev/null || true; done; sleep 1; rm -rf "$folder"' EXIT; cd "$folder"
cat > server.mjs <<'JS'
// A GET is answered. A POST or PUT that is not the first request of its connection is read to its end, and the connection closed.
import net from 'node:net';
import { writeFileSync } from 'node:fs';
const page = `<!doctype html><script>
const pause = (ms) => new Promise((settle) => setTimeout(settle, ms));
const post = (path, init) => fetch(path, { method: 'POST', body: '{}', ...init });
const ways = {
  fetch: () => post('/fetch'),
  keepalive: () => post('/keepalive', { keepalive: true }),
  beacon: async () => navigator.sendBeacon('/beacon', '{}'),
  large: () => post('/large', { body: 'x'.repeat(2_000_000) }),
  xhr: () => new Promise((settle, fail) => {
    const request = Object.assign(new XMLHttpRequest(), { onload: settle, onerror: fail });
    request.open('POST', '/xhr');
    request.send('{}');
  }),
  put: () => post('/put', { method: 'PUT' }),
};
(async () => {
  for (const way of Object.values(ways)) {
    await (await fetch('/warm')).text();
    await pause(300);
    await way().catch(() => {});
    await pause(1000);
  }
  await fetch('/done');
})();
</script>`;
let seen = {};
const server = net.createServer((socket) => {
  let bytes = Buffer.alloc(0);
  let count = 0;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    bytes = Buffer.concat([bytes, data]);
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = bytes.subarray(0, end).toString();
      const total = end + 4 + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (bytes.length < total) return;
      bytes = bytes.subarray(total);
      count += 1;
      const [method, path] = head.split(' ');
      if (method !== 'GET') {
        (seen[path.slice(1)] ??= []).push(count > 1 ? 'kept' : 'new');
        if (count > 1) return void socket.destroy();
      }
      if (path === '/done') {
        writeFileSync('seen', `${Object.entries(seen).map(([way, on]) => `${way} ${on.join('+')}`).join(', ')}\n`);
        seen = {};
      }
      const body = path === '/' ? page : 'ok';
      socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nCache-Control: no-store\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    }
  });
}).listen(0, '127.0.0.1', () => writeFileSync('port', `${server.address().port}\n`));
JS
node server.mjs & pids+=($!)
for _ in $(seq 50); do [ -s port ] && break; sleep 0.1; done
read -r port < port
wait_for_seen() { for _ in $(seq 60); do [ -s seen ] && break; sleep 1; done; read -r "$1" < seen; rm seen; }

firefox-esr --version 2>/dev/null
mkdir profile
HOME=$folder firefox-esr --headless --no-remote --profile "$folder/profile" "http://127.0.0.1:$port/" >/dev/null 2>&1 & pids+=($!)
wait_for_seen firefox
printf 'Firefox: %s\n' "$firefox"

driver=$((port > 60000 ? port - 1 : port + 1))
setsid xvfb-run -a WebKitWebDriver --port="$driver" >/dev/null 2>&1 & pids+=($!)
for _ in $(seq 50); do curl -s "http://127.0.0.1:$driver/status" >/dev/null && break; sleep 0.2; done
options="{\"binary\":\"$browser\",\"args\":[\"--automation\"]}"
curl -s "http://127.0.0.1:$driver/session" -d "{\"capabilities\":{\"alwaysMatch\":{\"webkitgtk:browserOptions\":$options}}}" > session
session=$(node -p 'JSON.parse(fs.readFileSync("session")).value.sessionId')
"$browser" --version 2>/dev/null || true
curl -s "http://127.0.0.1:$driver/session/$session/url" -d "{\"url\":\"http://127.0.0.1:$port/\"}" >/dev/null
wait_for_seen webkit
curl -s -X DELETE "http://127.0.0.1:$driver/session/$session" >/dev/null
printf 'WebKitGTK: %s\n' "$webkit"

twice='kept+new'
[ "$firefox" = "fetch $twice, keepalive $twice, beacon $twice, large $twice, xhr $twice, put $twice" ]
[[ "$webkit" =~ ^'fetch new, keepalive new, beacon new, large new, xhr new, put kept+kept+'.*'+new'$ ]]
