import type { Logger } from 'pino';
import { type MonotonicClock, systemClock } from './clock.js';
import { failuresOf } from './close-each.js';
import { ConfigError } from './config/config-error.js';
import { toLoggableError } from './log.js';

/** What the message about a failed start needs to know about the server that was being started. */
export interface Starting {
  /** The setting for its port. */
  portSetting: string;
  port: number;
  /** Its own error class, whose messages may be shown as they are. */
  ownErrors?: new (
    ...args: never[]
  ) => Error;
}

/**
 * Runs one part of the start. If it fails for a reason that the operator can fix, this prints the reason on stderr and ends with exit code
 * 1.
 */
export async function exitOnConfigError<T>(start: () => T | Promise<T>, starting?: Starting): Promise<T> {
  try {
    return await start();
  } catch (error) {
    const sentence = explanation(error, starting);
    if (sentence === null) throw error;
    process.stderr.write(`${sentence}\n`);
    process.exit(1);
  }
}

/** The message for a start that failed because of a setting; null for any other error, such as a missing file (`start.ts`). */
export function explanation(error: unknown, starting?: Starting): string | null {
  if (error instanceof ConfigError) return error.message;
  if (!starting || !(error instanceof Error)) return null;
  const { portSetting, port, ownErrors } = starting;
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return (
      `Port ${port} is taken by another process; end that one, ` +
      `or set ${portSetting} to a free port, e.g. ${portSetting}=${port + 10}.`
    );
  }
  if (ownErrors && error instanceof ownErrors) return error.message;
  switch (code) {
    case 'EACCES':
      return `Port ${port} may not be used by this user; set ${portSetting} to one above 1023.`;
    default:
      return isOfAddress(error)
        ? 'HOST is not an address of this machine; write e.g. HOST=127.0.0.1 or HOST=0.0.0.0.'
        : null;
  }
}

/** The system has many error codes for an address that can't be resolved or listened on. */
function isOfAddress(error: Error): boolean {
  return 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo');
}

/** How the running gateway is stopped. */
export interface Stopping {
  /** Ends gracefully, after the operations in flight. */
  close: () => Promise<void>;
  /** Ends soon; returns how many operations that cuts. */
  hurry?: () => number;
  /** Shows a message to a person at a terminal. */
  say?: (sentence: string) => void;
  logger: Pick<Logger, 'error'>;
  /** Whether SIGHUP reloads the settings while the gateway runs, instead of stopping it. */
  isHangUpReload?: boolean;
  clock?: MonotonicClock;
}

/** Under npm, one Ctrl-C arrives twice: from the terminal, and from npm, which passes it on. */
const SAME_PRESS_MS = 2000;
/** By then, a forced end is complete, or never will be. */
const HURRIED_END_MS = 10_000;

/**
 * Handles signals during the start. For process 1 of a container, a signal without a handler is ignored, and the container is killed after
 * its grace period. Until the gateway listens, nothing is in flight, and a signal ends the process at once. After that, SIGTERM is kept for
 * `stopOnSignals`.
 */
export function endWhileStarting(): { isListening: () => void; stopIfAsked: () => void } {
  let isListening = false;
  let isAsked = false;
  const onSignal = () => {
    if (!isListening) process.exit(0);
    isAsked = true;
  };
  for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, onSignal);
  return {
    isListening() {
      isListening = true;
      process.off('SIGINT', onSignal);
    },
    stopIfAsked() {
      process.off('SIGTERM', onSignal);
      if (isAsked) process.kill(process.pid, 'SIGTERM');
    },
  };
}

/**
 * On SIGTERM or SIGINT, closes the gateway and exits with code 0, or 1 if closing failed. SIGHUP does the same, unless it reloads the
 * settings. A terminal that closes sends it to all its processes, and without a handler it ends Node at once, even under nohup. Only a
 * second Ctrl-C forces the end, and reports what it cuts. A supervisor, npm or `stop-with-npm.mjs` may send SIGTERM as often as they like.
 */
export function stopOnSignals({
  close,
  hurry = () => 0,
  say = (sentence) => process.stderr.write(`${sentence}\n`),
  logger,
  isHangUpReload = false,
  clock = systemClock,
}: Stopping): void {
  let stoppedAt: number | null = null;
  let exitCode = 0;
  const force = () => {
    exitCode = 1;
    const cut = hurry();
    if (cut > 0) say(`Forced to end: ${cut} in flight; a step among them gets outcome UNKNOWN.`);
    setTimeout(() => process.exit(exitCode), HURRIED_END_MS).unref();
  };
  const stop = async (signal: NodeJS.Signals) => {
    if (stoppedAt !== null) {
      if (signal === 'SIGINT' && exitCode === 0 && clock.monotonicNow() - stoppedAt > SAME_PRESS_MS) force();
      return;
    }
    if (signal === 'SIGHUP' && isHangUpReload) return;
    stoppedAt = clock.monotonicNow();
    await close().catch((error: unknown) => {
      exitCode = 1;
      for (const failure of failuresOf(error))
        logger.error({ error: toLoggableError(failure) }, 'a part of the gateway failed to stop');
    });
    process.exit(exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
}

/**
 * Logs unhandled rejections. They are mistakes of ours or of a library (ioredis ignores the promise of its ASKING command:
 * findings/ioredis-rejects-asking-to-nobody.sh), and must not end the operations of other clients.
 */
export function logUnhandledRejections(logger: Pick<Logger, 'error'>): void {
  process.on('unhandledRejection', (reason) => {
    logger.error({ error: toLoggableError(reason) }, 'unhandled rejection');
  });
}

/**
 * Ends the process after an uncaught exception, as Node does. Node would also print its message and properties, which may contain anything:
 * ioredis includes the failed command with its arguments, such as the password of AUTH.
 */
export function endOnUncaughtException(): void {
  process.on('uncaughtException', (thrown) => {
    const error = toLoggableError(thrown);
    const line = { level: FATAL, time: new Date().toISOString(), error, msg: 'uncaught exception' };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    process.exit(1);
  });
}

/** pino's level. An error during the start has no logger yet. */
const FATAL = 60;
