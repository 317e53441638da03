#!/usr/bin/env bash
# Guess: libraries that retry HTTP requests leave a POST alone unless they are told to repeat it; "network or idempotent" means idempotent.
# Seen (30 November 2026, Node 20.20 and 24.21): axios-retry (`axiosRetry(axios, { retries: 3 })`) sends a POST four times where the connection ends without an
# answer, on new connections, and once where the server answers 5xx; fetch-retry the same. superagent's `.retry(2)`, RTK Query's `retry()` and wretch's
# middleware also repeat what was answered with 500, 503 and 504. ofetch, ky, got, axios, superagent, gaxios (with `retry: true` too) and
# make-fetch-happen (with `retry` too) send it once.
# For you: a connection that ends without an answer says nothing of whether the POST was taken. axios-retry has `retryCondition:
# isIdempotentRequestError`, RTK Query `retry.fail`; or send a key that makes the repeat harmless.
# Versions: axios@1.21.1, axios-retry@4.5.0, fetch-retry@6.0.0, gaxios@7.3.1, got@14.6.6, ky@1.14.3, make-fetch-happen@15.0.6, ofetch@1.5.1,
# @reduxjs/toolkit@2.15.0, superagent@10.4.2, wretch@2.11.1.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund axios@1.21.1 axios-retry@4.5.0 fetch-retry@6.0.0 gaxios@7.3.1 got@14.6.6 ky@1.14.3 \
  make-fetch-happen@15.0.6 ofetch@1.5.1 @reduxjs/toolkit@2.15.0 superagent@10.4.2 wretch@2.11.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { configureStore } from '@reduxjs/toolkit';
import { createApi, fetchBaseQuery, retry } from '@reduxjs/toolkit/query';
import axios from 'axios';
import axiosRetry from 'axios-retry';
import fetchRetry from 'fetch-retry';
import { request as gaxios } from 'gaxios';
import got from 'got';
import ky from 'ky';
import makeFetchHappen from 'make-fetch-happen';
import { ofetch } from 'ofetch';
import superagent from 'superagent';
import wretch from 'wretch';
import { retry as retryOfWretch } from 'wretch/middlewares';

let posts = 0;
let answer = '';
// Reads each request to its end; then closes without a byte, or answers with a status.
const server = http.createServer((request, response) => {
  request.resume().on('end', () => {
    posts += 1;
    if (answer === 'closed') request.socket.destroy();
    else response.writeHead(Number(answer), { 'content-type': 'application/json', 'retry-after': '0' }).end('{}');
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const baseUrl = `http://127.0.0.1:${server.address().port}`;
const url = `${baseUrl}/step`;
const json = { step: 1 };
const init = { method: 'POST', body: JSON.stringify(json), headers: { 'content-type': 'application/json' } };
const retrying = axios.create();
axiosRetry(retrying, { retries: 3 });
const mutation = async (baseQuery) => {
  const api = createApi({ baseQuery, endpoints: (build) => ({ step: build.mutation({ query: () => ({ url: '/step', method: 'POST', body: json }) }) }) });
  const store = configureStore({ reducer: { [api.reducerPath]: api.reducer }, middleware: (all) => all().concat(api.middleware) });
  await store.dispatch(api.endpoints.step.initiate());
};
const LIBRARIES = {
  ofetch: () => ofetch(url, { method: 'POST', body: json }),
  ky: () => ky.post(url, { json }),
  got: () => got.post(url, { json }),
  axios: () => axios.post(url, json),
  superagent: () => superagent.post(url).send(json),
  'gaxios, retry: true': () => gaxios({ url, method: 'POST', data: json, retry: true }),
  'make-fetch-happen, retry': () => makeFetchHappen(url, { ...init, retry: { retries: 3, minTimeout: 10 } }),
  'RTK Query': () => mutation(fetchBaseQuery({ baseUrl })),
  'axios-retry, retries: 3': () => retrying.post(url, json),
  'fetch-retry': () => fetchRetry(fetch)(url, { ...init, retryDelay: 10 }),
  'superagent.retry(2)': () => superagent.post(url).send(json).retry(2),
  'RTK Query, retry()': () => mutation(retry(fetchBaseQuery({ baseUrl }), { maxRetries: 3, backoff: async () => {} })),
  'wretch, retry': () => wretch(url).middlewares([retryOfWretch({ delayTimer: 10, maxAttempts: 3, retryOnNetworkError: true })]).post(json).json(),
};
for (const [name, send] of Object.entries(LIBRARIES)) {
  const seen = [];
  for (answer of ['closed', '500', '503', '504']) {
    posts = 0;
    await Promise.resolve().then(send).catch(() => {});
    seen.push(`${answer} ${posts}`);
  }
  console.log(`${name}: ${seen.join(', ')}`);
}
process.exit();
JS
result=$(node run.mjs 2>/dev/null)
echo "$result"
once='closed 1, 500 1, 503 1, 504 1'
[ "$result" = "ofetch: $once
ky: $once
got: $once
axios: $once
superagent: $once
gaxios, retry: true: $once
make-fetch-happen, retry: $once
RTK Query: $once
axios-retry, retries: 3: closed 4, 500 1, 503 1, 504 1
fetch-retry: closed 4, 500 1, 503 1, 504 1
superagent.retry(2): closed 3, 500 3, 503 3, 504 3
RTK Query, retry(): closed 4, 500 4, 503 4, 504 4
wretch, retry: closed 4, 500 4, 503 4, 504 4" ]
