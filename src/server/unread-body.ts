import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** Twice the largest body that is accepted. A client that sends more than that, or more slowly, may be cut off. */
const MAX_DISCARDED_BYTES = 16 * 1024 * 1024;
const DISCARD_TIMEOUT_MS = 10_000;

/** Whether the client is still sending a body that no code has read to its end. */
export function hasUnreadBody({ raw, ws }: Pick<FastifyRequest, 'raw' | 'ws'>): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = raw.headers;
  return !ws && !raw.complete && (coding !== undefined || Number(length) > 0);
}

/** Reads and discards the rest of a body; resolves when it has ended, or takes too much or too long. */
export function discardRest(message: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const count = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_DISCARDED_BYTES) end();
    };
    const end = () => {
      clearTimeout(timer);
      message.off('data', count);
      resolve();
    };
    const timer = setTimeout(end, DISCARD_TIMEOUT_MS);
    message.on('data', count).once('end', end).once('close', end).once('error', end).resume();
  });
}
