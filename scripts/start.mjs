import { buildIfNeeded } from './build-if-needed.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

buildIfNeeded();
stopWithNpm();
// In one file it starts sooner; file by file, its stack traces name the sources.
await import(process.env.NODE_ENV === 'production' ? '../dist/gateway/main.js' : '../dist/src/main.js');
