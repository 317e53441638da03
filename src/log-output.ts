import { type DestinationStream, pino } from 'pino';

/** So many characters are written at the latest, and what there is after so long. */
const LARGEST_BATCH = 8192;
const FLUSH_EVERY_MS = 100;
const WARNING = 40;

/**
 * Standard output, in batches: a line's own write would be a system call for each operation.
 * Warnings and errors are written at once with all that is before them, and so is everything at the end of the process; only
 * a process that is killed loses its last lines, 100 ms of them at the most.
 */
export function batchedOutput(): DestinationStream {
  const output = pino.destination({
    dest: 1,
    sync: true,
    minLength: LARGEST_BATCH,
    periodicFlush: FLUSH_EVERY_MS,
  });
  process.on('exit', () => output.flushSync());
  return {
    /** Has pino say which level each line is of. */
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line: string) {
      output.write(line);
      if (this.lastLevel >= WARNING) output.flushSync();
    },
  } as DestinationStream & { lastLevel: number };
}
