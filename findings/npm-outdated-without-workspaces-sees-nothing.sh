#!/usr/bin/env bash
# Guess: `npm outdated --workspaces=false` lists what is old among a package's own dependencies, and leaves those of its workspaces out.
# Seen (28 November 2026, npm 11.19.1 and 10.9.9): once they are installed it prints nothing and exits with 0, with workspaces or without any; with
# `--all` it lists what the dependencies depend on. Before the install, or with node_modules gone, it lists them all as MISSING.
# For you: a weekly job that asks so is green for ever. Ask without that option, and leave the workspaces' rows out by their `dependent`.
# Versions: npm@11.19.1, npm@10.9.9; is-number@6.0.0 (7 is out).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
mkdir tool project
(cd tool && npm install --prefix . --silent --no-audit --no-fund npm-11@npm:npm@11.19.1 npm-10@npm:npm@10.9.9)
cd project
echo '{ "name": "project", "version": "1.0.0", "dependencies": { "is-number": "6.0.0" } }' > package.json
result=0
for version in 10 11; do
  npm() { node "$folder/tool/node_modules/npm-$version/bin/npm-cli.js" "$@"; }
  ask() { local code=0 rows; rows=$(npm outdated "$@" --parseable) || code=$?; echo "exit $code, rows: $(grep -c . <<<"$rows" || true)"; }
  rm -rf node_modules package-lock.json
  seen="before: $(ask --workspaces=false)"
  npm install --prefix . --silent --no-audit --no-fund
  seen+="; installed: $(ask --workspaces=false); without the option: $(ask)"
  echo "npm $(npm --version): $seen"
  [ "$seen" = 'before: exit 1, rows: 1; installed: exit 0, rows: 0; without the option: exit 1, rows: 1' ] || result=1
done
exit "$result"
