#!/usr/bin/env bash
# Guess: `jest --selectProjects tests a.test.js` runs a.test.js of the project "tests"; a word that is no project's name is at least
# complained about.
# Seen (28 November 2026, Jest 30.5.2): every word after --selectProjects is taken as a project's name until the next option, so the file
# is one too, also behind `--selectProjects=tests`. It matches no project, nothing is said, and the whole project runs. Only
# with the file in front does the one file run.
# For you: put files first. On a large suite the difference is minutes of all your cores.
# Versions: jest@30.5.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
echo '{ "name": "two-files" }' > package.json
npm install --prefix . --silent --no-audit --no-fund jest@30.5.2
echo "module.exports = { projects: [{ displayName: 'tests' }, { displayName: 'others' }] };" > jest.config.js
for name in a b; do echo "test('$name', () => {});" > "$name.test.js"; done
count() { npx jest "$@" 2>&1 | tee -a output.txt | sed -n 's/^Tests: .* \([0-9]*\) total/\1/p'; }
behind=$(count --selectProjects tests a.test.js)
before=$(count a.test.js --selectProjects tests)
equals=$(count --selectProjects=tests a.test.js)
printf 'file behind: %s tests, file in front: %s, with an equals sign: %s\n' "$behind" "$before" "$equals"
[ "$behind $before $equals" = '2 1 2' ]
