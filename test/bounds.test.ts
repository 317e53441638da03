import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { BOUNDS } from '../src/bounds.js';
import { FOLLOWING_BOUNDS } from '../src/following-bounds.js';

/** Their tables live for one request, or for the reading of one document. */
const OF_ONE_REQUEST = [
  'src/loaders/paged-index.ts',
  'src/loaders/index.ts',
  'src/loaders/paginator.ts',
  'src/loaders/requests-by-id.ts',
  'src/server/documents/size.ts',
  'src/server/subscriptions/streamed-request.ts',
];

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ file: `src/${name}`, text: readFileSync(`src/${name}`, 'utf8') }));
/** Each file as often as it makes a table of this kind that is kept. */
const filesThatMake = (table: RegExp) =>
  sources.flatMap(({ file, text }) => [...text.matchAll(table)].map(() => file)).sort();

describe('Every table that is kept has its bound in docs/security.md', () => {
  it('one of a cache for each that is made', () => {
    const made = filesThatMake(/new LRUCache\b/g);
    const caches = new Set(made);
    const listed = BOUNDS.map(({ file }) => file).filter((file) => caches.has(file));
    expect(listed.sort()).toEqual(made);
  });

  it('and one for what is in flight', () => {
    const made = new Set(
      filesThatMake(
        /^ {2}private .*= new (?:Map|Set|PassingSet)\b|^ {4}this\.\w+ = new (?:Map|Set|PassingSet)\b/gm,
      ),
    );
    const known = new Set([...BOUNDS, ...FOLLOWING_BOUNDS].map(({ file }) => file).concat(OF_ONE_REQUEST));
    // A PassingSet is counted where it is used.
    made.delete('src/passing-set.ts');
    expect([...made].filter((file) => !known.has(file))).toEqual([]);
    // What is listed is there.
    const all = new Set(sources.map(({ file }) => file));
    expect([...known].filter((file) => !all.has(file))).toEqual([]);
  });
});
