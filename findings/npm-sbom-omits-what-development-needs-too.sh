#!/usr/bin/env bash
# Guess: `npm sbom --omit=dev` lists what `npm ci --omit=dev` installs.
# Seen (30 November 2026, npm 10.9.4 and 11.19.1): a package that production depends on is left out where a package of development
# depends on it as well, in both formats, from the lock file and from what is installed. Here it is the only direct dependency, which
# `npm ls --omit=dev` names, which the lock file does not mark as `dev`, and which `npm ci --omit=dev` installs. Nothing warns. And of
# what `npm ci --omit=dev` has installed there is no list at all: ESBOMPROBLEMS, since the packages of development are missing.
# In a larger project 41 packages were missing so, ajv and lru-cache among them.
# For you: whoever scans such a list for advisories sees none of theirs. List all, and leave out what the lock file marks as dev.
# Versions: npm@10.9.4, npm@11.19.1, lru-cache@11.2.2, path-scurry@2.0.1.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
mkdir app ten eleven
npm install --prefix ten --silent --no-audit --no-fund npm@10.9.4
npm install --prefix eleven --silent --no-audit --no-fund npm@11.19.1
cat > app/package.json <<'JSON'
{ "name": "app", "version": "1.0.0", "dependencies": { "lru-cache": "11.2.2" }, "devDependencies": { "path-scurry": "2.0.1" } }
JSON
cd app
npm install --package-lock-only --silent --no-audit --no-fund
has() { if grep -c lru-cache >/dev/null; then echo listed; else echo missing; fi; }
marked=$(node -p "require('./package-lock.json').packages['node_modules/lru-cache'].dev ?? 'not dev'")
result="lock file: $marked"
for version in ten eleven; do
  npm="node ../$version/node_modules/npm/bin/npm-cli.js"
  result+="; npm $($npm --version 2>/dev/null)"
  $npm ci --silent --no-audit --no-fund 2>/dev/null
  for format in cyclonedx spdx; do
    result+=", $format $($npm sbom --omit=dev --sbom-format "$format" 2>/dev/null | has)"
    result+=", $format of the lock file $($npm sbom --omit=dev --package-lock-only --sbom-format "$format" 2>/dev/null | has)"
  done
  result+=", without --omit $($npm sbom --package-lock-only --sbom-format cyclonedx 2>/dev/null | has)"
  result+=", ls $($npm ls --all --omit=dev 2>/dev/null | has)"
  $npm ci --omit=dev --silent --no-audit --no-fund 2>/dev/null
  result+=", production installs $(echo node_modules/*)"
  result+=" and gets $({ $npm sbom --omit=dev --sbom-format cyclonedx 2>&1 || true; } | grep -o ESBOMPROBLEMS | head -n 1)"
done
echo "$result" | tr ';' '\n'
each='cyclonedx missing, cyclonedx of the lock file missing, spdx missing, spdx of the lock file missing, without --omit listed, ls listed'
each+=', production installs node_modules/lru-cache and gets ESBOMPROBLEMS'
[ "$result" = "lock file: not dev; npm 10.9.4, $each; npm 11.19.1, $each" ]
