#!/usr/bin/env bash
# Guess: graphql-js's `validate` answers a list of errors, and never throws for a document that was parsed.
# Seen (30 November 2026, graphql 15.10.1, 16.15.0 and 17.0.2, graphql-ws 6.0.6): it throws in 16 where the field of a subscription has
# `@include(if: $variable)`, as was valid until the specification of September 2025: SingleFieldSubscriptionsRule collects that field
# without variables. 15 takes the document; 17 refuses every such condition, a literal one too, which 16 takes. Behind graphql-ws the throw
# closes the whole WebSocket with 4500, and with it all that other parts of the page have subscribed to.
# For you: call `validate` in a try, or refuse such conditions by a rule of your own that comes first; in documents put @include on
# the fields below, and let the client decide whether to subscribe.
# Versions: graphql@15.10.1, 16.15.0, 17.0.2, graphql-ws@6.0.6, ws@8.18.3.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund graphql@16.15.0 fifteen@npm:graphql@15.10.1 seventeen@npm:graphql@17.0.2 graphql-ws@6.0.6 ws@8.18.3
cat > run.mjs <<'JS'
import * as fifteen from 'fifteen';
import * as sixteen from 'graphql';
import { createClient } from 'graphql-ws';
import { useServer } from 'graphql-ws/use/ws';
import * as seventeen from 'seventeen';
import WebSocket, { WebSocketServer } from 'ws';

const SCHEMA = 'type Query { one: Int } type Subscription { tick: Int }';
const BY_VARIABLE = 'subscription ($now: Boolean!) { tick @include(if: $now) }';
const LITERAL = 'subscription { tick @include(if: true) }';
const outcome = ({ buildSchema, parse, validate }, text) => {
  try {
    return validate(buildSchema(SCHEMA), parse(text)).length === 0 ? 'valid' : 'refused';
  } catch {
    return 'throws';
  }
};
for (const graphql of [fifteen, sixteen, seventeen])
  console.log(`graphql ${graphql.version}: by a variable ${outcome(graphql, BY_VARIABLE)}, literal ${outcome(graphql, LITERAL)}`);

const schema = sixteen.buildSchema(SCHEMA);
const subscription = schema.getSubscriptionType().getFields().tick;
subscription.subscribe = async function* () {
  yield { tick: 1 };
  await new Promise(() => {});
};
const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' });
await new Promise((listening) => sockets.on('listening', listening));
useServer({ schema }, sockets);
const client = createClient({ url: `ws://127.0.0.1:${sockets.address().port}`, webSocketImpl: WebSocket, retryAttempts: 0, lazyCloseTimeout: 1000 });
const ended = new Promise((done) => {
  client.subscribe({ query: 'subscription { tick }' }, {
    next: () => {
      client.subscribe({ query: BY_VARIABLE, variables: { now: true } }, { next() {}, error() {}, complete() {} });
    },
    error: ({ code }) => done(`ended with ${code}`),
    complete: () => done('completed'),
  });
});
console.log(`graphql-ws: another subscription of the same client, after its first event: ${await ended}`);
process.exit();
JS
result=$(node run.mjs)
echo "$result"
[ "$result" = 'graphql 15.10.1: by a variable valid, literal valid
graphql 16.15.0: by a variable throws, literal valid
graphql 17.0.2: by a variable refused, literal refused
graphql-ws: another subscription of the same client, after its first event: ended with 4500' ]
