#!/usr/bin/env bash
# Guessed: a bundle's import() of a CommonJS module answers the same namespace each time, as Node's import() does.
# Seen: rolldown 1.2.19 makes the namespace anew at every call, and copies every export into it: a library that loads another
#   lazily inside a function (type-graphql 2.0.0-rc.4 does so with class-validator for every argument) pays for that each time.
# Versions: rolldown 1.2.19, Node 20.20.2 and 24.21.0. Date: 2026-11-28.
# For users: a hot path behind import() became 9 % slower in a bundled server; choosing the libraries' ES modules
#   (resolve.mainFields: ['module', 'main']) avoids it.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
echo '{"type":"module"}' > package.json
npm install --prefix . --silent --no-audit --no-fund rolldown@1.2.19
echo 'exports.one = 1; exports.two = 2;' > library.cjs
cat > main.js <<'JS'
const load = () => import('./library.cjs');
const [first, second] = [await load(), await load()];
console.log(first === second ? 'the same namespace' : 'another namespace each time', first.one + first.two);
JS
plain=$(node main.js)
cat > build.mjs <<'JS'
import { rolldown } from 'rolldown';
const bundle = await rolldown({ input: 'main.js', platform: 'node' });
await bundle.write({ dir: 'out' });
JS
node build.mjs
bundled=$(node out/main.js)
echo "rolldown $(node -p "require('./node_modules/rolldown/package.json').version"), node $(node --version)"
echo "node main.js:     $plain"
echo "node out/main.js: $bundled"
[ "$plain" = 'the same namespace 3' ] && [ "$bundled" = 'another namespace each time 3' ]
