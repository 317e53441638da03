#!/usr/bin/env bash
# Guess: a JWKS that jose has fetched stays good while its server is away: when `cacheMaxAge` is over it tries to fetch again, and takes the keys
# that it has where that fails; `cooldownDuration` sees to it that a server in trouble is not asked for every token.
# Seen (29 November 2026, jose 6.2.18): once `cacheMaxAge` (10 minutes; here half a second) is over, every token of a known key is refused, with
# ERR_JOSE_GENERIC for a 503 and ERR_JWKS_TIMEOUT for a server that hangs, after `timeoutDuration` (5 seconds; here one) each. Each verification asks the
# server again: the cooldown counts from the last success. The keys are there all the while, in `keys.jwks()`.
# For you: an identity provider's outage of a few minutes signs everybody out of a service that needs nothing of it, and comes as an error
# that is no JWT error. Where that is not wanted, verify again with `createLocalJWKSet(keys.jwks())` when the fetch failed.
# Versions: jose@6.2.18.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund jose@6.2.18
cat > run.mjs <<'JS'
import http from 'node:http';
import { createLocalJWKSet, createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';

const { publicKey, privateKey } = await generateKeyPair('ES256');
const body = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256' }] });
let state = 'well';
let asked = 0;
const server = http.createServer((request, response) => {
  asked++;
  if (state === 'well') response.writeHead(200, { 'content-type': 'application/json' }).end(body);
  if (state === 'answers 503') response.writeHead(503).end();
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = new URL(`http://127.0.0.1:${server.address().port}/`);
const keys = createRemoteJWKSet(url, { cacheMaxAge: 500, timeoutDuration: 1000 });
const token = await new SignJWT({}).setProtectedHeader({ alg: 'ES256', kid: 'one' }).setExpirationTime('1h').sign(privateKey);
const verify = (by) => jwtVerify(token, by).then(() => 'ok', ({ code }) => code);
const later = (ms) => new Promise((done) => setTimeout(done, ms));

const seen = [];
const look = async (name, times = 3) => {
  const before = asked;
  const answers = [];
  for (let i = 0; i < times; i++) answers.push(await verify(keys));
  seen.push(`${name}: ${answers}; server asked ${asked - before} times`);
};
await look('well');
state = 'answers 503';
await look('answers 503, keys are fresh');
await later(600);
await look('answers 503, keys are old');
state = 'hangs';
await look('hangs, keys are old');
seen.push(`the keys that it has: ${await verify(createLocalJWKSet(keys.jwks()))}`);
state = 'well';
await look('well again');
server.closeAllConnections();
server.close();
console.log(seen.join('\n'));
process.exit(
  seen.join('\n') === `well: ok,ok,ok; server asked 1 times
answers 503, keys are fresh: ok,ok,ok; server asked 0 times
answers 503, keys are old: ERR_JOSE_GENERIC,ERR_JOSE_GENERIC,ERR_JOSE_GENERIC; server asked 3 times
hangs, keys are old: ERR_JWKS_TIMEOUT,ERR_JWKS_TIMEOUT,ERR_JWKS_TIMEOUT; server asked 3 times
the keys that it has: ok
well again: ok,ok,ok; server asked 1 times` ? 0 : 1,
);
JS
node run.mjs
