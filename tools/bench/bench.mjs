import { argv } from 'node:process';
import { isOnImageNode } from './image-node.mjs';

/**
 * `npm run bench`: what a request costs, or with `--busy-hour` what an hour of a tenant whose customers wait comes to. That is played on
 * the Node of the images, and so is a comparison with an earlier build.
 */
const isOfImages = ['--busy-hour', '--before'].some((option) => argv.includes(option));
if (!isOfImages || isOnImageNode())
  await import(argv.includes('--busy-hour') ? './busy-hour.mjs' : './speed.mjs');
