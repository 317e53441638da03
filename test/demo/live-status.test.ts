import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { LiveStatus } from '../../tools/demo/live-status.js';
import type { Narrator } from '../../tools/demo/narrator.js';

const silent: Narrator = { step: () => {}, remark: () => {}, live: () => {}, end: () => {} };
let answer: { status: number; body: string };
let gateway: Server;
let live: LiveStatus;
beforeEach(async () => {
  gateway = createServer((_request, response) => response.writeHead(answer.status).end(answer.body));
  await once(gateway.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  live = new LiveStatus(url, 'subscription { … }', silent);
});
afterEach(async () => {
  live.stop();
  gateway.closeAllConnections();
  await once(gateway.close(), 'close');
});

it.each([
  [{ status: 503, body: '{}' }, 'The changes of status could not be followed: HTTP 503.'],
  [{ status: 200, body: ':\n\n' }, 'The gateway ended the stream of changes of status.'],
])('the demo says why no change of status came: %p', async (answered, sentence) => {
  answer = answered;
  live.follow('a-token', 'a-request');
  await expect(live.until('CUSTOMER_SIGNED')).rejects.toThrow(sentence);
});

it('the demo needs no stream any more that ended after the status it waited for', async () => {
  const change = { status: 'CUSTOMER_SIGNED', statusName: null, changedAt: '2026-11-23T12:00:00.000Z' };
  const data = { businessRequestStatusChanged: { ...change, businessRequest: null } };
  answer = { status: 200, body: `event: next\ndata: ${JSON.stringify({ data })}\n\n` };
  live.follow('a-token', 'a-request');
  await live.until('CUSTOMER_SIGNED');
});
