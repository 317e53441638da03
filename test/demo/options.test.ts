import { expect, it } from '@jest/globals';
import { readOptions } from '../../tools/demo/options.js';

it('the demo takes its options', () => {
  expect(readOptions(['--live', '--folder', 'out'])).toEqual({
    json: false,
    live: true,
    'from-scratch': false,
    folder: 'out',
  });
});

it.each([['--help'], ['--url', 'x'], ['more']])(
  'the demo says which options it has, asked for %p',
  (...args) => {
    expect(readOptions(args)).toContain('npm run demo -- [--live]');
  },
);
