import { once } from 'node:events';
import { createConnection } from 'node:net';
import WebSocket from 'ws';

/** Subscribes over what the contender speaks; answers how to end that. `onStatus(status)` for each event, `lost()` where it ends or fails. */
export function subscribe({ url, over, query, id, token, onStatus, lost }) {
  return over === 'sse'
    ? bySse({ url, query, id, token, onStatus, lost })
    : byWebSocket({ url, query, id, token, onStatus, lost });
}

function byWebSocket({ url, query, id, token, onStatus, lost }) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const say = (message) => socket.send(JSON.stringify(message));
  let isOver = false;
  const end = () => {
    if (isOver) return;
    isOver = true;
    socket.terminate();
    lost();
  };
  socket.on('open', () => say({ type: 'connection_init', payload: { Authorization: `Bearer ${token}` } }));
  socket.on('error', end).on('close', end);
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(text);
    if (type === 'connection_ack') say({ type: 'subscribe', id: '1', payload: { query, variables: { id } } });
    if (type === 'ping') say({ type: 'pong' });
    const status = payload?.data?.businessRequestStatusChanged?.status;
    if (type === 'next' && status) onStatus(status);
    else if (type === 'next' || type === 'error' || type === 'complete') end();
  });
  return () => {
    isOver = true;
    socket.terminate();
  };
}

function bySse({ url, query, id, token, onStatus, lost }) {
  const { hostname, port, pathname } = new URL(url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  let isOver = false;
  let text = '';
  const end = () => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
    lost();
  };
  socket.on('error', end).on('close', end);
  socket.on('data', (chunk) => {
    text += chunk;
    for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
      const event = text.slice(0, at);
      text = text.slice(at + 2);
      const status = /"businessRequestStatusChanged":\{"status":"(\w+)"/.exec(event)?.[1];
      if (status) onStatus(status);
      else if (/"errors"|event: complete/.test(event)) end();
    }
  });
  void once(socket, 'connect').then(
    () => {
      const body = JSON.stringify({ query, variables: { id } });
      socket.write(
        `POST ${pathname} HTTP/1.1\r\nhost: ${hostname}:${port}\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n` +
          `authorization: Bearer ${token}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    },
    () => {},
  );
  return () => {
    isOver = true;
    socket.destroy();
  };
}
