#!/usr/bin/env bash
# Guess: Prometheus keeps in its storage since when an alert has been active, so an alert that fires goes on firing after a restart, and its
# `for` does not begin again; `keep_firing_for` outlives a restart as well.
# Seen (29 November 2026, Prometheus 2.42.0 of Debian 12): an alert that has fired is pending again after a restart, for the whole of its `for`: what is
# kept is read only where `for` is longer than --rules.alert.for-grace-period, 10 minutes by default. With that flag below the `for` it fires on.
# `keep_firing_for` does not help: an alert whose condition is over and that is only being kept is gone with the restart, with the flag as well.
# For you: most alerts have a `for` of 1 to 10 minutes. A restart in the middle of an outage sends nothing for that long, and where it is
# longer than four times the resend delay (1 minute), Alertmanager tells "resolved" and then calls again. Set the flag to seconds.
# Needs a Debian 12 with Node, and installs the package below in a folder of its own. Takes two minutes.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
apt-get download -qq prometheus=2.42.0+ds-5+deb12u1 2>/dev/null
dpkg-deb -x prometheus_*.deb .
PATH="$folder/usr/bin:$PATH"
prometheus --version 2>&1 | head -1
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

let broken = 1;
let flickers = 1;
const target = http.createServer((request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(`broken ${broken}\nflickers ${flickers}\n`);
});
await new Promise((listening) => target.listen(0, '127.0.0.1', listening));
const LISTEN = '127.0.0.1:19397';
writeFileSync('prometheus.yml', `
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [rules.yml]
scrape_configs: [{job_name: target, static_configs: [{targets: ['127.0.0.1:${target.address().port}']}]}]
`);
writeFileSync('rules.yml', `
groups:
  - name: alerts
    rules:
      - {alert: Broken, expr: broken == 1, for: 15s}
      - {alert: Kept, expr: flickers == 1, keep_firing_for: 1h}
`);
let prometheus;
process.once('SIGTERM', () => { prometheus?.kill(); process.exit(1); });
const start = (name, flags) => {
  const args = ['--config.file=prometheus.yml', `--storage.tsdb.path=${name}`, `--web.listen-address=${LISTEN}`, ...flags];
  prometheus = spawn('prometheus', args, { stdio: 'ignore' });
};
const stop = async () => {
  const ended = new Promise((end) => prometheus.once('exit', end));
  prometheus.kill();
  await ended;
};
const alerts = async () => {
  const answer = await fetch(`http://${LISTEN}/api/v1/alerts`).catch(() => null);
  if (!answer?.ok) return null;
  return Object.fromEntries((await answer.json()).data.alerts.map(({ labels, state }) => [labels.alertname, state]));
};
/** What is seen once `holds` does. */
const until = async (holds) => {
  for (let tries = 0; tries < 300; tries++) {
    const now = await alerts();
    if (now && holds(now)) return now;
    await pause(200);
  }
  throw new Error('it did not come so far');
};
const told = ({ Broken = 'gone', Kept = 'gone' }) => `Broken ${Broken}, Kept ${Kept}`;
const rows = [];
for (const [name, flags] of [['by default', []], ['grace period of 5s', ['--rules.alert.for-grace-period=5s']]]) {
  flickers = 1;
  start(name.replaceAll(' ', '-'), flags);
  await until(({ Broken, Kept }) => Broken === 'firing' && Kept === 'firing');
  flickers = 0;
  await pause(4000);
  const before = told(await alerts());
  await stop();
  start(name.replaceAll(' ', '-'), flags);
  await until(({ Broken }) => Broken);
  await pause(6000); // several evaluations, and less than half of the alert's "for"
  rows.push(`${name}: before the restart: ${before}; after it: ${told(await alerts())}`);
  await stop();
}
console.log(rows.join('\n'));
process.exit(
  rows.join('\n') === `by default: before the restart: Broken firing, Kept firing; after it: Broken pending, Kept gone
grace period of 5s: before the restart: Broken firing, Kept firing; after it: Broken firing, Kept gone` ? 0 : 1,
);
JS
timeout 300 node run.mjs
