import { buildIfNeeded } from './build-if-needed.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

buildIfNeeded();
stopWithNpm();
await import('../dist/tools/demo/main.js');
