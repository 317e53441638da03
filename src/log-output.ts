import { type DestinationStream, pino } from 'pino';

/** Output is written when this many characters wait, or after this time. */
const LARGEST_BATCH = 8192;
const FLUSH_EVERY_MS = 100;
const WARNING = 40;
/** The most characters that wait if nothing can be written, for example on a full disk. Later output is lost. */
const MAX_WAITING = 1024 * 1024;

/**
 * Writes each line to standard output at once. pino's own default does so too, but ends with `flushSync`, which blocks the process for ever
 * if the reader of the log has gone (pino 10.4.0, sonic-boom 4.2.1).
 */
export function unbatchedOutput(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}

/**
 * Writes to standard output in batches, since a write for each line would be a system call per operation. Warnings and errors are written
 * at once, with everything before them, and so is everything when the process ends. Only a killed process loses its last lines, at most 100
 * ms of them.
 */
export function batchedOutput(): DestinationStream {
  const output = pino.destination({
    dest: 1,
    sync: true,
    minLength: LARGEST_BATCH,
    periodicFlush: FLUSH_EVERY_MS,
    maxLength: MAX_WAITING,
  });
  // The disk is full, or the reader of the log is gone. The next lines try again, and the gateway continues.
  output.on('error', () => {});
  // This does not use `flushSync`, which blocks the process until it can write (sonic-boom 4.2.1).
  process.on('exit', () => output.flush());
  return {
    /** Makes pino set `lastLevel` to the level of each line. */
    [pino.symbols.needsMetadataGsym]: true,
    lastLevel: 0,
    write(line: string) {
      output.write(line);
      if (this.lastLevel >= WARNING) output.flush();
    },
  } as DestinationStream & { lastLevel: number };
}
