import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config/settings/process.js';

/**
 * The one logger: JSON lines. What could be personal (variables, documents, addresses, tokens, the messages of
 * unexpected errors) is not handed to it; see `toLoggableError`.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  return destination ? pino(options, destination) : pino(options);
}

export interface ErrorTrace {
  type: string;
  code?: string;
  frames: string[];
  cause?: ErrorTrace;
}

/**
 * What a log may know of an unexpected error: its type, its code and its stack's frames. Its message stays out, since
 * messages quote what they failed on ("… is not valid JSON").
 */
export function toLoggableError(error: unknown, depth = 0): ErrorTrace {
  if (!(error instanceof Error)) return { type: typeof error, frames: [] };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const { message, stack = '' } = error;
  // A message of several lines may have some that look like frames.
  const afterMessage = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const frames = afterMessage.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(code ? { code } : {}),
    frames: frames.map((line) => line.trim()),
    ...(error.cause !== undefined && depth < 3 ? { cause: toLoggableError(error.cause, depth + 1) } : {}),
  };
}
