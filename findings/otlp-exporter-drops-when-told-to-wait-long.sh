#!/usr/bin/env bash
# Guess: an exporter of OpenTelemetry that gets 429 with Retry-After: 30 sends the same spans again after thirty seconds.
# Seen (28 November 2026, @opentelemetry/exporter-trace-otlp-http 0.223.0): it drops them at once, after one request, with
# "Export failed with retryable status": a wait beyond what is left of its own timeout (10 s) is none. With Retry-After: 1 it sends six
# times, a second apart. It does not tell how many spans were lost.
# For you: a collector or its proxy that slows exporters down should say a few seconds, not half a minute; else each batch of that time is
# gone, where no Retry-After at all would have had five attempts. Count `failure` of the exporter in a metric, or you see nothing.
# Versions: @opentelemetry/exporter-trace-otlp-http@0.223.0, @opentelemetry/sdk-trace-base@2.12.0, @opentelemetry/api@1.9.1.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund @opentelemetry/exporter-trace-otlp-http@0.223.0 @opentelemetry/sdk-trace-base@2.12.0 @opentelemetry/api@1.9.1
cat > run.mjs <<'JS'
import http from 'node:http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BasicTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';

async function exportOne(headers) {
  let requests = 0;
  const server = http.createServer((request, response) => {
    requests++;
    request.resume().on('end', () => response.writeHead(429, headers).end());
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${server.address().port}/v1/traces` });
  const { error } = await new Promise((resolve) => {
    const watched = {
      export: (spans, done) => exporter.export(spans, (result) => { done(result); resolve(result); }),
      shutdown: () => exporter.shutdown(),
    };
    const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(watched)] });
    provider.getTracer('t').startSpan('s').end();
  });
  server.close();
  server.closeAllConnections();
  console.log(`429, ${JSON.stringify(headers)}: ${requests} requests, then: ${error?.message}`);
  return requests;
}
const seen = [await exportOne({ 'retry-after': '30' }), await exportOne({ 'retry-after': '1' }), await exportOne({})];
process.exit(seen[0] === 1 && seen[1] > 2 && seen[2] > 2 ? 0 : 1);
JS
timeout 90 node run.mjs
