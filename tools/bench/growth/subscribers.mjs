import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import WebSocket from 'ws';
import { requestIdOf } from '../counting-upstream.mjs';
import { cpuMicroseconds } from '../speed/load.mjs';
import { announce } from '../webhook.mjs';

const MAX_PER_SOCKET = 100;
const CHANGES = 6;
const STATUSES = ['CustomerSigned', 'ServiceProviderSigned', 'Completed', 'Approved'];
const DOCUMENT = 'subscription { businessRequestStatusChanged { status changedAt } }';
const OF_ONE = (caller) =>
  `subscription { businessRequestStatusChanged(requestId: "${requestIdOf(caller)}") { status } }`;
/** Webhooks of a round, each for a subscriber of its own. */
const WEBHOOKS = 10;

/**
 * So many subscribers, up to a hundred of one caller on each socket, who all hear each change of the one request that all
 * callers have. Answers the CPU that an event cost, in microseconds, by change.
 */
export async function eventCosts(served, subscribers, { secret, setStatus }) {
  const sockets = [];
  let heard = 0;
  for (let left = subscribers, caller = 0; left > 0; left -= MAX_PER_SOCKET, caller += 1) {
    sockets.push(await subscribe(served.url, caller, Math.min(left, MAX_PER_SOCKET), () => (heard += 1)));
  }
  const all = async (count) => {
    const giveUpAt = performance.now() + 60_000;
    while (heard < count) {
      if (performance.now() > giveUpAt) throw new Error(`${heard} of ${count} events came.`);
      await pause(5);
    }
  };
  await all(subscribers);
  const costs = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const status = STATUSES[change % STATUSES.length];
    await setStatus(status);
    const before = cpuMicroseconds(served.pid);
    await announce(served.url, requestIdOf(0), secret, status);
    await all(subscribers * (change + 2));
    costs.push((cpuMicroseconds(served.pid) - before) / subscribers);
  }
  // What the gateway says at its end is no event.
  for (const socket of sockets) socket.removeAllListeners('message').close();
  return costs;
}

/** So many callers who each watch a request of their own: the CPU of a webhook that one of them hears of, by change. */
export async function webhookCosts(served, callers, { secret, setStatus }) {
  const sockets = [];
  let heard = 0;
  const all = async (count) => {
    const giveUpAt = performance.now() + 60_000;
    while (heard < count) {
      if (performance.now() > giveUpAt) throw new Error(`${heard} of ${count} events came.`);
      await pause(5);
    }
  };
  for (let caller = 0; caller < callers; caller += 1) {
    sockets.push(await subscribe(served.url, caller, 1, () => (heard += 1), OF_ONE(caller)));
    await all(caller + 1);
  }
  const costs = [];
  for (let change = 0; change < CHANGES; change += 1) {
    const status = STATUSES[change % STATUSES.length];
    await setStatus(status);
    const before = cpuMicroseconds(served.pid);
    for (let number = 0; number < WEBHOOKS; number += 1)
      await announce(served.url, requestIdOf(number), secret, status);
    await all(callers + WEBHOOKS * (change + 1));
    costs.push((cpuMicroseconds(served.pid) - before) / WEBHOOKS);
  }
  for (const socket of sockets) socket.removeAllListeners('message').close();
  return costs;
}

async function subscribe(url, caller, count, onEvent, query = DOCUMENT) {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  const say = (message) => socket.send(JSON.stringify(message));
  socket.on('message', (text) => {
    const { type, payload } = JSON.parse(text);
    if (type === 'connection_ack') {
      for (let id = 0; id < count; id += 1) say({ type: 'subscribe', id: String(id), payload: { query } });
    }
    if (type === 'ping') say({ type: 'pong' });
    if (type === 'error' || payload?.errors) throw new Error(`A subscription failed: ${text}`);
    if (type === 'next') onEvent();
  });
  say({ type: 'connection_init', payload: { Authorization: `Bearer caller-${caller}` } });
  return socket;
}
