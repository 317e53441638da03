import { setFlagsFromString } from 'node:v8';

/** By how much the heap may grow before all of it is looked through again, in percent of what was alive the last time. */
const GROWTH_PERCENT = 20;

/**
 * V8 lets a small heap become four times as large as what is alive in it. A gateway's is small, and beside others on its machine:
 * it looks through it more often, and takes half the memory at full load. And where V8 sees objects of one place in the code outlive two
 * quick collections under a burst, it puts all later ones of that place among the old: here each lives as long as its request,
 * and what was put there by then on every request would be looked through over and over. undici reads answers in WebAssembly:
 * to compile its reader a second time, for speed that a measurement can't find, takes 32 MB for a moment (decision 0079).
 */
export function setUpHeap(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  setFlagsFromString('--no-allocation-site-pretenuring');
  setFlagsFromString('--no-wasm-dynamic-tiering');
  setFlagsFromString('--no-wasm-tier-up');
}
