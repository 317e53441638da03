import type { Logger } from 'pino';
import { ConfigError } from './config/config-error.js';
import { whereItFailed } from './log.js';

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

/** The sentence for a start that failed in a way that a setting can mend; null for anything else. */
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
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return 'HOST is not an address of this machine; write e.g. HOST=127.0.0.1 or HOST=0.0.0.0.';
    default:
      return null;
  }
}

/** On SIGTERM or SIGINT closes what runs and ends with exit code 0; a second signal ends at once with 1. */
export function stopOnSignals(close: () => Promise<void>): void {
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());
}

/** A rejection that nobody waits for is a mistake of ours, to be logged; it must not end what others have under way. */
export function logUnhandledRejections(logger: Pick<Logger, 'error'>): void {
  process.on('unhandledRejection', (reason) => {
    logger.error({ error: whereItFailed(reason) }, 'unhandled rejection');
  });
}
