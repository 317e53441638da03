import { spawn } from 'node:child_process';
import { buildIfNeeded } from './build-if-needed.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

// Compiles what changes and starts the gateway anew after each build; ends when either of the two does.
buildIfNeeded();
stopWithNpm();
const both = [
  ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json', '--watch', '--preserveWatchOutput'],
  ['--watch', '--watch-preserve-output', '--enable-source-maps', 'dist/src/main.js'],
].map((args) => spawn(process.execPath, args, { stdio: 'inherit' }));

const endBoth = () => {
  for (const each of both) each.kill();
};
for (const each of both) each.on('exit', endBoth);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, endBoth);
