import type { Logger } from 'pino';
import { type MonotonicClock, systemClock } from './clock.js';
import { ConfigError } from './config/config-error.js';
import { toLoggableError } from './log.js';

/** What the sentence about a failed start needs to know of what was started. */
export interface Starting {
  /** Which setting says where it listens. */
  portSetting: string;
  port: number;
  /** Errors of its own whose messages are such sentences. */
  ownErrors?: new (
    ...args: never[]
  ) => Error;
}

/** Runs one part of the start; where it can't go on, says why in a sentence on stderr and ends with exit code 1. */
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

/** The sentence for a start that failed in a way that a setting can correct; null for anything else. */
export function explanation(error: unknown, starting?: Starting): string | null {
  if (error instanceof ConfigError) return error.message;
  if (isOfInstallation(error)) return INCOMPLETE;
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

const INCOMPLETE =
  'A part of the gateway’s installation is missing, or was made for another kind of machine; copy all that docs/running.md lists, ' +
  'dist/gateway with its node_modules, or run npm ci here.';
/** As import() says it, require(), and the system of a library of another machine. */
const INCOMPLETE_CODES = new Set<unknown>(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED']);

/** node-gyp-build, which finds classic-level's binary, gives its error no code. */
function isOfInstallation(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    ('code' in error && INCOMPLETE_CODES.has(error.code)) ||
    error.message.startsWith('No native build was found')
  );
}

/** The system has many codes for an address that can't be found or listened on. */
function isOfAddress(error: Error): boolean {
  return 'syscall' in error && (error.syscall === 'listen' || error.syscall === 'getaddrinfo');
}

/** How what runs is stopped. */
export interface Stopping {
  /** Ends in its own time, with what is in flight. */
  close: () => Promise<void>;
  /** Ends soon; answers how many operations are cut by that. */
  hurry?: () => number;
  /** For a person at a terminal. */
  say?: (sentence: string) => void;
  logger: Pick<Logger, 'error'>;
  /** SIGHUP has another meaning while this runs: its settings are read again. */
  isHangUpReload?: boolean;
  clock?: MonotonicClock;
}

/** Under npm one Ctrl-C comes twice: from the terminal, and passed on by npm. */
const SAME_PRESS_MS = 2000;
/** By then what was hurried has ended, or never does. */
const HURRIED_END_MS = 10_000;

/**
 * As process 1 of a container a signal that nobody listens for is lost, and the container is killed when its time is over. Until the
 * gateway listens nothing is in flight, and a signal ends it at once; from then on SIGTERM is kept for `stopOnSignals`.
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
 * On SIGTERM or SIGINT closes what runs and ends with exit code 0, with 1 where that failed; on SIGHUP too, which a terminal that is
 * closed sends to all in it, and which ends Node at once otherwise, also under nohup. Only Ctrl-C for a second time forces the end, and says
 * what it cuts: a supervisor, npm or `stop-with-npm.mjs` may send SIGTERM as often as they like.
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
      logger.error({ error: toLoggableError(error) }, 'a part of the gateway failed to stop');
    });
    process.exit(exitCode);
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
}

/**
 * A rejection that nobody waits for is a mistake of ours or of a library (ioredis waits for no answer to ASKING: findings/), to be
 * logged; it must not end what others have in flight.
 */
export function logUnhandledRejections(logger: Pick<Logger, 'error'>): void {
  process.on('unhandledRejection', (reason) => {
    logger.error({ error: toLoggableError(reason) }, 'unhandled rejection');
  });
}

/**
 * What nobody catches ends the process, as Node has it. Node would print its message and properties too, and those may hold anything:
 * ioredis names the command that failed with its arguments, of AUTH the password.
 */
export function endOnUncaughtException(): void {
  process.on('uncaughtException', (thrown) => {
    const error = toLoggableError(thrown);
    const line = { level: FATAL, time: new Date().toISOString(), error, msg: 'uncaught exception' };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    process.exit(1);
  });
}

/** As pino has it: an error of the start has no logger yet. */
const FATAL = 60;
