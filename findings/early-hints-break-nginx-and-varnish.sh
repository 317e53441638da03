#!/usr/bin/env bash
# Guess: a proxy passes a `103 Early Hints` of its back end on or leaves it out; the answer comes in any case, as RFC 9110, 15.2 wants.
# Seen (28 November 2026, the proxies of Debian 12): HAProxy 2.6.12, Caddy 2.6.2, Apache 2.4.71 and lighttpd 1.4.69 pass it on. Varnish 7.1.1
# answers 503 in place of the 200. nginx 1.22.1 takes the 103 for the answer, with headers of its own, and the true answer's head for
# its body: over HTTP/1.1 those bytes read like an answer to some clients and like rubbish to others (Node: "Parse Error"); over HTTP/2 the
# client gets status 103 and then "HTTP/1.1 200 OK …" as data, which is an error to it, and no answer.
# For you: `reply.writeEarlyHints` (Fastify) or `response.writeEarlyHints` (Node) works until such a proxy stands before it. Look at the way to
# production first, or send hints from the proxy nearest to the browser.
# Versions, of Debian 12: nginx=1.22.1-9+deb12u11, varnish=7.1.1-2+deb12u1, haproxy=2.6.12-1+deb12u4, caddy=2.6.2-5,
# apache2=2.4.71-1~deb12u1, lighttpd=1.4.69-1.
# Needs, of Debian: nginx, varnish, haproxy, caddy, apache2, lighttpd, nodejs.
set -euo pipefail
export PATH=$PATH:/usr/sbin
for program in nginx varnishd haproxy caddy apache2 lighttpd; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; chmod 755 "$folder"; cd "$folder"
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import { setTimeout as pause } from 'node:timers/promises';

const folder = process.cwd();
const backEnd = http.createServer((request, response) => {
  if (request.url === '/hints') response.writeEarlyHints({ link: '</app.js>; rel=preload; as=script' });
  setTimeout(() => response.end('body'), 50);
});
await new Promise((listening) => backEnd.listen(0, '127.0.0.1', listening));
const to = `127.0.0.1:${backEnd.address().port}`;
const PORTS = { haproxy: 18501, caddy: 18502, apache2: 18503, lighttpd: 18504, varnishd: 18505, nginx: 18506 };
const at = (name) => `127.0.0.1:${PORTS[name]}`;
const FILES = {
  haproxy: `defaults\n mode http\n timeout connect 5s\n timeout client 9s\n timeout server 9s\nfrontend f\n bind ${at('haproxy')}\n default_backend b\nbackend b\n server s ${to}\n`,
  caddy: `{\n admin off\n auto_https off\n}\nhttp://:${PORTS.caddy} {\n reverse_proxy ${to}\n}\n`,
  apache2: `ServerName localhost\nPidFile ${folder}/apache.pid\nErrorLog ${folder}/apache.log\nListen ${at('apache2')}\n${['mpm_event', 'proxy', 'proxy_http', 'authz_core'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('')}ProxyPass / http://${to}/\n`,
  lighttpd: `server.document-root = "${folder}"\nserver.port = ${PORTS.lighttpd}\nserver.bind = "127.0.0.1"\nserver.modules = ("mod_proxy")\nproxy.server = ("" => (("host" => "127.0.0.1", "port" => ${backEnd.address().port})))\n`,
  varnishd: `vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "${backEnd.address().port}"; }\nsub vcl_recv { return (pass); }\n`,
  nginx: `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {} http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')} proxy_http_version 1.1; server { listen ${at('nginx')}; location / { proxy_pass http://${to}; } } server { listen 127.0.0.1:18507 http2; location / { proxy_pass http://${to}; } } }`,
};
const ARGUMENTS = {
  haproxy: ['-f', 'haproxy.conf'],
  caddy: ['run', '--config', 'caddy.conf', '--adapter', 'caddyfile'],
  apache2: ['-f', `${folder}/apache2.conf`, '-DFOREGROUND'],
  lighttpd: ['-D', '-f', 'lighttpd.conf'],
  varnishd: ['-F', '-n', `${folder}/varnish`, '-a', at('varnishd'), '-f', `${folder}/varnishd.conf`],
  nginx: ['-c', `${folder}/nginx.conf`],
};
mkdirSync('varnish');
const proxies = Object.entries(FILES).map(([name, text]) => {
  writeFileSync(`${name}.conf`, text);
  return spawn(name, ARGUMENTS[name], { stdio: 'ignore', env: { ...process.env, HOME: folder } });
});
const stop = () => { for (const proxy of proxies) proxy.kill(); };
process.once('SIGTERM', () => { stop(); process.exit(1); });
const ask = (port, path) =>
  new Promise((told) => {
    const interim = [];
    const request = http.get({ host: '127.0.0.1', port, path, agent: false }, (response) =>
      response.resume().on('close', () => told([...interim, response.statusCode].join(', then '))),
    );
    request.on('information', ({ statusCode }) => interim.push(statusCode)).on('error', ({ message }) => told(message));
  });
/** What a client of HTTP/2 gets through nginx. */
const overHttp2 = () =>
  new Promise((told) => {
    const session = http2.connect('http://127.0.0.1:18507').on('error', () => {});
    const interim = [];
    const stream = session.request({ ':path': '/hints' });
    let status;
    stream.on('headers', (headers) => interim.push(headers[':status'])).on('response', (headers) => { status = headers[':status']; });
    stream.on('error', ({ code }) => interim.push(code)).on('close', () => { session.destroy(); told([...interim, status ?? 'no answer'].join(', then ')); });
    stream.resume();
    setTimeout(() => stream.close(), 4000).unref();
  });
const seen = {};
for (const [name, port] of Object.entries(PORTS)) {
  for (let tries = 0; tries < 100 && (await ask(port, '/')) !== '200'; tries++) await pause(200);
  seen[name] = await ask(port, '/hints');
}
seen['nginx, HTTP/2'] = await overHttp2();
console.table(seen);
const ended = proxies.map((proxy) => new Promise((end) => proxy.once('exit', end)));
stop();
await Promise.race([Promise.all(ended), pause(5000)]);
const good = ['haproxy', 'caddy', 'apache2', 'lighttpd'].every((name) => seen[name] === '103, then 200');
process.exit(good && seen.varnishd === '503' && !seen.nginx.endsWith('200') && seen['nginx, HTTP/2'].endsWith('no answer') ? 0 : 1);
JS
timeout 100 node run.mjs
