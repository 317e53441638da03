import { buildIfNeeded } from './build-if-needed.mjs';

buildIfNeeded();
await import('../dist/demo/main.js');
