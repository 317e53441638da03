import { WebSocket } from 'ws';
import type { Answer } from './gateway-client.js';

/** The connection was closed with this code once the operation had been sent, and without an answer to it. */
export class ClosedUnanswered extends Error {
  override readonly name = 'ClosedUnanswered';

  constructor(readonly code: number) {
    super(`closed with ${code}`);
  }
}

/** Sends one operation over a WebSocket of its own (graphql-transport-ws), and closes that. Fails where no answer comes. */
export function sendOverWebSocket(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
    let isSent = false;
    const say = (message: object) => socket.send(JSON.stringify(message));
    signal.addEventListener('abort', () => socket.terminate());
    socket.on('open', () => say({ type: 'connection_init' }));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') {
        isSent = true;
        say({ type: 'subscribe', id: '1', payload: JSON.parse(body) });
      } else if (type === 'ping') say({ type: 'pong' });
      else if (type === 'next') resolve(payload);
      else if (type === 'error') resolve({ errors: payload });
      if (['next', 'error', 'complete'].includes(type)) socket.close();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      const message = `The connection was closed with ${code}.`;
      // Before anything was asked: stock clients ask again.
      if (isSent) reject(new ClosedUnanswered(code));
      else resolve({ errors: [{ message, extensions: { code: 'NOT_SENT' } }] });
    });
  });
}
