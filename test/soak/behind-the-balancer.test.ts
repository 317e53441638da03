import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GatewayClient, type SoakTransport } from '../../tools/soak/gateway-client.js';
import { Secrets } from '../../tools/soak/leaks.js';
import { RoundRobin } from '../../tools/soak/round-robin.js';

const MUTATION = { field: 'confirmPayment', type: 'ConfirmPaymentInput', fields: '' };
/** What each of two gateways answers with. */
let answers: object[];
let servers: Server[];
let ports: number[];
let balancer: RoundRobin;
let client: GatewayClient;
beforeEach(async () => {
  answers = [{}, {}];
  servers = answers.map((_, at) =>
    createServer((request, response) => {
      request
        .resume()
        .on('end', () => response.setHeader('connection', 'close').end(JSON.stringify(answers[at])));
    }).listen(0, '127.0.0.1'),
  );
  await Promise.all(servers.map((server) => once(server, 'listening')));
  ports = servers.map((server) => (server.address() as AddressInfo).port);
  balancer = await RoundRobin.before(ports);
  client = new GatewayClient(balancer.url, new Secrets());
});
afterEach(async () => {
  await balancer.close();
  for (const server of servers) server.close();
});

const send = (transport: SoakTransport = 'http') => client.mutate(MUTATION, {}, null, transport);
const done = { data: { confirmPayment: { __typename: 'PaymentConfirmed' } } };
const failed = (code: string) => ({ errors: [{ message: 'No.', extensions: { code } }] });

describe('A customer of a soak', () => {
  it('is told by which gateway each request was served', async () => {
    answers = [done, done];
    const served = [await send(), await send()].map(({ requestId }) => [...balancer.portsOf(requestId)]);
    expect(served.flat().sort()).toEqual([...ports].sort());
    expect([...balancer.portsOf('another')]).toEqual([]);
  });

  it.each<SoakTransport>(['http', 'websocket', 'sse'])(
    'hears that nothing was sent where no gateway is there, and is not cut: %s',
    async (transport) => {
      await Promise.all(servers.map((server) => once(server.close(), 'close')));
      expect(await send(transport)).toMatchObject({
        outcome: 'refused',
        error: expect.stringMatching(/^NOT_SENT /),
      });
    },
  );

  it('takes an internal error of a gateway for one of the run, and no other', async () => {
    answers = [failed('RATE_LIMITED'), failed('UPSTREAM_UNAVAILABLE')];
    await Promise.all([send(), send()]);
    expect(client.internalErrors).toEqual([]);
    answers = [failed('INTERNAL_SERVER_ERROR'), failed('INTERNAL_SERVER_ERROR')];
    const { requestId, outcome } = await send();
    expect(outcome).toBe('refused');
    expect(client.internalErrors).toEqual([`INTERNAL_SERVER_ERROR of ${requestId}: No.`]);
  });
});
