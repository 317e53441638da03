#!/usr/bin/env bash
# Guess: `--enable-feature=native-histograms` of Prometheus makes it take one more kind of histogram, and changes nothing about those that are there.
# Seen (28 November 2026, Prometheus 2.42.0 of Debian 12, which watches itself here): with the flag it asks its targets for protobuf first, where a bound
# is a number; it writes that number out itself, `1.0` where the text form has `1`. So every classic bucket with a whole bound is another
# time series: le="1", "3", "60" end, and le="1.0", "3.0", "60.0" begin; "0.1" and "+Inf" go on. Targets that speak text alone (prom-client)
# keep theirs, and those that speak OpenMetrics (Caddy) had `1.0` all along. (Prometheus 3 does so to all of them, says its migration guide.)
# For you: alerts and service levels that name a bucket, as le="1", have no data from that restart on, without an error, for targets in Go
# alone. Match both, le=~"1(\\.0)?", before the flag or a newer Prometheus comes.
# Versions, of Debian 12: prometheus=2.42.0+ds-5+deb12u1. Needs, of Debian: prometheus, nodejs.
set -euo pipefail
command -v prometheus >/dev/null || { echo 'prometheus is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
prometheus --version 2>&1 | head -1
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

const LISTEN = '127.0.0.1:19396';
const QUERY = 'group by (le) (prometheus_http_request_duration_seconds_bucket)';
writeFileSync('prometheus.yml', `global: {scrape_interval: 1s}\nscrape_configs: [{job_name: self, static_configs: [{targets: ['${LISTEN}']}]}]\n`);
async function bounds(name, flags) {
  const args = ['--config.file=prometheus.yml', `--storage.tsdb.path=${name}`, `--web.listen-address=${LISTEN}`, ...flags];
  const prometheus = spawn('prometheus', args, { stdio: 'ignore' });
  const ended = new Promise((end) => prometheus.once('exit', end));
  process.once('SIGTERM', () => { prometheus.kill(); process.exit(1); });
  let found = [];
  for (let tries = 0; tries < 100 && found.length === 0; tries++) {
    await pause(300);
    const answer = await fetch(`http://${LISTEN}/api/v1/query?${new URLSearchParams({ query: QUERY })}`).catch(() => null);
    if (answer?.ok) found = (await answer.json()).data.result.map(({ metric }) => metric.le);
  }
  prometheus.kill();
  await ended;
  console.log(`${name}: ${found.sort((one, other) => Number.parseFloat(one) - Number.parseFloat(other)).join(' ')}`);
  return found;
}
const without = await bounds('without', []);
const withFlag = await bounds('with', ['--enable-feature=native-histograms']);
const isAsSeen = without.includes('1') && !without.includes('1.0') && withFlag.includes('1.0') && !withFlag.includes('1') && withFlag.includes('0.1');
process.exit(isAsSeen ? 0 : 1);
JS
timeout 90 node run.mjs
