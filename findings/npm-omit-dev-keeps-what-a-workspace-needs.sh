#!/usr/bin/env bash
# Guess: `npm ci --omit=dev --workspaces=false` leaves out every package that only the root's devDependencies name.
# Seen (28 November 2026, npm 11.19.1 and 10.9.9): a devDependency of the root that some workspace has among its dependencies is
# installed all the same. The lock marks a package as `dev` only where nobody needs it for production, the workspaces that the
# command leaves out included. Taken off the root's devDependencies, it is gone.
# For you: an image of the root alone carries the libraries of its workspaces, if the root's tests name them too. Let only the
# workspace name them; npm puts them where the root's tests find them.
# Versions: npm@11.19.1, npm@10.9.9; is-number@7.0.0, ms@2.1.3.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
mkdir -p npm project/inner
echo '{ "name": "inner", "version": "1.0.0", "dependencies": { "is-number": "7.0.0" } }' > project/inner/package.json
seen=''
for version in 11.19.1 10.9.9; do
  npm install --silent --no-audit --no-fund --prefix "$folder/npm/$version" "npm@$version"
  npm_cli="$folder/npm/$version/node_modules/npm/bin/npm-cli.js"
  for dev in '"is-number": "7.0.0", "ms": "2.1.3"' '"ms": "2.1.3"'; do
    cd "$folder/project"
    rm -rf node_modules package-lock.json
    echo "{ \"name\": \"root\", \"workspaces\": [\"inner\"], \"devDependencies\": { $dev } }" > package.json
    node "$npm_cli" install --package-lock-only --silent --no-audit --no-fund
    node "$npm_cli" ci --omit=dev --workspaces=false --silent --no-audit --no-fund
    found=$( (ls node_modules 2>/dev/null || true) | tr '\n' ' ')
    printf 'npm %s, root devDependencies { %s }: installed [ %s]\n' "$version" "$dev" "$found"
    seen+="[$found]"
  done
done
[ "$seen" = '[is-number ][][is-number ][]' ]
