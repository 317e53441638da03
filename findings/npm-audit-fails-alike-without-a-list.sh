#!/usr/bin/env bash
# Guess: where a registry has no list of advisories, `npm audit` says so in a way that a script can tell from a finding, by its exit code or
# under the keys of its JSON; `npm install`, which audits by itself, says it too.
# Seen (28 November 2026, npm 11): `npm audit --audit-level=critical` exits with 1, as for a critical advisory. `--json` prints an object without
# `vulnerabilities` or `metadata`: the error's own message, status and headers. `npm install` exits with 0 and does not say that it audited nothing.
# For you: behind a mirror, a job that runs `npm audit` is red for ever, and an install that says "0 vulnerabilities" no longer has not looked.
# Read the JSON: no `metadata` means no list; scan an SBOM then.
# Versions: npm 11.19.1; a registry of a few lines on loopback that has no audit.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "name": "outer", "version": "1.0.0", "dependencies": { "graphql": "16.15.0" } }' > package.json
# The npm that is asked: pinned, and not the machine's own.
npm install --silent --no-audit --no-fund --prefix "$folder/tool" npm@11.19.1
export PATH="$folder/tool/node_modules/.bin:$PATH"
echo "npm $(npm --version)"
npm install --prefix . --package-lock-only --no-audit --silent
cat > run.mjs <<'JS'
import { spawn } from 'node:child_process';
import http from 'node:http';

const asked = [];
const server = http.createServer((request, response) => {
  asked.push(`${request.method} ${request.url}`);
  response.writeHead(405).end();
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const registry = `http://127.0.0.1:${server.address().port}`;
const npm = (...args) =>
  new Promise((resolve) => {
    const child = spawn('npm', [...args, '--registry', registry, '--fetch-retries=0', '--no-fund']);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (text) => (stdout += text));
    child.stderr.on('data', (text) => (stderr += text));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
const install = await npm('install', '--package-lock-only');
const audit = await npm('audit', '--audit-level=critical', '--json');
const keys = Object.keys(JSON.parse(audit.stdout));
console.log('install: exit', install.code, JSON.stringify(install.stdout + install.stderr));
console.log('audit: exit', audit.code, 'keys', keys.join());
console.log([...new Set(asked)].join('\n'));
const isAsSeen = install.code === 0 && !/audit/i.test(install.stderr) && audit.code === 1 &&
  !keys.includes('metadata') && !keys.includes('vulnerabilities');
process.exit(isAsSeen ? 0 : 1);
JS
node run.mjs
