import { type DestinationStream, pino } from 'pino';

/** So many characters are written at the latest, and what there is after so long. */
const LARGEST_BATCH = 8192;
const FLUSH_EVERY_MS = 100;
const WARNING = 40;
/** Characters that wait where nothing can be written, as on a full disk; what comes after them is lost. */
const MAX_WAITING = 1024 * 1024;

/**
 * Standard output, in batches: a line's own write would be a system call for each operation.
 * Warnings and errors are written at once with all that is before them, and so is everything at the end of the process; only
 * a process that is killed loses its last lines, 100 ms of them at most.
 */
export function batchedOutput(): DestinationStream {
  const output = pino.destination({
    dest: 1,
    sync: true,
    minLength: LARGEST_BATCH,
    periodicFlush: FLUSH_EVERY_MS,
    maxLength: MAX_WAITING,
  });
  // The disk is full, or the reader of the log has gone. It is tried again with the next lines; the gateway goes on.
  output.on('error', () => {});
  // Not `flushSync`: it tries until it can write (sonic-boom 4.2.1), and nothing else happens meanwhile.
  process.on('exit', () => output.flush());
  return {
    /** Has pino say which level each line is of. */
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line: string) {
      output.write(line);
      if (this.lastLevel >= WARNING) output.flush();
    },
  } as DestinationStream & { lastLevel: number };
}
