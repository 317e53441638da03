import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuditLog } from '../../tools/soak/audit-log.js';
import { FaultProxy } from '../../tools/soak/fault-proxy.js';
import { GatewayClient, type SoakTransport } from '../../tools/soak/gateway-client.js';
import { Secrets } from '../../tools/soak/leaks.js';
import { SendLog } from '../../tools/soak/send-log.js';
import { envelope, REQUEST_ID, refusal } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

/** Makes a call of the gateway's to Vlens, through the proxy that counts. */
type Forward = () => Promise<{ status: number; body: string }>;
/** What stands for a fault of the gateway's: what it does with a call, and what it makes of the answer. */
type Misdeed = (forward: Forward) => Promise<{ status: number; body: string } | 'cut'>;

const honest: Misdeed = (forward) => forward();
const accepted = JSON.stringify(envelope('Validated.'));
const refused = JSON.stringify(refusal(5006));

let upstream: FakeUpstream;
let proxy: FaultProxy;
let between: Server;
let gateway: TestServer;
let misdeed = honest;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  proxy = await FaultProxy.start(upstream.url);
  between = createServer((request, response) => void serve(request, response)).listen(0, '127.0.0.1');
  await once(between, 'listening');
  gateway = await startTestGateway({
    vlensUrl: `http://127.0.0.1:${(between.address() as AddressInfo).port}`,
    env: { MAX_FAILED_ATTEMPTS_PER_IP: '0' },
  });
});
beforeEach(() => {
  misdeed = honest;
  upstream.reset();
  proxy.sendLog = new SendLog();
  proxy.cutAll();
});
afterAll(async () => {
  await gateway.close();
  between.close();
  await proxy.close();
  await upstream.close();
});

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '', headers } = request;
  const body = await text(request);
  const sent = new Headers({ authorization: String(headers.authorization), apikey: String(headers.apikey) });
  sent.set('x-request-id', String(headers['x-request-id']));
  sent.set('content-type', 'application/json');
  const forward = async () => {
    const answer = await fetch(proxy.url + url, { method, headers: sent, body: body || null });
    return { status: answer.status, body: await answer.text() };
  };
  const answer = await misdeed(forward);
  if (answer === 'cut') return void response.destroy();
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
}

const answerWith = (body: string) =>
  upstream.answer('stepValidateOtp', {
    headers: { 'content-length': String(Buffer.byteLength(body)) },
    body,
  });

const TRANSPORTS: SoakTransport[] = ['http', 'websocket', 'sse'];

/** A client sends one step in so many copies; what the reconciliation finds. */
async function findings(copies = 1, transport: SoakTransport = 'http') {
  const client = new GatewayClient(gateway.url, new Secrets());
  const input = {
    requestId: REQUEST_ID,
    otpRequestId: 'o-1',
    otpCode: '123456',
    geoLocation: { latitude: 30, longitude: 31 },
    userDeviceUtcTime: '2026-11-23T12:00:00Z',
    idempotencyKey: randomUUID(),
  };
  const mutation = { field: 'validateActivationOtp', type: 'ValidateActivationOtpInput', fields: '' };
  const taken = await Promise.all(
    Array.from({ length: copies }, () => client.mutate(mutation, input, 'user-token', transport)),
  );
  const auditLog = new AuditLog();
  auditLog.record({ step: 'StepValidateOtp', trail: null, copies: taken });
  const { lost, doubled } = auditLog.reconcile({
    sends: proxy.sendLog?.steps ?? [],
    trails: new Map(),
    isDisturbed: () => false,
    isKilled: () => false,
    gatewaysAt: () => '',
    timesBegun: () => 1,
    promptMs: 60_000,
    timeoutMs: 60_000,
  });
  return { lost, doubled };
}

describe.each(TRANSPORTS)('What a gateway sends for clients over %s', (transport) => {
  it.each([1, 3])('is clean where it is sent once, for %i copies', async (copies) => {
    answerWith(accepted);
    expect(await findings(copies, transport)).toEqual({ lost: [], doubled: [] });
    expect(proxy.sendLog?.steps).toHaveLength(1);
  });

  it('is clean where Vlens refuses it', async () => {
    answerWith(refused);
    expect(await findings(2, transport)).toEqual({ lost: [], doubled: [] });
  });
});

describe.each(TRANSPORTS)('The reconciliation of steps over %s fails', (transport) => {
  it.each<[string, Misdeed]>([
    ['after an acceptance', (forward) => forward().then(forward)],
    ['at the same time', async (forward) => (await Promise.all([forward(), forward()]))[0]],
    [
      'after the page of a proxy',
      async (forward) => {
        proxy.fault = { raw: 'HTTP/1.1 502 No\r\nconnection: close\r\ncontent-length: 0\r\n\r\n' };
        await forward();
        proxy.fault = 'none';
        return forward();
      },
    ],
    [
      'after a connection that was reset with the whole request sent',
      async (forward) => {
        proxy.fault = 'reset after the request';
        await forward().catch(() => null);
        proxy.fault = 'none';
        return forward();
      },
    ],
  ])('where a step is sent again %s', async (_, doubling) => {
    answerWith(accepted);
    misdeed = doubling;
    expect(await findings(1, transport)).toEqual({
      lost: [],
      doubled: [expect.stringContaining('sent again')],
    });
  });

  it.each<[string, string, Misdeed, string]>([
    ['acknowledged and never sent', accepted, async () => ({ status: 200, body: accepted }), 'never sent'],
    [
      'acknowledged though Vlens refused it',
      refused,
      async (forward) => ({ ...(await forward()), body: accepted }),
      'not accepted',
    ],
    [
      'told as refused though Vlens accepted it',
      accepted,
      async (forward) => ({ ...(await forward()), body: refused }),
      'told as refused',
    ],
    [
      'told as unknown though Vlens answered',
      accepted,
      (forward) => forward().then(() => 'cut' as const),
      'told as unknown',
    ],
  ])('where a step is %s', async (_, body, loss, reason) => {
    answerWith(body);
    misdeed = loss;
    expect(await findings(1, transport)).toEqual({ lost: [expect.stringContaining(reason)], doubled: [] });
  });
});
