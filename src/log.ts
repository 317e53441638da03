import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config/settings/process.js';

/**
 * The one logger: JSON lines. What could be personal (variables, documents, addresses, tokens, the messages of
 * unexpected errors) is not handed to it; see `toLoggableError`.
 */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = { level, base: undefined, timestamp: isoTimes(Date.now) };
  return destination ? pino(options, destination) : pino(options);
}

/** As pino's `isoTime` writes it, with the second put together once for all its lines. */
function isoTimes(now: () => number): () => string {
  let second = Number.NaN;
  let start = '';
  return () => {
    const ms = now();
    const current = Math.floor(ms / 1000);
    if (current !== second) {
      second = current;
      start = `,"time":"${new Date(current * 1000).toISOString().slice(0, -'000Z'.length)}`;
    }
    return `${start}${String(ms - current * 1000).padStart(3, '0')}Z"`;
  };
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
