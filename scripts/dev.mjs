import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { buildIfNeeded } from './build-if-needed.mjs';
import { COMPILED, compile } from './compile.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

const PAUSE_MS = 100;

// Compiles changed files, and restarts the gateway after each build. Ends when the gateway ends.
await buildIfNeeded();
stopWithNpm();
const gateway = spawn(
  process.execPath,
  ['--watch', '--watch-preserve-output', '--enable-source-maps', 'dist/src/start.js'],
  { stdio: 'inherit' },
);
gateway.on('exit', (code) => process.exit(code ?? 0));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => gateway.kill());

// An editor saves in several steps, so wait for the last one before compiling.
let waiting = null;
for (const room of COMPILED) {
  watch(room, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(compileWhatChanged, PAUSE_MS);
  });
}

function compileWhatChanged() {
  try {
    compile();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
  }
}
