import { argv, execPath } from 'node:process';
import { buildIfNeeded } from './build-if-needed.mjs';
import { run, runTool } from './install-tools.mjs';

// Generates all generated files that are in git, in the order in which they depend on each other. With --check it only reports stale files.
const check = argv.includes('--check') ? ['--check'] : [];
const TOOLS = 'tools/codegen';

runTool(TOOLS, 'openapi-typescript/bin/cli.js', [
  'src/openapi/vlens.yaml',
  '-o',
  'src/openapi/vlens.ts',
  ...check,
]);
await buildIfNeeded();
run(execPath, ['dist/src/emit-schema.js', ...check]);
runTool(TOOLS, '@graphql-codegen/cli/esm/bin.js', ['--config', 'codegen.yml', ...check]);
run(execPath, ['scripts/schema-reference.mjs', ...check]);
run(execPath, ['scripts/settings-reference.mjs', ...check]);
run(execPath, ['scripts/observability-reference.mjs', ...check]);
run(execPath, ['scripts/bounds.mjs', ...check]);
