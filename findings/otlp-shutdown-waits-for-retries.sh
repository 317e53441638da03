#!/usr/bin/env bash
# Guessed: `exportTimeoutMillis` of BatchSpanProcessor bounds what shutdown() takes while a collector is away.
# Seen (@opentelemetry/sdk-trace-base 2.12.1, exporter-trace-otlp-http 0.223.1, Node 20.20.2, 2026-11-29; a collector in this script that
# answers 503 with `Retry-After: 3`): with exportTimeoutMillis 500 an export fails after half a second for the processor, but its
# exporter goes on trying, and shutdown() waits for that: 9 s, three more requests, up to the exporter's own timeoutMillis (10 s by
# default). Nothing rejects.
# For users: a process that must end in time bounds the wait itself, or gives the exporter a small `timeoutMillis`; a race that it wins
# leaves a timer behind which keeps the process up until the retries are over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @opentelemetry/api@1.9.1 @opentelemetry/sdk-trace-base@2.12.1 \
  @opentelemetry/exporter-trace-otlp-http@0.223.1
cat > ends.mjs <<'NODE'
import { createServer } from 'node:http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';

let asked = 0;
const collector = createServer((request, response) => {
  asked += 1;
  request.resume();
  response.writeHead(503, { 'retry-after': '3' }).end();
}).listen(0, '127.0.0.1');
await new Promise((resolve) => collector.once('listening', resolve));

async function shutdownOf(timeoutMillis) {
  asked = 0;
  const url = `http://127.0.0.1:${collector.address().port}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url, ...(timeoutMillis && { timeoutMillis }) });
  const processor = new BatchSpanProcessor(exporter, { exportTimeoutMillis: 500, scheduledDelayMillis: 50 });
  const provider = new BasicTracerProvider({ spanProcessors: [processor] });
  provider.getTracer('any').startSpan('any').end();
  while (asked === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  const since = performance.now();
  await provider.shutdown();
  return { seconds: Math.round((performance.now() - since) / 1000), asked };
}
const byDefault = await shutdownOf();
const bounded = await shutdownOf(1000);
console.log(`shutdown() took ${byDefault.seconds} s and ${byDefault.asked} requests with exportTimeoutMillis 500`);
console.log(`shutdown() took ${bounded.seconds} s and ${bounded.asked} requests with the exporter's timeoutMillis 1000 besides`);
process.exit(byDefault.seconds >= 6 && byDefault.asked > 2 && bounded.seconds <= 1 && bounded.asked === 1 ? 0 : 1);
NODE
timeout 100 node ends.mjs
