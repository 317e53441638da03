import { WebSocket } from 'ws';
import type { Answer } from './gateway-client.js';

/** Sends one operation over a WebSocket of its own (graphql-transport-ws), and closes that. Fails where no answer comes. */
export function sendOverWebSocket(
  url: string,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
    const say = (message: object) => socket.send(JSON.stringify(message));
    signal.addEventListener('abort', () => socket.terminate());
    socket.on('open', () => say({ type: 'connection_init' }));
    socket.on('message', (data) => {
      const { type, payload } = JSON.parse(String(data));
      if (type === 'connection_ack') say({ type: 'subscribe', id: '1', payload: JSON.parse(body) });
      else if (type === 'ping') say({ type: 'pong' });
      else if (type === 'next') resolve(payload);
      else if (type === 'error') resolve({ errors: payload });
      if (['next', 'error', 'complete'].includes(type)) socket.close();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => reject(new Error(`The connection was closed with ${code}.`)));
  });
}
