import { setFlagsFromString } from 'node:v8';

/** By how much the heap may grow before all of it is looked through again, in percent of what was alive the last time. */
const GROWTH_PERCENT = 30;

/**
 * V8 lets a small heap become four times as large as what is alive in it. A gateway's is small, and beside others on its machine:
 * it looks through it more often, for 60 MB less at full load (decision 0079).
 */
export function growLess(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
