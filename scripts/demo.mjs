import { buildIfNeeded } from './build-if-needed.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

await buildIfNeeded();
stopWithNpm();
await import('../dist/tools/demo/main.js');
