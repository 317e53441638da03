import { expect, it } from '@jest/globals';
import { readOptions } from '../../tools/soak/options.js';

it('the soak takes its options', () => {
  expect(readOptions([])).toMatchObject({ seconds: 600, replicas: 1, customers: 2, isDeploy: false });
  const given = [
    '--seconds',
    '90',
    '--seed',
    '7',
    '--replicas',
    '3',
    '--proxy',
    'haproxy',
    '--sentinel',
    '--rolling',
  ];
  expect(readOptions(given)).toEqual({
    ...{ help: false, seconds: 90, seed: 7, replicas: 3, customers: 2 },
    ...{ isBehindHaproxy: true, hasSentinels: true, isDeploy: true },
  });
});

it.each([
  [['--replicas', '0'], '--replicas is a whole number from 1, and not 0.'],
  [['--replicas', 'three'], '--replicas is a whole number from 1, and not three.'],
  [['--seconds', '1e'], '--seconds is a whole number from 1, and not 1e.'],
  [['--customers', ''], '--customers is a whole number from 1, and not empty.'],
  [['--proxy', 'nginx'], '--proxy is own or haproxy, and not nginx.'],
  [['--sentinel'], '--sentinel is for the Redis between gateways: name --replicas 2 or more.'],
])('the soak refuses what it would wait for, or leave out: %p', (args, sentence) => {
  expect(readOptions(args)).toBe(sentence);
});
