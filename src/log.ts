import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config/settings/process.js';

/**
 * Creates the only logger, which writes JSON lines. Code never passes it data that may be personal: variables, documents, addresses,
 * tokens, or the messages of unexpected errors; see `toLoggableError`.
 */
export function createLogger(level: LogLevel, destination: DestinationStream): Logger {
  const options = { level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime };
  return pino(options, destination);
}

export interface ErrorTrace {
  type: string;
  code?: string;
  frames: string[];
  cause?: ErrorTrace;
}

/**
 * The parts of an unexpected error that may be logged: its type, its code and its stack frames. The message is left out, since messages
 * quote the input that caused them ("… is not valid JSON").
 */
export function toLoggableError(error: unknown, depth = 0): ErrorTrace {
  if (!(error instanceof Error)) return { type: typeof error, frames: [] };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const { message, stack = '' } = error;
  // A message with several lines may contain lines that look like frames.
  const afterMessage = stack.slice(Math.max(0, stack.indexOf(message)) + message.length);
  const frames = afterMessage.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(code ? { code } : {}),
    frames: frames.map((line) => line.trim()),
    ...(error.cause !== undefined && depth < 3 ? { cause: toLoggableError(error.cause, depth + 1) } : {}),
  };
}
