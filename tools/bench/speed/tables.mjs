import { BEFORE, OURS, OURS_UNCACHED, OURS_UNDICI, OURS_UNDICI_UNCACHED } from './contenders.mjs';
import { median, ratio, ratioText } from './rounds.mjs';

/** [title, measure, what of it] of each column. */
const COLUMNS = [
  ['list', 'cold list', 'cpuPerRequest'],
  ['one', 'cold one', 'cpuPerRequest'],
  ['step', 'cold step', 'cpuPerRequest'],
  ['one, inlined', 'inlined one', 'cpuPerRequest'],
  ['step, inlined', 'inlined step', 'cpuPerRequest'],
  ['list, again', 'repeated list', 'cpuPerRequest'],
  ['one, again', 'repeated one', 'cpuPerRequest'],
  ['an event', 'fan-out', 'cpuPerRequest'],
  ['polls/s', 'polls', 'perSecond'],
  ['p50 ms', 'pace', 'p50'],
  ['p99 ms', 'pace', 'p99'],
];

/** What each contender takes: medians of the rounds. */
export function costRows(running) {
  return {
    head: ['CPU µs per request', ...COLUMNS.map(([title]) => title), 'first answer ms', 'MB'],
    rows: running.map(({ contender, results, startMs, megabytes }) => [
      contender.name,
      ...COLUMNS.map(([, measure, key]) =>
        results[measure] ? rounded(median(results[measure].map((result) => result[key])), key) : '',
      ),
      Math.round(startMs),
      Math.round(megabytes),
    ]),
  };
}

function rounded(value, key) {
  return key === 'p50' || key === 'p99' ? value.toFixed(1) : Math.round(value);
}

export const REACH_HEAD = ['times as fast', 'list', 'one', 'step'];

/** [whose, against whom, on which measures]: how many times as fast ours is. */
const REACH = [
  [OURS, 'GraphQL Yoga', ['cold list', 'cold one', 'cold step']],
  [OURS, 'Hive Gateway (Mesh)', ['cold list', 'cold one', 'cold step']],
  [OURS, 'Apollo Server + type-graphql, as one writes it first', ['cold list', 'cold one', 'cold step']],
  [OURS_UNDICI, 'Mercurius, jit, undici', ['cold list', 'cold one', 'cold step']],
  [OURS_UNDICI, 'raw node:http proxy', ['cold list', 'cold one', 'cold step']],
  [OURS_UNCACHED, 'Mercurius, jit, undici', ['repeated list', 'repeated one']],
  [OURS_UNDICI_UNCACHED, 'Mercurius, jit, undici', ['repeated list', 'repeated one']],
  [OURS, 'Mercurius, jit, undici', ['repeated list', 'repeated one']],
  [OURS_UNDICI, OURS, ['cold list', 'cold one', 'cold step']],
];

/** Ratios of CPU per request, with how much they spread over the rounds. */
export function ratioRows(running) {
  const resultsOf = (name, measure) =>
    running.find(({ contender }) => contender.name === name)?.results[measure]?.map((r) => r.cpuPerRequest);
  return REACH.map(([mine, theirs, measures]) => [
    `${mine}, against ${theirs}`,
    ...['list', 'one', 'step'].map((_, column) => {
      const measure = measures[column];
      const [own, other] = [resultsOf(mine, measure), resultsOf(theirs, measure)];
      return own && other ? ratioText(ratio(other, own)) : '';
    }),
  ]);
}

const MEASURES_OF_BEFORE = COLUMNS.filter(([, , key]) => key === 'cpuPerRequest');

export const BEFORE_HEAD = ['CPU over undici, 1 is as much', ...MEASURES_OF_BEFORE.map(([title]) => title)];

/** How much of the CPU of others this gateway takes, over undici. */
export function beforeRows(running) {
  const resultsOf = (name, measure) =>
    running.find(({ contender }) => contender.name === name)?.results[measure]?.map((r) => r.cpuPerRequest);
  return [BEFORE, 'GraphQL Yoga'].map((other) => [
    `of ${other}`,
    ...MEASURES_OF_BEFORE.map(([, measure]) => {
      const [own, theirs] = [resultsOf(OURS_UNDICI, measure), resultsOf(other, measure)];
      return own && theirs ? ratioText(ratio(own, theirs)) : '';
    }),
  ]);
}
