#!/usr/bin/env bash
# Guess: a proxy that does not know trailers leaves them out, and the body of a chunked answer arrives through each of them.
# Seen (28 November 2026, the proxies of Debian 12): HAProxy 2.6.12 and Caddy 2.6.2 pass the trailer on, Apache 2.4.71 and nginx 1.22.1 leave it out.
# lighttpd 1.4.69 makes a header of it that ends with CR CR LF, which Node's client refuses ("Missing expected LF after header
# value"). Varnish 7.1.1 answers 503, or 200 and closes the connection before the body. Without a trailer both pass the same body.
# For you: `reply.trailer` (Fastify), `response.addTrailers` (Node) and gRPC's ways over HTTP/1.1 work until one of the two stands before
# them. Put a checksum that must arrive into the body, or into a header of an answer that you hold whole.
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
import { setTimeout as pause } from 'node:timers/promises';

const folder = process.cwd();
const backEnd = http.createServer((request, response) => {
  if (request.url !== '/trailers') return response.end('body');
  response.writeHead(200, { trailer: 'x-sum', 'content-type': 'text/plain' }).write('body');
  response.addTrailers({ 'x-sum': '42' });
  response.end();
});
await new Promise((listening) => backEnd.listen(0, '127.0.0.1', listening));
const to = `127.0.0.1:${backEnd.address().port}`;
const PORTS = { haproxy: 18511, caddy: 18512, apache2: 18513, lighttpd: 18514, varnishd: 18515, nginx: 18516 };
const at = (name) => `127.0.0.1:${PORTS[name]}`;
const FILES = {
  haproxy: `defaults\n mode http\n timeout connect 5s\n timeout client 9s\n timeout server 9s\nfrontend f\n bind ${at('haproxy')}\n default_backend b\nbackend b\n server s ${to}\n`,
  caddy: `{\n admin off\n auto_https off\n}\nhttp://:${PORTS.caddy} {\n reverse_proxy ${to}\n}\n`,
  apache2: `ServerName localhost\nPidFile ${folder}/apache.pid\nErrorLog ${folder}/apache.log\nListen ${at('apache2')}\n${['mpm_event', 'proxy', 'proxy_http', 'authz_core'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('')}ProxyPass / http://${to}/\n`,
  lighttpd: `server.document-root = "${folder}"\nserver.port = ${PORTS.lighttpd}\nserver.bind = "127.0.0.1"\nserver.modules = ("mod_proxy")\nproxy.server = ("" => (("host" => "127.0.0.1", "port" => ${backEnd.address().port})))\n`,
  varnishd: `vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "${backEnd.address().port}"; }\nsub vcl_recv { return (pass); }\n`,
  nginx: `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {} http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')} proxy_http_version 1.1; server { listen ${at('nginx')}; location / { proxy_pass http://${to}; } } }`,
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
    http
      .get({ host: '127.0.0.1', port, path, agent: false, headers: { te: 'trailers' } }, async (response) => {
        const body = await response.toArray().then((parts) => Buffer.concat(parts).toString(), ({ message }) => message);
        told(`${response.statusCode} ${body.slice(0, 20)}${response.trailers['x-sum'] ? ' and the trailer' : ''}`);
      })
      .on('error', ({ message }) => told(message));
  });
const seen = {};
for (const [name, port] of Object.entries(PORTS)) {
  for (let tries = 0; tries < 100 && (await ask(port, '/')) !== '200 body'; tries++) await pause(200);
  seen[name] = await ask(port, '/trailers');
}
console.table(seen);
const ended = proxies.map((proxy) => new Promise((end) => proxy.once('exit', end)));
stop();
await Promise.race([Promise.all(ended), pause(5000)]);
const passed = ['haproxy', 'caddy'].every((name) => seen[name] === '200 body and the trailer');
const leftOut = ['apache2', 'nginx'].every((name) => seen[name] === '200 body');
process.exit(passed && leftOut && /^Parse Error/.test(seen.lighttpd) && !seen.varnishd.startsWith('200 body') ? 0 : 1);
JS
timeout 100 node run.mjs
