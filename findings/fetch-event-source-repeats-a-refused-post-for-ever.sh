#!/usr/bin/env bash
# Guess: @microsoft/fetch-event-source, which sends POST, gives up where the answer is no event stream, and leaves a request alone whose
# answer had begun.
# Seen (28 November 2026, @microsoft/fetch-event-source 2.0.1): it sends the same POST again a second later, and so on without end, whatever went
# wrong: 401 with JSON, a connection lost before the answer, a stream that was cut after its first event. It rejects only
# where `onopen` or `onerror` throws. A page that is hidden and shown again sends it once more too (`openWhenHidden: true` prevents that).
# For you: a mutation over this client is executed again and again, and a token that has expired is a request a second for every open
# page. Throw in `onerror` for whatever is not a lost connection, and use it for subscriptions alone.
# Versions: @microsoft/fetch-event-source@2.0.1.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @microsoft/fetch-event-source@2.0.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { fetchEventSource } from '@microsoft/fetch-event-source';

// It looks at the page it is in.
globalThis.window = globalThis;
globalThis.document = Object.assign(new EventTarget(), { hidden: false });
let sent = 0;
let answer;
const server = http.createServer((request, response) => request.resume().on('end', () => { sent++; answer(response); }));
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const begin = (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: next\ndata: {}\n\n');
const hide = (hidden) => { document.hidden = hidden; document.dispatchEvent(new Event('visibilitychange')); };
const cases = {
  '401 with JSON': [(response) => response.writeHead(401, { 'content-type': 'application/json' }).end('{"errors":[]}')],
  'lost before the answer': [(response) => response.destroy()],
  'cut after an event': [(response) => { begin(response); setTimeout(() => response.destroy(), 100); }],
  'hidden, then shown': [begin, async () => { await pause(500); hide(true); await pause(300); hide(false); }],
  'complete': [(response) => { begin(response); response.end('event: complete\ndata: \n\n'); }],
};
const seen = {};
for (const [name, [how, during]] of Object.entries(cases)) {
  [answer, sent] = [how, 0];
  const stop = new AbortController();
  const sending = fetchEventSource(url, { method: 'POST', body: '{}', signal: stop.signal }).then(() => 'resolved', () => 'rejected');
  await during?.();
  const outcome = await Promise.race([sending, pause(3500).then(() => 'goes on')]);
  seen[name] = { sent, outcome };
  stop.abort();
}
console.table(seen);
const repeats = ['401 with JSON', 'lost before the answer', 'cut after an event'].every((name) => seen[name].sent >= 3 && seen[name].outcome === 'goes on');
process.exit(repeats && seen['hidden, then shown'].sent === 2 && seen.complete.sent === 1 ? 0 : 1);
JS
timeout 60 node run.mjs
