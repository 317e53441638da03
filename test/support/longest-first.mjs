import { relative } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** The files that took more than half a minute when .ci/run was last measured: none of them should be left to the end. */
const LONGEST = [
  'web/join',
  'web/status-screens',
  'clients/clients',
  'web/signing',
  'docs/pages',
  'sandbox/console',
  'deploy/image',
  'gateway/behind-haproxy',
  'sandbox/model',
  'gateway/stopped',
  'deploy/proxies',
  'config/starting',
  'redis/sentinel-and-cluster',
  'client/joining',
  'sandbox/identity',
];

/** Jest knows how long its files took the last time; on a clean checkout it takes the largest for the longest. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path, context }) => {
      const at = LONGEST.indexOf(relative(context.config.roots[0] ?? '', path).replace(/\.test\.ts$/, ''));
      return at < 0 ? LONGEST.length : at;
    };
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}
