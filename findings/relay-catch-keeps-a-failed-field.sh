#!/usr/bin/env bash
# Guess: Relay's `@catch(to: RESULT)` gives a component the error of a field as the server sent it; and a field that failed counts as missing, so that
# `store-or-network` asks for it again.
# Seen (1 December 2026, relay-runtime and relay-compiler 21.0.1): `errors` has the `extensions` alone, typed unknown: no message, no path. The error lies in the store
# in the value's place, also of one that was there before. To `store-or-network` the field is available: whoever asks later, by another query too, gets
# the same error, and nothing is sent. It is there in a store that was written out as JSON as well. `@throwOnFieldError` throws "Unexpected
# response payload - check server logs for details." without the code. An error without a path is `ok: true`.
# For you: a form whose server was slow once is "slow" on every page until somebody fetches with `network-only`: let the button that tries again do so. Send
# customers' sentences by `extensions`. Errors about the whole request are for the network function.
# Versions: relay-runtime@21.0.1, relay-compiler@21.0.1, graphql@16.15.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund relay-runtime@21.0.1 relay-compiler@21.0.1 graphql@16.15.0
mkdir src
cat > schema.graphql <<'GRAPHQL'
type Query { request: Request }
type Request { id: ID!, form: Form }
type Form { title: String }
GRAPHQL
echo '{ "src": "./src", "schema": "./schema.graphql", "language": "typescript" }' > relay.config.json
cat > src/form.ts <<'TS'
import { graphql } from 'relay-runtime';
graphql`query formPlainQuery { request { id form { title } } }`;
graphql`query formCatchQuery { request { id form @catch(to: RESULT) { title } } }`;
graphql`query formWholeQuery @catch(to: RESULT) { request { id form { title } } }`;
graphql`query formThrowQuery @throwOnFieldError { request { id form { title } } }`;
TS
npx relay-compiler > compiled || { cat compiled; exit 1; }
cat > run.mjs <<'JS'
import fs from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { Environment, Network, RecordSource, Store, createOperationDescriptor, fetchQuery, getRequest } = require('relay-runtime');
// The compiler's artefact is an object behind types.
function artefactOf(name) {
  const text = fs.readFileSync(`src/__generated__/${name}.graphql.ts`, 'utf8');
  const object = text.slice(text.indexOf('(function(){'), text.indexOf('(node as any)')).replace(/\}\)\(\);\s*$/, '})()');
  fs.writeFileSync(`${name}.cjs`, `module.exports = ${object};`);
  return require(`./${name}.cjs`);
}
const [plain, caught, whole, thrown] = ['Plain', 'Catch', 'Whole', 'Throw'].map((kind) => artefactOf(`form${kind}Query`));
const answerOf = (form, errors) => ({ data: { request: { id: '1', form } }, ...(errors && { errors }) });
const error = { message: 'The form is late.', path: ['request', 'form'], extensions: { code: 'UPSTREAM_TIMEOUT' } };
let answer;
let sent = 0;
const network = Network.create(async () => {
  sent++;
  return answer;
});
const store = new Store(new RecordSource(), { gcReleaseBufferSize: 10 });
const environment = new Environment({ network, store });
environment.retain(createOperationDescriptor(getRequest(plain), {}));
const read = (query, from = environment) => JSON.stringify(from.lookup(createOperationDescriptor(getRequest(query), {}).fragment).data);
const ask = (query, fetchPolicy) =>
  fetchQuery(environment, query, {}, { fetchPolicy }).toPromise().then((data) => JSON.stringify(data), ({ message }) => `throws: ${message}`);
const seen = {};
answer = answerOf({ title: 'Contract' });
await ask(plain, 'network-only');
seen.before = read(caught);
answer = answerOf(null, [error]);
await ask(plain, 'network-only');
seen.failed = read(caught);
answer = answerOf({ title: 'Contract' });
seen['another query, store-or-network'] = await ask(whole, 'store-or-network');
seen['thrown, store-or-network'] = await ask(thrown, 'store-or-network');
seen.sent = sent;
const copy = new Store(new RecordSource(JSON.parse(JSON.stringify(store.getSource()))));
seen['from JSON'] = read(caught, new Environment({ network, store: copy }));
await ask(plain, 'network-only');
seen['fetched again'] = read(caught);
answer = answerOf(null, [{ message: 'Too much.', extensions: { code: 'RATE_LIMITED' } }]);
seen['without a path'] = await ask(whole, 'network-only');
seen.type = /readonly form: ([\s\S]*?);\n {4}readonly id/.exec(fs.readFileSync('src/__generated__/formCatchQuery.graphql.ts', 'utf8'))[1].replace(/\s+/g, ' ');
console.log(seen);
const failure = '{"errors":[{"extensions":{"code":"UPSTREAM_TIMEOUT"}}],"ok":false}';
const inRequest = (form) => `{"request":{"id":"1","form":${form}}}`;
const good = inRequest('{"ok":true,"value":{"title":"Contract"}}');
const isAsSeen =
  seen.before === good && seen.failed === inRequest(failure) && seen['another query, store-or-network'] === failure &&
  seen['thrown, store-or-network'] === 'throws: Relay: Unexpected response payload - check server logs for details.' &&
  seen.sent === 2 && seen['from JSON'] === inRequest(failure) && seen['fetched again'] === good &&
  seen['without a path'] === '{"ok":true,"value":{"request":{"id":"1","form":null}}}' && seen.type.endsWith(', unknown>');
process.exit(isAsSeen ? 0 : 1);
JS
NODE_ENV=production node run.mjs
