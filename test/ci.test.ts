import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';

const run = readFileSync('.ci/run', 'utf8');
const files = readdirSync('test/gateway').filter((name) => name.endsWith('.test.ts'));

it.each([
  ['differing_in_older', (name: string) => new RegExp(`^${name}\\.test`)],
  ['differing_in_sdk', (name: string) => new RegExp(`^${name}[^/]*\\.test`)],
  ['processes_of_the_gateway', (name: string) => new RegExp(`^${name}\\.test`)],
])(
  'Each of the names in %s of .ci/run is one of a test: a renamed one would be left out',
  (list, patternOf) => {
    const [, names = ''] = new RegExp(`^${list}='([^']+)'$`, 'm').exec(run) ?? [];
    const patterns = names.split('|');
    expect(patterns.length).toBeGreaterThan(5);
    expect(patterns.filter((name) => !files.some((file) => patternOf(name).test(file)))).toEqual([]);
  },
);
