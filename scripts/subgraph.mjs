import { argv } from 'node:process';
import { buildIfNeeded } from './build-if-needed.mjs';

await buildIfNeeded();
argv.push('--subgraph');
await import('../dist/src/emit-schema.js');
