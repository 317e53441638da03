import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { frames } from '../sandbox/support/frames.js';
import { ASWAN, TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';
import { type Answerer, runExample } from './run-example.js';

const AHMED = '+201000000001';
const FETCH = [process.execPath, 'examples/fetch.mjs'];
const HAS_CURL = spawnSync('bash', ['-c', 'command -v curl']).status === 0;

let sandbox: TestSandbox;
let gateway: TestServer;
let folder: string;
/** Stands before the gateway, and notes each mutation without a key. */
let relay: Server;
let withoutKey: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pictures-'));
  sandbox = await TestSandbox.start();
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey });
  relay = createServer(async (request, response) => {
    const sent = await text(request);
    const { query, variables } = JSON.parse(sent);
    if (/^\s*mutation/.test(query) && !variables?.input?.idempotencyKey) withoutKey.push(query);
    const { authorization = '' } = request.headers;
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      body: sent,
    });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  }).listen(0, '127.0.0.1');
  await once(relay, 'listening');
});
afterEach(async () => {
  expect(withoutKey).toEqual([]);
  withoutKey = [];
  await sandbox.control('POST', 'reset');
});
afterAll(async () => {
  relay?.closeAllConnections();
  relay?.close();
  await gateway?.close();
  await sandbox?.close();
  await rm(folder, { recursive: true });
});

const code: Answerer = {
  when: 'The code of the SMS',
  answer: async () => (await sandbox.newestSms(AHMED)).code,
};
const wrongCode: Answerer = {
  when: 'The code of the SMS',
  answer: async () => ((await sandbox.newestSms(AHMED)).code === '000000' ? '000001' : '000000'),
};
const payment: Answerer = {
  when: 'then press Enter',
  async answer() {
    const { body } = await sandbox.control('GET', 'requests');
    await sandbox.control('POST', `requests/${body.requests[0].id}/pay`, {});
    return '';
  },
};
const environment = (more: Record<string, string> = {}) => ({
  GATEWAY_URL: `http://127.0.0.1:${(relay.address() as AddressInfo).port}/graphql`,
  ...more,
});

describe('The example with fetch', () => {
  it('signs a contract with a payment, after a wrong code too', async () => {
    const ended = await runExample(FETCH, environment(), [wrongCode, code, payment]);
    expect(ended).toMatchObject({
      code: 0,
      output: expect.stringMatching(/Signed: REQ-\S+ is CUSTOMER_SIGNED\./),
    });
  });

  it('asks whether to send another code after one that is too old', async () => {
    const tooOld: Answerer = {
      ...code,
      answer: async () => {
        const { code: sent } = await sandbox.newestSms(AHMED);
        sandbox.passSeconds(301);
        return sent;
      },
    };
    const another: Answerer = { when: 'Press Enter for another one', answer: () => '' };
    const ended = await runExample(FETCH, environment(), [tooOld, another, code, payment]);
    expect(ended).toMatchObject({ code: 0, output: expect.stringContaining('Signed: ') });
  });

  it('signs from afar with pictures', async () => {
    const files = await Promise.all(
      Object.entries(await frames()).map(async ([name, picture]) => {
        const file = join(folder, `${name}.jpg`);
        await writeFile(file, picture, 'base64');
        return file;
      }),
    );
    const fromAswan = environment({ PLACE: `${ASWAN.latitude},${ASWAN.longitude}` });
    expect(await runExample([...FETCH, ...files], fromAswan, [code, payment])).toMatchObject({
      code: 0,
      output: expect.stringMatching(/kilomet|km|liveness[\s\S]*Signed: /i),
    });
  });

  it('sends its pictures once, though it is asked for them again', async () => {
    const file = join(folder, 'picture.jpg');
    await writeFile(file, 'a picture');
    const sent: string[] = [];
    const answers: Record<string, object> = {
      login: { __typename: 'Session', accessToken: 'a-token', user: null },
      currentBusinessRequest: { id: 'r-1', requestNumber: 'REQ-1', nextStep: 'SIGN' },
      requestActivationOtp: {
        __typename: 'LivenessRequired',
        message: 'Show your face.',
        transactionId: null,
      },
      revalidateLiveness: { __typename: 'LivenessRevalidated', message: 'Seen.' },
    };
    const asking = createServer(async (request, response) => {
      const { query } = JSON.parse(await text(request));
      const [field = ''] = Object.keys(answers).filter((name) => query.includes(name));
      sent.push(field);
      // It would go on for ever.
      if (sent.length > 10) return void request.destroy();
      response.end(JSON.stringify({ data: { [field]: answers[field], productTypes: [] } }));
    }).listen(0, '127.0.0.1');
    await once(asking, 'listening');
    const GATEWAY_URL = `http://127.0.0.1:${(asking.address() as AddressInfo).port}/graphql`;
    const ended = await runExample([...FETCH, file, file, file, file], { GATEWAY_URL });
    asking.closeAllConnections();
    await once(asking.close(), 'close');
    expect(ended).toMatchObject({ code: 1, output: expect.stringContaining('asks for liveness again') });
    expect(sent.filter((field) => field === 'revalidateLiveness')).toHaveLength(1);
  });

  it('says which pictures it needs from afar', async () => {
    const fromAswan = environment({ PLACE: `${ASWAN.latitude},${ASWAN.longitude}` });
    expect(await runExample(FETCH, fromAswan)).toMatchObject({
      code: 1,
      output: expect.stringContaining('Name four pictures'),
    });
  });

  it('ends with the sentence of the gateway where it goes wrong', async () => {
    const ended = await runExample(FETCH, environment({ PASSWORD: 'wrong' }));
    expect(ended).toMatchObject({ code: 1, output: expect.stringMatching(/password/i) });
  });
});

(HAS_CURL ? describe : describe.skip)(
  `The example with curl${HAS_CURL ? '' : ' (left out: there is no curl)'}`,
  () => {
    it('signs a contract', async () => {
      const ended = await runExample(['examples/curl.sh'], environment(), [code]);
      expect(ended).toMatchObject({ code: 0, output: expect.stringContaining('Signed: CUSTOMER_SIGNED.') });
    });

    it('ends with the sentence of the gateway where it goes wrong', async () => {
      const ended = await runExample(['examples/curl.sh'], environment(), [wrongCode]);
      expect(ended).toMatchObject({ code: 1, output: expect.stringMatching(/code/) });
    });
  },
);
