import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { DebianProxy, isInstalled, PROXIES } from '../support/proxies.js';
import { until } from '../support/until.js';

/** What opens a contract, the proof of a webhook, and queries by GET, in the addresses that clients and Vlens ask for. */
const SECRET_PATHS = [
  '/contracts/marked.pdf?securityHash=marked',
  '/sign/marked?hash=marked',
  '/sign?hash=marked',
  '/webhooks/vlens/marked',
  '/graphql?query=%7B__typename%7D&variables=%7B%22securityHash%22:%22marked%22%7D',
  '/graphql/stream?query=subscription&variables=%7B%22requestId%22:%22marked%22%7D',
];
/** Those that write a line for a request by themselves, or for one that failed. */
const WRITES: Readonly<Record<string, RegExp>> = {
  nginx: /GET \/graphql\/stream 50/,
  Apache: /GET \/graphql\/stream"? 50/,
  Caddy: /http\.log\.error/,
};

let certificate: Certificate;
/** Each request that comes to it is cut off, so that the proxy has something to say of it. */
let broken: Server;
let port: number;
beforeAll(async () => {
  certificate = await makeCertificate();
  broken = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.destroy());
  });
  broken.listen(0, '127.0.0.1');
  await once(broken, 'listening');
  port = Object(broken.address()).port;
}, 60_000);
afterAll(async () => {
  broken.close();
  await certificate.remove();
});

describe.each(Object.keys(PROXIES))('%s, set up as deploy/proxies has it', (name) => {
  const isHere = isInstalled(name);
  const why = isHere ? '' : ` (left out: Debian's ${PROXIES[name]?.package} is not installed)`;

  (isHere ? it : it.skip)(
    `logs no address that opens a contract or proves a webhook, answered or not${why}`,
    async () => {
      const proxy = await DebianProxy.start(name, { gateways: [port, port], certificate });
      try {
        for (const path of SECRET_PATHS) {
          // Some hand the cut on to the client.
          const status = await fetch(`${proxy.url}${path}`).then(
            (response) => response.status,
            () => 502,
          );
          expect(status).toBeGreaterThanOrEqual(500);
        }
        const written = WRITES[name];
        if (written) await until(async () => written.test(await proxy.logs()));
        expect(await proxy.logs()).not.toContain('marked');
      } finally {
        await proxy.close();
      }
    },
    60_000,
  );
});
