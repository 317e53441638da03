import { argv } from 'node:process';

/** `npm run bench`: what a request costs, or with `--busy-hour` what an hour of a tenant whose customers wait comes to. */
await import(argv.includes('--busy-hour') ? './busy-hour.mjs' : './speed.mjs');
