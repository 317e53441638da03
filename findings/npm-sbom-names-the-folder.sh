#!/usr/bin/env bash
# Guess: the root component of `npm sbom` has the name that its package.json has.
# Seen (28 November 2026): npm 10.9.4 and 11.6.2 name it after the folder that it lies in; only its purl holds the package's name. So do
# workspaces (the folder `client` of the package @my/typed-client is the component `client`), while installed packages have their own.
# For you: two checkouts of one commit give two different lists, and a service that files lists by metadata.component.name (as
# Dependency-Track does) makes a project "build" or "workspace" of them. Take the name from the purl, or write it in before you upload.
# Versions: npm@10.9.4, npm@11.6.2, CycloneDX 1.5.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; mkdir -p "$folder/a-checkout/client"; cd "$folder/a-checkout"
printf '{"name":"my-service","version":"1.2.3","workspaces":["client"],"dependencies":{"@fastify/cors":"11.4.3"}}' > package.json
printf '{"name":"@my/typed-client","version":"1.2.3"}' > client/package.json
changed=0
for version in 10.9.4 11.6.2; do
  npm install --silent --no-audit --no-fund --prefix "../npm-$version" "npm@$version"
  npm="../npm-$version/node_modules/npm/bin/npm-cli.js"
  node "$npm" install --package-lock-only --no-audit --no-fund --silent
  seen=$(node "$npm" sbom --sbom-format cyclonedx --package-lock-only | node -e '
    const { metadata: { component }, components } = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const named = (purl) => components.find((each) => each.purl.includes(purl))?.name;
    console.log(component.name, component.purl, named("typed-client"), named("cors"));')
  printf 'npm %s: %s\n' "$version" "$seen"
  [ "$seen" = 'a-checkout pkg:npm/my-service@1.2.3 client @fastify/cors' ] || changed=1
done
exit "$changed"
