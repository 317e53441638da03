#!/usr/bin/env node
import { existsSync } from 'node:fs';

// In a checkout of the gateway's repository, what has changed is compiled first.
const checkout = new URL('../../scripts/sandbox.mjs', import.meta.url);
await import(existsSync(checkout) ? checkout.href : '../dist/sandbox/src/main.js');
