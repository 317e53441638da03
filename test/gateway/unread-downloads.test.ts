import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MAX_DOWNLOADS_OF_ONE_CONTRACT } from '../../src/server/downloads-in-flight.js';
import { TRANSPORTS } from '../../src/vlens/transports/open-transport.js';
import { MAX_CONNECTIONS } from '../../src/vlens/transports/pool.js';
import { REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

const MANY = MAX_CONNECTIONS + 20;
const HONEST = 40;
const PDF = {
  headers: { 'content-type': 'application/pdf' },
  body: Buffer.from('%PDF-1.7\nthe contract\n%%EOF'),
};
const READ = 'query ($id: UUID!) { businessRequest(id: $id) { status } }';

let upstream: FakeUpstream;
let gateway: TestServer;
let sockets: Socket[];
beforeEach(async () => {
  sockets = [];
  upstream = await FakeUpstream.start();
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await gateway.close();
  await upstream.close();
});

/** Downloads that take for ever, as those of a client that reads nothing. */
function downloads(howMany: number, ids: () => string): () => number {
  let refused = 0;
  for (let number = 0; number < howMany; number += 1) {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1').on('error', () => {});
    sockets.push(socket);
    socket.once('data', (bytes) => (refused += Number(String(bytes).startsWith('HTTP/1.1 503'))));
    const path = `/contracts/${ids()}.pdf?securityHash=h`;
    socket.write(`GET ${path} HTTP/1.1\r\nhost: x\r\nx-forwarded-for: 192.0.2.1\r\n\r\n`);
  }
  return () => refused;
}

/** Each from an address of its own, for itself. */
async function honestReads(): Promise<number> {
  const answers = await Promise.all(
    Array.from({ length: HONEST }, (_, caller) =>
      gateway.query(
        READ,
        { id: REQUEST_ID },
        { token: `caller-${caller}`, headers: { 'x-forwarded-for': `198.51.100.${caller}` } },
      ),
    ),
  );
  return answers.filter(({ body }) => body.data?.businessRequest).length;
}

describe.each(TRANSPORTS)('Downloads that are not read, over %s', (client) => {
  it('take no connection from other calls to Vlens, nor from another download', async () => {
    const env = { TRUST_PROXY: '1', UPSTREAM_HTTP_CLIENT: client };
    gateway = await startTestGateway({ vlensUrl: upstream.url, env });
    upstream.answer('viewContractPdf', ({ query }) => ({
      ...PDF,
      ...(query.SecurityHash === 'honest' ? {} : { stall: 'body' }),
    }));
    downloads(MANY, randomUUID);
    await until(() => upstream.calls('viewContractPdf').length === MANY);
    expect(await honestReads()).toBe(HONEST);
    const path = `/contracts/${REQUEST_ID}.pdf?securityHash=honest`;
    const download = await fetch(`${gateway.url}${path}`, { headers: { 'x-forwarded-for': '198.51.100.1' } });
    expect(await download.text()).toContain('%%EOF');
  });
});

it('Downloads of one contract by one address are a few at once: they use up no quota, and one that ends makes room', async () => {
  const env = { TRUST_PROXY: '1', UPSTREAM_RATE_PER_MINUTE: '60' };
  gateway = await startTestGateway({ vlensUrl: upstream.url, env });
  upstream.answer('viewContractPdf', { ...PDF, stall: 'body' });
  const refused = downloads(MANY, () => REQUEST_ID);
  await until(() => refused() === MANY - MAX_DOWNLOADS_OF_ONE_CONTRACT);
  expect(upstream.calls('viewContractPdf')).toHaveLength(MAX_DOWNLOADS_OF_ONE_CONTRACT);
  expect(await honestReads()).toBe(HONEST);
  for (const socket of sockets) socket.destroy();
  upstream.answer('viewContractPdf', PDF);
  const path = `/contracts/${REQUEST_ID}.pdf?securityHash=h`;
  await until(async () => {
    const download = await fetch(`${gateway.url}${path}`, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    return (await download.text()).includes('%%EOF');
  });
});
