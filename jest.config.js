import { env } from 'node:process';
import { postgresBinaries } from './test/sandbox/support/postgres/server.mjs';

/** Sources run as the ES modules they are; swc emits the decorator metadata that type-graphql reads. */
const project = {
  testEnvironment: '<rootDir>/test/support/environment.mjs',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

/** What touches the sandbox's store runs on PostgreSQL too, where a server is installed. */
const ON_BOTH = [
  'activation-otp',
  'answers',
  'at-once',
  'contract-pdf',
  'control-api',
  'creating',
  'isolation',
  'login',
  'identity',
  'model',
  'operators',
  'people-model',
  'registration',
  'sessions',
  'signing',
  'signing-session',
  'two-signers',
  'webhooks',
  'webhooks-again',
  'webhooks-subscriptions',
];
// .ci/run has them beside the others: they take a browser through whole pages, or need packages that come later.
const BESIDE = [
  '/test/web/(join|opening|signing|status-screens).test.ts$',
  '/test/(clients|deploy|federation)/',
];
const leftOut = env.WITHOUT_BESIDE === '1' ? BESIDE : [];
// .ci/run repeats these last, if there is time.
const repeats = env.WITHOUT_REPEATS === '1' ? [] : [`**/test/sandbox/(${ON_BOTH.join('|')}).test.ts`];
const onSqlite = {
  ...project,
  displayName: 'tests',
  globals: { sandboxOn: 'sqlite' },
  testPathIgnorePatterns: ['/node_modules/', '/test/sandbox/postgres/', '/left-out.test.ts$', ...leftOut],
};
const onPostgres = {
  ...project,
  displayName: 'postgres',
  globals: { sandboxOn: 'postgres' },
  testMatch: [...repeats, '**/test/sandbox/postgres/*.test.ts'],
  globalSetup: '<rootDir>/test/sandbox/support/postgres/start.mjs',
  globalTeardown: '<rootDir>/test/sandbox/support/postgres/stop.mjs',
};
const noPostgres = {
  ...project,
  displayName: 'postgres',
  testMatch: ['**/test/sandbox/support/postgres/left-out.test.ts'],
};

export default {
  projects: postgresBinaries() === null ? [onSqlite, noPostgres] : [onSqlite, onPostgres],
  testTimeout: 120000,
  // Sources that run as ES modules are never let go of by their process: it is replaced when it has grown.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '700MB',
  // A process with nothing open still takes most of a second to go on a busy machine, for all that memory. Jest gives
  // it half a second, then ends it and says that tests leak; whether they do is told by environment.mjs.
  workerGracefulExitTimeout: 30000,
  testSequencer: '<rootDir>/test/support/longest-first.mjs',
  reporters: ['default', '<rootDir>/scripts/left-out-reporter.mjs'],
};
