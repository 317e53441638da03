#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout of the gateway's repository, compiles what has changed first.
const build = new URL('../../scripts/build-if-needed.mjs', import.meta.url);
if (existsSync(build)) (await import(build.href)).buildIfNeeded();
await import('../../dist/sandbox/src/main.js');
