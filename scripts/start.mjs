import { buildForProductionIfNeeded, buildIfNeeded } from './build-if-needed.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

// In one file it starts sooner; file by file, its stack traces name the sources, and the page is built when it is asked for.
const isProduction = process.env.NODE_ENV === 'production';
await (isProduction ? buildForProductionIfNeeded() : buildIfNeeded());
stopWithNpm();
await import(isProduction ? '../dist/gateway/main.js' : '../dist/src/main.js');
