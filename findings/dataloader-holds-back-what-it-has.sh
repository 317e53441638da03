#!/usr/bin/env bash
# Guess: a key that DataLoader has in its cache (loaded before, or primed) is answered at once; only what must be fetched waits for the batch.
# Seen (29 November 2026, dataloader 2.2.3): a cached key that is asked for in the same turn as one that is not waits until that one's batch has
# been answered, here 500 ms. Where the batch fails, the cached value comes after the failure. Asked for alone, or one turn later, it comes at once.
# For you: a list whose first half is primed is as slow as its slowest missing row, and a time limit that cuts the batch off takes the
# primed rows with it: with `@defer` or one deadline for each field they are late for nothing. Keep values that are known outside the loader
# (a Map that is looked into first) where they must not wait.
# Versions: dataloader@2.2.3.
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund dataloader@2.2.3
cat > run.mjs <<'JS'
import DataLoader from 'dataloader';

const later = (ms) => new Promise((done) => setTimeout(done, ms));
const primed = (answer) => {
  const loader = new DataLoader(async (keys) => {
    await later(500);
    return answer(keys);
  });
  return loader.prime('known', 'value');
};
const msUntil = async (promise) => {
  const from = performance.now();
  await promise;
  return Math.round(performance.now() - from);
};
const seen = {};
const alone = primed((keys) => keys);
seen['asked for alone'] = await msUntil(alone.load('known'));

const together = primed((keys) => keys);
const both = [msUntil(together.load('known')), together.load('missing')];
seen['asked for with a missing key'] = await both[0];
await both[1];

const after = primed((keys) => keys);
const missing = after.load('missing');
await later(50);
seen['asked for while that batch is in flight'] = await msUntil(after.load('known'));
await missing;

const failing = primed(() => { throw new Error('upstream is away'); });
const [known] = await Promise.all([msUntil(failing.load('known')), failing.load('missing').catch(() => {})]);
seen['asked for with a key whose batch fails'] = known;

for (const [when, ms] of Object.entries(seen)) console.log(`a primed key, ${when}: ${ms < 400 ? 'at once' : 'after the batch'}`);
const waits = Object.values(seen).map((ms) => ms >= 400);
process.exit(waits.join() === 'false,true,false,true' ? 0 : 1);
JS
node run.mjs
