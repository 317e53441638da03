/** Sources run as the ES modules they are; swc emits the decorator metadata that type-graphql reads. */
export default {
  testEnvironment: 'node',
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
  testTimeout: 30000,
  // Sources that run as ES modules are never let go of by their process: it is replaced when it has grown.
  maxWorkers: '100%',
  workerIdleMemoryLimit: '700MB',
  reporters: ['default', '<rootDir>/scripts/left-out-reporter.mjs'],
};
