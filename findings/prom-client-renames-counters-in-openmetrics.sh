#!/usr/bin/env bash
# Guess: prom-client's OpenMetrics content type changes the form of the answer, not the names of the time series.
# Seen (28 November 2026, prom-client 15.1.3, Prometheus 2.42.0 of Debian 12): a counter `calls` is stored as `calls_total` as soon as the
# registry has the OpenMetrics type; `calls` is gone, and alerts on it are silent. Names that end in _total stay.
# Prometheus asks for OpenMetrics first, but prom-client does not look at Accept: the registry's type is what is sent to everybody.
# Exemplars are stored (with --enable-feature=exemplar-storage).
# For you: name every counter *_total from the start; before exemplars are switched on, search dashboards and alerts for those that are not.
# Versions: prom-client@15.1.3, Debian 12's prometheus.
set -euo pipefail
command -v prometheus >/dev/null || { echo 'prometheus is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund prom-client@15.1.3
prometheus --version 2>&1 | head -1
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { Counter, Histogram, Registry } from 'prom-client';

const LISTEN = '127.0.0.1:19390';
function registry(type) {
  const registers = [new Registry()];
  registers[0].setContentType(type);
  new Counter({ name: 'calls', help: 'h', registers }).inc(3);
  new Counter({ name: 'answers_total', help: 'h', registers }).inc(3);
  const enableExemplars = type === Registry.OPENMETRICS_CONTENT_TYPE;
  const seconds = new Histogram({ name: 'seconds', help: 'h', buckets: [1], registers, enableExemplars });
  seconds.observe(enableExemplars ? { value: 0.5, exemplarLabels: { trace_id: 'abc' } } : 0.5);
  return registers[0];
}
const registries = { '/text': registry(Registry.PROMETHEUS_CONTENT_TYPE), '/open': registry(Registry.OPENMETRICS_CONTENT_TYPE) };
const server = http.createServer(async ({ url }, response) => {
  response.writeHead(200, { 'content-type': registries[url].contentType }).end(await registries[url].metrics());
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const jobs = ['text', 'open'].map((name) => `  - {job_name: ${name}, metrics_path: /${name}, static_configs: [{targets: ['127.0.0.1:${server.address().port}']}]}`);
writeFileSync('prometheus.yml', `global: {scrape_interval: 1s}\nscrape_configs:\n${jobs.join('\n')}\n`);
const args = ['--config.file=prometheus.yml', '--storage.tsdb.path=data', `--web.listen-address=${LISTEN}`, '--enable-feature=exemplar-storage'];
const prometheus = spawn('prometheus', args, { stdio: 'ignore' });
const ask = async (path, query) => {
  const answer = await fetch(`http://${LISTEN}/api/v1/${path}?${new URLSearchParams(query)}`).catch(() => null);
  return answer?.ok ? (await answer.json()).data : null;
};
const jobsWith = async (query) => ((await ask('query', { query }))?.result ?? []).map(({ metric }) => metric.job).sort().join();
const giveUpAt = Date.now() + 30_000;
while ((await jobsWith('up == 1')) !== 'open,text' && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 300));
const seen = {};
for (const name of ['calls', 'calls_total', 'answers_total']) seen[name] = await jobsWith(name);
const now = Date.now() / 1000;
const exemplars = await ask('query_exemplars', { query: 'seconds_bucket', start: now - 60, end: now + 60 });
console.log(seen, 'exemplars:', JSON.stringify(exemplars.map(({ exemplars: [{ labels }] }) => labels)));
const ended = new Promise((resolve) => prometheus.on('exit', resolve));
prometheus.kill();
await ended;
process.exit(seen.calls === 'text' && seen.calls_total === 'open' && seen.answers_total === 'open,text' && exemplars.length === 1 ? 0 : 1);
JS
timeout 90 node run.mjs
