import { close, open } from 'node:fs';
import { devNull } from 'node:os';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics/index.js';
import type { ConnectionEnd } from './connections.js';
import { atMostOnceAMinute } from './once-a-minute.js';

const SENTENCES: Readonly<Record<ConnectionEnd, string>> = {
  idle: 'many connections are open: idle ones are closed',
  refused: 'too many connections are open: new ones are refused',
  pipelined: 'too many requests wait behind others on their connections: connections are closed',
  accept_failed: 'connections could not be accepted',
  no_open_files: 'no more files can be opened: new connections are reset, and Vlens can’t be reached',
};

const CHECK_FILES_EVERY_MS = 5_000;
const NO_FILES: ReadonlySet<string | undefined> = new Set(['EMFILE', 'ENFILE']);

/** Counts each closed or refused connection, and logs each reason at most once a minute. */
export function connectionEnds(
  logger: Pick<Logger, 'warn'>,
  { countConnectionEnd }: Pick<Metrics, 'countConnectionEnd'>,
  now: () => number,
): (why: ConnectionEnd) => void {
  const say = (why: ConnectionEnd) =>
    atMostOnceAMinute((suppressed) => logger.warn({ reason: why, suppressed }, SENTENCES[why]), now);
  const says = {
    idle: say('idle'),
    refused: say('refused'),
    pipelined: say('pipelined'),
    accept_failed: say('accept_failed'),
    no_open_files: say('no_open_files'),
  };
  return (why) => {
    countConnectionEnd(why);
    says[why]();
  };
}

/**
 * Checks regularly whether this process can open a file. If it can't, libuv accepts each connection with a spare file descriptor, closes
 * it, and reports nothing.
 * @returns a function that stops the check
 */
export function watchOpenFiles(onNone: () => void): () => void {
  const timer = setInterval(() => {
    open(devNull, (error, file) => {
      if (!error) close(file);
      else if (NO_FILES.has(error.code)) onNone();
    });
  }, CHECK_FILES_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}
