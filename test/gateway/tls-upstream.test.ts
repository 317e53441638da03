import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TRANSPORTS } from '../../src/vlens/transports/open-transport.js';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { CompiledGateway } from '../support/gateway-process.js';

let compiled: CompiledGateway;
let certificate: Certificate;
let vlens: Server;
/** Steps that came whole, and whether their connections are cut then. */
let sent = 0;
let isCut = false;
const ports: (number | undefined)[] = [];

beforeAll(async () => {
  [compiled, certificate] = await Promise.all([CompiledGateway.build(), makeCertificate()]);
  const { key, chain } = certificate;
  vlens = createServer({ key: await readFile(key), cert: await readFile(chain) }, (request, response) => {
    request.resume().once('end', () => {
      sent += 1;
      ports.push(request.socket.remotePort);
      if (isCut) request.socket.destroy();
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(envelope('Taken.')));
    });
  });
  await once(vlens.listen(0, '127.0.0.1'), 'listening');
}, 120_000);
afterAll(async () => {
  vlens.closeAllConnections();
  vlens.close();
  await compiled.remove();
  await certificate.remove();
});

const STEP =
  'mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) { __typename } }';

async function step(url: string): Promise<string> {
  const geoLocation = { latitude: 30, longitude: 31 };
  const code = { requestId: REQUEST_ID, otpRequestId: randomUUID(), otpCode: '123456' };
  const input = {
    ...code,
    geoLocation,
    userDeviceUtcTime: '2026-11-23T12:00:00Z',
    idempotencyKey: randomUUID(),
  };
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${randomUUID()}` },
    body: JSON.stringify({ query: STEP, variables: { input } }),
  });
  const { data, errors } = (await answer.json()) as {
    data: { validateActivationOtp?: { __typename: string } } | null;
    errors?: { extensions: { outcome?: string } }[];
  };
  return data?.validateActivationOtp?.__typename ?? errors?.[0]?.extensions.outcome ?? 'not sent';
}

describe.each(TRANSPORTS)('To a Vlens behind TLS, over %s', (transport) => {
  it('a step that went out and was cut is unknown, over a new connection and a used one, and is not sent again', async () => {
    const gateway = await compiled.start({
      VLENS_API_URL: `https://127.0.0.1:${(vlens.address() as AddressInfo).port}`,
      VLENS_API_KEY: 'tenant-api-key',
      NODE_EXTRA_CA_CERTS: certificate.caFile,
      UPSTREAM_HTTP_CLIENT: transport,
      UPSTREAM_BREAKER_FAILURES: '0',
      STATE_FOLDER: '',
    });
    try {
      sent = 0;
      isCut = false;
      expect(await step(gateway.url)).toBe('ActivationOtpValidated');
      isCut = true;
      // Over the connection of the first where this machine is fast enough, then over a new one.
      expect([await step(gateway.url), await step(gateway.url)]).toEqual(['UNKNOWN', 'UNKNOWN']);
      expect(sent).toBe(3);
      expect(ports.at(-1)).not.toBe(ports.at(-2));
    } finally {
      await gateway.stop('SIGKILL');
    }
  }, 120_000);
});
