#!/usr/bin/env bash
# Guess: GQty's `resolve` runs the function that it is given once, sends what that touched, and returns what the function returned.
# Seen (28 November 2026, gqty 3.6.0): it runs it three times, to see what is asked and to read the answer out of its cache. Arguments that are made inside
# (crypto.randomUUID(), new Date()) differ from run to run, so the answer is not found: the mutation was sent and answered, and
# every field of it is undefined, without an error. With the same arguments it is read. The code generator (@gqty/cli 5.0.0) writes `Array<[String!]>`
# for a list of lists, which is no TypeScript, and says "Code generated successfully".
# For you: make idempotency keys and times before `resolve`, outside of the function, or an answer that the customer waits for is lost.
# Versions: gqty@3.6.0, @gqty/cli@5.0.0, graphql@16.15.0, graphql-ws@5.16.2, graphql-sse@2.6.1.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund gqty@3.6.0 @gqty/cli@5.0.0 graphql@16.15.0 graphql-ws@5.16.2 graphql-sse@2.6.1
cat > schema.graphql <<'GRAPHQL'
type Query { table: [[String!]!]! }
type Mutation { pay(key: String!): Receipt }
type Receipt { number: Int! }
GRAPHQL
node_modules/.bin/gqty generate schema.graphql client/index.ts </dev/null >/dev/null 2>&1
grep 'table' client/schema.generated.ts
cat > run.mjs <<'JS'
import http from 'node:http';
import { readFileSync } from 'node:fs';
import { Cache, createClient, defaultResponseHandler } from 'gqty';

const bodies = [];
const server = http.createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
  bodies.push(body);
  const [, alias] = /(\w+):pay/.exec(body.query) ?? [];
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ data: { [alias ?? 'pay']: { __typename: 'Receipt', number: 7 } } }));
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/`;
const __typename = { __type: 'String!' };
const { resolve } = createClient({
  schema: {
    query: { __typename },
    mutation: { __typename, pay: { __type: 'Receipt', __args: { key: 'String!' } } },
    subscription: {},
    Receipt: { __typename, number: { __type: 'Int!' } },
  },
  scalars: { Boolean: true, Int: true, String: true },
  cache: new Cache(undefined, { maxAge: 5000, staleWhileRevalidate: 60_000, normalization: true }),
  fetchOptions: {
    fetcher: async (body) =>
      defaultResponseHandler(
        await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      ),
  },
});
let runs = 0;
const pay = (key) => resolve(({ mutation }) => { runs++; const receipt = mutation.pay({ key: key() }); return [receipt?.__typename, receipt?.number].join(); });
const madeInside = await pay(() => crypto.randomUUID());
const made = crypto.randomUUID();
const runsOfOne = runs;
const madeBefore = await pay(() => made);
console.log({ runsOfOne, sent: bodies.length, madeInside, madeBefore });
const isNoTypeScript = readFileSync('client/schema.generated.ts', 'utf8').includes('Array<[String!]>');
process.exit(runsOfOne > 1 && bodies.length === 2 && madeInside === ',' && madeBefore === 'Receipt,7' && isNoTypeScript ? 0 : 1);
JS
timeout 30 node run.mjs
