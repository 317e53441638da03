import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { DebianProxy, isInstalled, PROXIES } from '../support/proxies.js';
import { until } from '../support/until.js';

const CUSTOMER = '203.0.113.7';
/** Of the load balancer, which the test is. */
const HERE = '127.0.0.1';
/** The others add whom a request came from to what it says itself. */
const BELIEVES_NOBODY: ReadonlySet<string> = new Set(['HAProxy', 'Apache', 'Varnish', 'Caddy']);

/** In place of the gateways: each tells whom a request came from, as its proxy says. */
let tellers: Server[];
let ports: [number, number];
let certificate: Certificate;
beforeAll(async () => {
  certificate = await makeCertificate();
  tellers = [createServer(), createServer()];
  for (const teller of tellers) {
    teller.on('request', ({ headers }, response) => response.end(headers['x-forwarded-for']));
    teller.listen(0, HERE);
    await once(teller, 'listening');
  }
  ports = tellers.map((teller) => (teller.address() as AddressInfo).port) as [number, number];
});
afterAll(async () => {
  for (const teller of tellers) teller.close().closeAllConnections();
  await certificate.remove();
});

/** As the comment in the file says. */
const forALoadBalancer = (text: string) =>
  text
    .replace(/^(.*# A load balancer before this one .* leave the next line out then.*)\n.*$/m, '$1')
    .replace(/^(.*# A load balancer before this one .* have it believed then.*\n\s*)# /m, '$1');

/** Whom the gateway hears of, the one who came to the proxy last. */
async function clientAddressesBehind(name: string, edit?: (text: string) => string): Promise<string[]> {
  const proxy = await DebianProxy.start(name, { gateways: ports, certificate, ...(edit && { edit }) });
  const asked = () => fetch(`${proxy.url}/sign`, { headers: { 'x-forwarded-for': CUSTOMER } });
  try {
    let told = '';
    await until(async () => {
      const answer = await asked().catch(() => null);
      told = (await answer?.text()) ?? '';
      return answer?.status === 200;
    });
    return told.split(/\s*,\s*/);
  } finally {
    await proxy.close();
  }
}

describe.each(Object.keys(PROXIES))('Behind a load balancer, %s', (name) => {
  const isHere = isInstalled(name);
  const test = isHere ? it : it.skip;
  const why = isHere ? '' : ` (left out: Debian's ${PROXIES[name]?.package} is not installed)`;

  test(`names the customer before the load balancer, where its file is changed as that says${why}`, async () => {
    expect(await clientAddressesBehind(name, forALoadBalancer)).toEqual([CUSTOMER, HERE]);
  });

  test('takes the load balancer for the customer, where its file is as it is and believes nobody', async () => {
    expect(await clientAddressesBehind(name)).toEqual(BELIEVES_NOBODY.has(name) ? [HERE] : [CUSTOMER, HERE]);
  });
});
