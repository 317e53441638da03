import { once } from 'node:events';
import { createConnection } from 'node:net';
import WebSocket from 'ws';
import { requestIdOf } from '../counting-upstream.mjs';

/**
 * Subscribers in a process of their own, controlled by messages: `{ open: {url, document, from, to, perCaller, over} }` opens as
 * many, a connection each, and answers when each has heard the present status; every event after it is counted.
 */
const AT_ONCE = 32;
const open = [];
let events = 0;

process.on('message', async (message) => {
  if (message.open) {
    await openAll(message.open);
    process.send({ opened: open.length });
  }
  if (message.count) process.send({ events });
  if (message.close) {
    for (const close of open.splice(0)) close();
    process.send({ closed: true });
  }
});

async function openAll({ url, document, from, to, perCaller, over }) {
  let next = from;
  const worker = async () => {
    while (next < to) {
      const caller = Math.floor(next++ / perCaller);
      open.push(await (over === 'sse' ? sse : webSocket)(url, document, caller));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

async function webSocket(url, document, caller) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  const say = (message) => socket.send(JSON.stringify(message));
  await new Promise((resolve, reject) => {
    socket.on('message', (text) => {
      const { type, payload } = JSON.parse(text);
      if (type === 'connection_ack')
        say({
          type: 'subscribe',
          id: '0b2b1e54-7f8e-4c58-9c3a-1f6d2a9f5c11',
          payload: { query: document, variables: { id: requestIdOf(caller) } },
        });
      if (type === 'ping') say({ type: 'pong' });
      if (type === 'error' || payload?.errors) reject(new Error(`A subscription failed: ${text}`));
      if (type === 'next') events += 1;
      if (type === 'next') resolve();
    });
    say({ type: 'connection_init', payload: { Authorization: `Bearer caller-${caller}` } });
  });
  return () => socket.terminate();
}

/** The least that an EventSource does. */
async function sse(url, document, caller) {
  const { hostname, port, pathname } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  const body = JSON.stringify({ query: document, variables: { id: requestIdOf(caller) } });
  socket.write(
    `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n` +
      `authorization: Bearer caller-${caller}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  await new Promise((resolve, reject) => {
    socket.on('data', (chunk) => {
      const text = chunk.toString();
      if (text.includes('"errors"')) reject(new Error(`A subscription failed: ${text}`));
      const here = text.split('event: next').length - 1;
      events += here;
      if (here > 0) resolve();
    });
    socket.once('close', () => reject(new Error('A stream was closed.')));
  });
  return () => socket.destroy();
}
