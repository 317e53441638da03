import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Frees what nobody holds any more, as happens now and then under load; answers what is in use then. */
export async function collectGarbage(): Promise<NodeJS.MemoryUsage> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // What is let go of in one turn may let go of more in the next one.
  for (let round = 0; round < 3; round += 1) {
    await turn();
    collect();
  }
  return process.memoryUsage();
}

/** The same, of what V8 counts: objects, and the buffers that they hold. */
export async function bytesInUse(): Promise<number> {
  const { heapUsed, external } = await collectGarbage();
  return heapUsed + external;
}
