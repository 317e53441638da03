#!/usr/bin/env bash
# Guess: whatever reads an event stream takes the three endings of a line that the HTML standard names (LF, CRLF and CR) for the same.
# Seen (28 November 2026): @urql/core 6.0.3 (fetchSubscriptions) and @graphql-tools/executor-http 3.4.1 read LF alone. From a stream with CRLF
# executor-http gives no event and ends as after `complete`, without an error; urql gives one error, "[Network] No Content", when the
# stream has ended, and nothing before. graphql-sse 2.6.1, eventsource 5.1.0 and @microsoft/fetch-event-source 2.0.1 read all three.
# For you: Grafbase's router and Python's sse-starlette write CRLF. A subscription through them looks to these clients like one without an
# event; where you have the choice, write LF on the server.
# Versions: as named, and graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @urql/core@6.0.3 @graphql-tools/executor-http@3.4.1 graphql-sse@2.6.1 eventsource@5.1.0 \
  @microsoft/fetch-event-source@2.0.1 graphql@16.15.0
cat > run.mjs <<'JS'
import http from 'node:http';
import { buildHTTPExecutor } from '@graphql-tools/executor-http';
import { fetchEventSource } from '@microsoft/fetch-event-source';
import { Client, fetchExchange } from '@urql/core';
import { EventSource } from 'eventsource';
import { parse } from 'graphql';
import { createClient } from 'graphql-sse';

// fetch-event-source looks at the page it is in.
globalThis.window = globalThis;
globalThis.document = Object.assign(new EventTarget(), { hidden: false });
let ending;
const server = http.createServer((request, response) => {
  const send = (event, data) => response.write([`event: ${event}`, `data: ${data}`, '', ''].join(ending));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  send('next', '{"data":{"n":1}}');
  setTimeout(() => send('next', '{"data":{"n":2}}'), 200);
  setTimeout(() => response.end(['event: complete', 'data: ', '', ''].join(ending)), 400);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/graphql`;
const query = 'subscription { n }';
const clients = {
  async 'executor-http'(got) {
    const events = await buildHTTPExecutor({ endpoint: url })({ document: parse(query), operationType: 'subscription' });
    for await (const { data } of events) got(data.n);
    got('ended');
  },
  urql: (got) =>
    void new Client({ url, exchanges: [fetchExchange], fetchSubscriptions: true })
      .subscription(query, {})
      .subscribe(({ data, error, hasNext }) => hasNext && !error ? got(data.n) : got(error?.message ?? 'ended')),
  'graphql-sse': (got) =>
    void createClient({ url, retryAttempts: 0 }).subscribe({ query }, { next: ({ data }) => got(data.n), error: got, complete: () => got('ended') }),
  eventsource(got) {
    const source = new EventSource(url);
    source.addEventListener('next', ({ data }) => got(JSON.parse(data).data.n));
    source.addEventListener('complete', () => { source.close(); got('ended'); });
  },
  'fetch-event-source': (got) =>
    void fetchEventSource(url, { onmessage: ({ event, data }) => got(event === 'next' ? JSON.parse(data).data.n : 'ended') }),
};
const seen = {};
for (const [name, subscribe] of Object.entries(clients)) {
  for (const [title, characters] of [['LF', '\n'], ['CRLF', '\r\n'], ['CR', '\r']]) {
    ending = characters;
    const events = [];
    subscribe((event) => events.push(event));
    await new Promise((done) => setTimeout(done, 1200));
    (seen[name] ??= {})[title] = events.join(', ');
  }
}
console.table(seen);
const reads = (name, title) => seen[name][title] === '1, 2, ended';
const isAsSeen =
  Object.keys(seen).every((name) => reads(name, 'LF')) &&
  ['graphql-sse', 'eventsource', 'fetch-event-source'].every((name) => reads(name, 'CRLF') && reads(name, 'CR')) &&
  seen['executor-http'].CRLF === 'ended' && seen.urql.CRLF === '[Network] No Content';
process.exit(isAsSeen ? 0 : 1);
JS
timeout 60 node run.mjs
