import { writeTable } from '../tools/bench/write-table.mjs';
import { buildIfNeeded } from './build-if-needed.mjs';

await buildIfNeeded();
const { largeCases, smallCases, usersOfThePublishedQuota } = await import(
  '../dist/tools/simulation/what-is-needed.js'
);
const SCALING = new URL('../docs/scaling.md', import.meta.url);

writeTable('small', ['', 'simulated'], await smallCases(), SCALING);
const thousands = await usersOfThePublishedQuota();
writeTable(
  'published',
  ['', 'end users a month'],
  [['10 / s and 60 / min are enough for', `${thousands},000`]],
  SCALING,
);
const HEAD = [
  'end users a month',
  'operations / s',
  'upstream calls / s',
  'quota to ask for',
  'slowest step, ms',
  'subscribers',
  'replicas',
  'MB each',
  'Redis operations / s',
];
writeTable('large', HEAD, await largeCases(), SCALING);
