import { readFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client/core';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { freePort } from '../../tools/soak/free-port.js';
import { aBusinessRequest, envelope, requestIdOf } from '../support/builders.js';
import { type Certificate, makeCertificate } from '../support/certificate.js';
import { TRANSACTION_ID } from '../support/fake-customer-answers.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { CompiledGateway, type GatewayProcess } from '../support/gateway-process.js';
import { held } from '../support/held.js';
import { Http2Client } from '../support/http2-client.js';
import {
  type LiveSubscription,
  STATUS_CHANGES,
  subscribeBySse,
  subscribeByWebSocket,
} from '../support/live-client.js';
import { aJpeg } from '../support/pictures.js';
import { DebianProxy, isInstalled, PROXIES } from '../support/proxies.js';
import { ROOT } from '../support/root.js';
import { until } from '../support/until.js';

/** A sixth of 75 s: the wheel of pings turns each sixth of a second instead of each second, and `DebianProxy` makes time limits of 60 s last 10 s. */
const SILENCE_MS = 75_000 / 6;
const PING_SOONER = `
  const real = globalThis.setInterval;
  globalThis.setInterval = (callback, ms, ...args) => real(callback, ms === 1_000 ? 167 : ms, ...args);
`;
/** The others look at a client's connection only when they next write to it. */
const NOTICES_LEAVING: ReadonlySet<string> = new Set(['nginx', 'HAProxy', 'Caddy']);

/**
 * In the middle of all. Caddy closes WebSockets, with 1001, and lighttpd serves nobody new until all that is open has ended
 * (findings/lighttpd-restarts-when-all-streams-have-ended.sh): they come to it later.
 */
const RELOADS: ReadonlySet<string> = new Set(['nginx', 'HAProxy', 'Apache', 'Varnish']);

/** Their files serve TLS with HTTP/2 too; these take WebSockets over it (RFC 8441). */
const WEBSOCKETS_OVER_HTTP2: ReadonlyMap<string, boolean> = new Map([
  ['nginx', false],
  ['HAProxy', true],
  ['Apache', false],
  ['Caddy', false],
]);

const names = Object.keys(PROXIES);
const installed = names.filter(isInstalled);
const id = requestIdOf(1);

let compiled: CompiledGateway;
let upstream: FakeUpstream;
let gateways: GatewayProcess[];
let ports: [number, number];
const proxies = new Map<string, DebianProxy>();
const silent = new Map<string, LiveSubscription[]>();
let silentSince: number;
let certificate: Certificate;
const http2 = new Map<string, Http2Client>();

const proxyOf = (name: string) => {
  const proxy = proxies.get(name);
  if (!proxy) throw new Error(`${name} did not start.`);
  return proxy;
};
const startGateway = (port: number) =>
  compiled.start(
    {
      PORT: String(port),
      VLENS_API_URL: upstream.url,
      VLENS_API_KEY: 'test-api-key',
      STATE_FOLDER: 'memory:',
      PUBLIC_URL: 'https://gateway.example.com',
      TRUST_PROXY: '1',
      UPSTREAM_RATE_PER_SECOND: '0',
      UPSTREAM_RATE_PER_MINUTE: '0',
      METRICS: 'true',
    },
    PING_SOONER,
  );

beforeAll(async () => {
  if (installed.length === 0) return;
  compiled = await CompiledGateway.build();
  upstream = await FakeUpstream.start();
  upstream.requests = [aBusinessRequest({ id })];
  certificate = await makeCertificate();
  ports = [await freePort(), await freePort()];
  gateways = await Promise.all(ports.map(startGateway));
  await Promise.all(
    installed.map(async (name) =>
      proxies.set(name, await DebianProxy.start(name, { gateways: ports, certificate })),
    ),
  );
  for (const name of installed) {
    const { url } = proxyOf(name);
    const subscriptions = [subscribeByWebSocket, subscribeBySse].map((by) =>
      by(url, `silent-${name}`, { id }),
    );
    silent.set(name, [...subscriptions, ...(await subscriptionsOverTls(name))]);
  }
  silentSince = performance.now();
}, 120_000);
afterAll(async () => {
  await Promise.all([...silent.values()].flat().map((subscription) => subscription.stop()));
  for (const client of http2.values()) client.close();
  await Promise.all([...proxies.values()].map((proxy) => proxy.close()));
  await certificate?.remove();
  await compiled?.remove();
  await upstream?.close();
});

/** Over a WebSocket, and over whatever HTTP/2 offers. */
async function subscriptionsOverTls(name: string): Promise<LiveSubscription[]> {
  const { tlsUrl } = proxyOf(name);
  if (tlsUrl === null) return [];
  const client = await Http2Client.connect(tlsUrl, certificate.ca);
  http2.set(name, client);
  const token = `silent-${name}`;
  return [
    subscribeByWebSocket(tlsUrl, token, { id }, undefined, undefined, undefined, certificate.ca),
    client.subscribeBySse(token, { id }),
    ...(client.takesWebSockets ? [client.subscribeByWebSocket(token, { id })] : []),
  ];
}

/** The token is the request's id too, so that a gateway's log tells who came by. */
const ask = (url: string, query: string, variables: object, token: string, signal?: AbortSignal) =>
  fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(token.length <= 64 && { 'x-request-id': token }),
    },
    body: JSON.stringify({ query, variables }),
    signal: signal ?? null,
  });
const ELIGIBILITY = '{ eligibility { isEligible } }';
const eligibility = (url: string, token: string, signal?: AbortSignal) =>
  ask(url, ELIGIBILITY, {}, token, signal);
/** A client that asks under a token of its own leaves: its call to Vlens ends where the proxy tells the gateway, and else has its answer. */
async function leaves(
  name: string,
  token: string,
  asks: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const isNoticed = NOTICES_LEAVING.has(name);
  const [released, release] = held();
  upstream.answer('checkEligibility', { until: released });
  const leaving = new AbortController();
  const left = asks(leaving.signal).catch(() => 'left');
  const calls = () =>
    upstream.calls('checkEligibility').filter(({ headers }) => headers.authorization?.endsWith(token));
  await until(() => calls().length > 0);
  leaving.abort();
  expect(await left).toBe('left');
  if (!isNoticed) {
    // Meanwhile it serves others.
    await fetch(`${proxyOf(name).url}/sign`);
    release();
  }
  expect(await calls()[0]?.closed).toBe(isNoticed ? 'gone' : 'answered');
  release();
  upstream.answer('checkEligibility');
}
const STEP = `mutation ($requestId: UUID!) { validateActivationOtp(input: { requestId: $requestId, otpRequestId: "o-1",
  otpCode: "123456", geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`;
const DONE = { data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } } };
let steps = 100;
/** A step of a business request of its own. */
function step(url: string, token: string, client: Http2Client | null = null) {
  steps += 1;
  const requestId = requestIdOf(steps);
  const sent = () =>
    upstream
      .calls('stepValidateOtp')
      .filter(({ body }) => Reflect.get(Object(body), 'requestId') === requestId);
  const variables = { requestId };
  const answer = client
    ? client.post('/graphql', JSON.stringify({ query: STEP, variables }), {
        authorization: `Bearer ${token}`,
      })
    : ask(url, STEP, variables, token).then(async (response) => ({
        status: response.status,
        text: await response.text(),
      }));
  return { answer, sent };
}

/** Something happens while a step is in flight: it is answered all the same, and sent once. */
async function stepInFlight(name: string, meanwhile: () => Promise<unknown>): Promise<void> {
  const [released, release] = held();
  upstream.answer('stepValidateOtp', { until: released, body: envelope('Done.') });
  const { answer, sent } = step(proxyOf(name).url, `step-${name}`);
  try {
    await until(() => sent().length > 0);
    await meanwhile();
  } finally {
    release();
  }
  expect(JSON.parse((await answer).text)).toEqual(DONE);
  expect(sent()).toHaveLength(1);
}

const reloadWithStepInFlight = (name: string) =>
  stepInFlight(name, async () => {
    await proxyOf(name).reload();
    // Idle connections are closed by it, and one may be used just then.
    await serves(name);
  });

const serves = (name: string) =>
  until(() =>
    eligibility(proxyOf(name).url, `reloaded-${name}`).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );

/**
 * GETs a path as it is written, which fetch would tidy up; over a connection of its own, since one that was used before may be closed by
 * a proxy that has just read its file again.
 */
const get = (url: string, path: string) =>
  new Promise<{ status: number; text: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = httpRequest({ hostname, port, path, agent: false }, async (response) => {
      let text = '';
      for await (const chunk of response) text += String(chunk);
      resolve({ status: response.statusCode ?? 0, text, headers: response.headers });
    });
    sent.on('error', reject).end();
  });

it('The page about proxies shows lines of the files that are tested', () => {
  const page = readFileSync(join(ROOT, 'docs/how-to/behind-a-proxy.md'), 'utf8');
  const blocks = [...page.matchAll(/^```conf\n([\s\S]*?)^```/gm)].map(([, text = '']) => text.trim());
  const files = Object.values(PROXIES).map(({ file }) =>
    readFileSync(join(ROOT, 'deploy/proxies', file), 'utf8'),
  );
  const linesOf = (text: string) => text.split('\n').map((line) => line.trim());
  expect(blocks).toHaveLength(files.length);
  expect(
    blocks.map((block, at) => linesOf(block).filter((line) => !linesOf(files[at] ?? '').includes(line))),
  ).toEqual(files.map(() => []));
});

it('nginx, which logs each address by itself, leaves out those that open a contract or prove a webhook', () => {
  const lines = readFileSync(join(ROOT, 'deploy/proxies/nginx.conf'), 'utf8').split('\n');
  const secret = lines.filter((line) =>
    /^\s*location .*\/(contracts\/|sign\/?|webhooks\/vlens\/) /.test(line),
  );
  expect(secret).toHaveLength(4);
  expect(secret.filter((line) => !line.includes('access_log off;'))).toEqual([]);
});

describe.each(names)('Behind %s, set up as deploy/proxies has it', (name) => {
  const isHere = isInstalled(name);
  const test = isHere ? it : it.skip;
  const why = isHere ? '' : ` (left out: Debian's ${PROXIES[name]?.package} is not installed)`;

  test(`queries are answered, under a token of 9 kB too${why}`, async () => {
    for (const token of [`short-${name}`, `${name}-${'x'.repeat(9000)}`]) {
      const response = await eligibility(proxyOf(name).url, token);
      expect(await response.json()).toMatchObject({ data: { eligibility: { isEligible: true } } });
    }
  });

  test('pictures come through: a card of 3 MB, three faces of 480 kB', async () => {
    const { url } = proxyOf(name);
    const card = { image: aJpeg({ bytes: 3_000_000 }).toString('base64') };
    const front = 'mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) { __typename } }';
    const face = (seed: number) => aJpeg({ bytes: 480_000, seed }).toString('base64');
    const faces = { face1: face(1), face2: face(2), face3: face(3), transactionId: TRANSACTION_ID };
    const liveness =
      'mutation ($input: VerifyLivenessInput!) { verifyLiveness(input: $input) { __typename } }';
    for (const [query, input] of [
      [front, card],
      [liveness, faces],
    ] as const) {
      const response = await ask(url, query, { input }, `pictures-${name}`);
      expect([response.status, await response.text()]).toEqual([
        200,
        expect.stringContaining('IdentityChecked'),
      ]);
    }
  });

  if (WEBSOCKETS_OVER_HTTP2.has(name))
    test('TLS and HTTP/2 carry queries, a token of 9 kB, a card of 3 MB, and that a client has left', async () => {
      const client = http2.get(name);
      if (!client) throw new Error('There is no connection of HTTP/2.');
      expect(client.takesWebSockets).toBe(WEBSOCKETS_OVER_HTTP2.get(name));
      const post = (query: string, variables: object, token: string, signal?: AbortSignal) =>
        client.post(
          '/graphql',
          JSON.stringify({ query, variables }),
          { authorization: `Bearer ${token}` },
          signal,
        );
      for (const token of [`h2-${name}`, `h2-${name}-${'x'.repeat(9000)}`])
        expect(await post(ELIGIBILITY, {}, token)).toMatchObject({
          status: 200,
          text: expect.stringContaining('"isEligible":true'),
          // Nothing here is tested over HTTP/3, so no file offers it.
          head: expect.not.objectContaining({ 'alt-svc': expect.anything() }),
        });
      const input = { image: aJpeg({ bytes: 3_000_000 }).toString('base64') };
      const front = 'mutation ($input: VerifyIdSideInput!) { verifyIdFront(input: $input) { __typename } }';
      expect(await post(front, { input }, `h2-${name}`)).toMatchObject({
        text: expect.stringContaining('IdentityChecked'),
      });
      await leaves(name, `h2-leaving-${name}`, (signal) =>
        post(ELIGIBILITY, {}, `h2-leaving-${name}`, signal),
      );
    });

  if (RELOADS.has(name))
    test('a step in flight is answered, and sent once, while the proxy reads its file again', () =>
      reloadWithStepInFlight(name));

  test(`a client that leaves ${NOTICES_LEAVING.has(name) ? 'costs Vlens no longer' : 'is kept until its call is answered'}`, async () => {
    const token = `leaving-${name}`;
    await leaves(name, token, (signal) => eligibility(proxyOf(name).url, token, signal));
  });

  test('what customers need is to be had, and nothing else', async () => {
    for (const path of ['/sign', '/join', '/webhooks/vlens', '/webhooks/vlens/the-proof-in-the-path']) {
      const { headers } = await get(proxyOf(name).url, path);
      expect([path, headers['x-request-id']]).toEqual([path, expect.any(String)]);
    }
    const paths = [
      ...['/health/ready', '/metrics', '/explorer', '/', '/graphqlx', '//metrics', '/%6detrics', '/METRICS'],
      ...['/graphql/../metrics', '/contracts/../metrics', '/contracts/%2e%2e/metrics', '/sign/..%2fmetrics'],
    ];
    for (const path of paths) {
      const { status, text } = await get(proxyOf(name).url, path);
      expect([path, status >= 400, /vlens_|"ready"|"live"/.test(text)]).toEqual([path, true, false]);
    }
    expect(await get(proxyOf(name).url, '/contracts/x.pdf')).toMatchObject({ status: 400 });
  });

  test('nor after an upgrade that did not come about, on the same connection', async () => {
    const body = '{"query":"{__typename}"}';
    const posted = `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
    for (const [line, protocol, rest] of [
      ['GET /graphql/stream?query=%7B__typename%7D', 'other', '\r\n'],
      ['GET /graphql?query=%7B__typename%7D', 'websocket', '\r\n'],
      ['GET /sign', 'websocket', '\r\n'],
      ['POST /graphql/stream', 'websocket', posted],
      ['POST /graphql', 'websocket', posted],
    ] as const) {
      const first = `${line} HTTP/1.1\r\nhost: localhost\r\nconnection: upgrade\r\nupgrade: ${protocol}\r\n${rest}`;
      const answers = await oneAfterTheOther(
        proxyOf(name).url,
        first,
        'GET /metrics HTTP/1.1\r\nhost: localhost\r\n\r\n',
      );
      expect([line, /# (HELP|TYPE) /.test(answers)]).toEqual([line, false]);
    }
  });
});

/** What comes on one connection, until it has ended or both requests are answered; the second goes out once the first one's answer has begun. */
const oneAfterTheOther = (url: string, first: string, second: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => socket.write(first));
    let came = '';
    socket.on('data', (bytes) => {
      if (came === '') socket.write(second);
      came += bytes.toString('latin1');
      const [, , answer] = came.split(/HTTP\/1\.1 (?=\d)/);
      if (answer !== undefined && isWhole(answer)) socket.destroy();
    });
    socket.on('close', () => resolve(came));
    socket.on('error', (error) => (came === '' ? reject(error) : resolve(came)));
  });
const isWhole = (answer: string) => {
  const [head = '', body] = answer.split(/\r\n\r\n([\s\S]*)/);
  const length = /^content-length: (\d+)/im.exec(head)?.[1];
  return body !== undefined && (length ? body.length >= Number(length) : /(^|\n)0\r\n\r\n$/.test(body));
};

(installed.length > 0 ? describe : describe.skip)('Behind all of them', () => {
  it('WebSockets and event streams outlast a silence that is longer than the proxy waits', async () => {
    await until(() => performance.now() - silentSince > SILENCE_MS);
    for (const [name, subscriptions] of silent) {
      const ends = subscriptions.map(({ end }) => end && String(end));
      expect([name, ...ends]).toEqual([name, ...ends.map(() => null)]);
      for (const one of subscriptions) expect(one.events).toHaveLength(1);
    }
  });

  it('subscribers that leave without a word are let go', async () => {
    const before = await liveSubscribers();
    const leaving = installed.flatMap((name) => [socketOf(name), eventStreamOf(name)]);
    await until(async () => (await liveSubscribers()) === before + leaving.length);
    for (const leave of leaving) leave();
    await until(async () => (await liveSubscribers()) === before);
  });

  (isInstalled('Caddy') ? it : it.skip)(
    'Caddy keeps event streams, and a step in flight is answered, and sent once, while it reads its file again',
    async () => {
      await reloadWithStepInFlight('Caddy');
      const [, eventStream, , eventStreamOverTls] = silent.get('Caddy') ?? [];
      expect([eventStream?.end, eventStreamOverTls?.end]).toEqual([null, null]);
    },
  );

  (isInstalled('lighttpd') ? it : it.skip)(
    'lighttpd reads its file again when the streams through it have ended; a step in flight is answered, and sent once',
    async () => {
      await Promise.all((silent.get('lighttpd') ?? []).map((subscription) => subscription.stop()));
      await stepInFlight('lighttpd', () => proxyOf('lighttpd').reload());
      await serves('lighttpd');
    },
  );

  it('a rolling restart loses no subscription, and sends no step twice', async () => {
    upstream.answer('stepValidateOtp', { delayMs: 50, body: envelope('Done.') });
    const watched = installed.flatMap((name) => subscribers(name, proxyOf(name).url));
    await until(() => watched.every(({ events }) => events.length > 0));
    const customers = new AbortController();
    let outcomes: (string | null)[] = [];
    const working = Promise.all(installed.map((name) => takeSteps(name, customers.signal)));
    const workingOverHttp2 = Promise.all([...http2].map(([name]) => takeSteps(name, customers.signal, true)));
    try {
      for (const [at, port] of ports.entries()) {
        await gateways[at]?.stop('SIGTERM');
        gateways[at] = await startGateway(port);
        // The other one is stopped when every proxy has found this one again.
        await until(() => installed.every((name) => gateways[at]?.printed().includes(`customer-${name}`)));
      }
      await until(() => watched.every(({ events }) => events.length > 1)).catch(() => undefined);
    } finally {
      outcomes = watched.map(outcome);
      customers.abort();
      await Promise.all(watched.map(({ stop }) => stop()));
    }
    const taken = [...(await working), ...(await workingOverHttp2)].flat();
    expect(outcomes.filter((one) => one !== null)).toEqual([]);
    expect(taken.filter(({ sent }) => sent > 1)).toEqual([]);
    expect(taken.filter(({ status, sent }) => status === 200 && sent !== 1)).toEqual([]);
    // What a proxy says where its gateway is just gone, or nothing.
    expect(taken.filter(({ status }) => ![200, 500, 502, 503, 0].includes(status))).toEqual([]);
    for (const name of installed) {
      for (const isOverHttp2 of http2.has(name) ? [true, false] : [false]) {
        const own = taken.filter((each) => each.name === name && each.isOverHttp2 === isOverHttp2);
        expect(own.at(-1)).toMatchObject({ name, isOverHttp2, status: 200 });
      }
    }
  }, 120_000);
});

/** At both gateways. */
async function liveSubscribers(): Promise<number> {
  const counts = await Promise.all(
    ports.map(async (port) => {
      const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      return Number(/^vlens_live_subscribers (\d+)/m.exec(metrics)?.[1]);
    }),
  );
  return counts.reduce((all, count) => all + count, 0);
}

/** Subscribes over a WebSocket, and returns what drops its connection without closing it. */
function socketOf(name: string): () => void {
  const socket = new WebSocket(`${proxyOf(name).url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  const say = (message: object) => socket.send(JSON.stringify(message));
  socket.on('error', () => {});
  socket.on('open', () =>
    say({ type: 'connection_init', payload: { authorization: `Bearer left-${name}` } }),
  );
  socket.once('message', () =>
    say({ id: '1', type: 'subscribe', payload: { query: STATUS_CHANGES, variables: { id } } }),
  );
  return () => socket.terminate();
}

function eventStreamOf(name: string): () => void {
  const leaving = new AbortController();
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization: `Bearer left-${name}`,
  };
  const body = JSON.stringify({ query: STATUS_CHANGES, variables: { id } });
  const { url } = proxyOf(name);
  fetch(`${url}/graphql/stream`, { method: 'POST', headers, body, signal: leaving.signal })
    .then((response) => response.text())
    .catch(() => undefined);
  return () => leaving.abort();
}

async function takeSteps(name: string, signal: AbortSignal, isOverHttp2 = false) {
  const taken: { name: string; isOverHttp2: boolean; status: number; sent: number; text?: string }[] = [];
  const { url, tlsUrl } = proxyOf(name);
  const client = isOverHttp2 ? await Http2Client.connect(String(tlsUrl), certificate.ca) : null;
  while (!signal.aborted) {
    const { answer, sent } = step(url, `customer-${name}`, client);
    const { status, text } = await answer.catch(() => ({ status: 0, text: '' }));
    taken.push({ name, isOverHttp2, status, sent: sent().length, ...(status >= 400 && { text }) });
    await pause(50);
  }
  client?.close();
  return taken;
}

/** What went wrong with a subscriber; null where nothing did. */
const outcome = ({ client, events, ends: [end] }: Subscriber) =>
  end === undefined && events.length > 1 ? null : `${client}: ${events.length} events, ${saidAtEnd(end)}`;

/** What an error says, or what a close of a WebSocket does. */
function saidAtEnd(end: unknown): string {
  const { message, code, reason } = Object(end);
  return message ?? (code === undefined ? String(end) : `${code} ${reason}`);
}

interface Subscriber {
  client: string;
  events: unknown[];
  ends: unknown[];
  stop: () => unknown;
}

/** Stock clients; they wait a shorter while than they would, and more often: a busy machine takes its time to start a gateway. */
function subscribers(name: string, url: string): Subscriber[] {
  const retry = { retryWait: () => pause(200), retryAttempts: 1000 };
  const authorization = `Bearer restart-${name}`;
  const socket = () =>
    createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization },
      ...retry,
      // Varnish drops the connection where its gateway is just gone; graphql-ws ends at a connection that fails unless told otherwise.
      ...(name === 'Varnish' && { shouldRetry: () => true }),
    });
  const variables = { id };
  const seen = (client: string) => {
    const events: unknown[] = [];
    const ends: unknown[] = [];
    const sink = {
      next: (event: unknown) => void events.push(event),
      error: (error: unknown) => void ends.push(error),
      complete: () => void ends.push('complete'),
    };
    return { client: `${client} behind ${name}`, events, ends, sink };
  };
  const ws = () => {
    const { sink, ...rest } = seen('graphql-ws');
    const client = socket();
    client.subscribe({ query: STATUS_CHANGES, variables }, sink);
    return { ...rest, stop: () => client.dispose() };
  };
  const sse = () => {
    const { sink, ...rest } = seen('graphql-sse');
    const client = createSseClient({ url: `${url}/graphql/stream`, headers: { authorization }, ...retry });
    client.subscribe({ query: STATUS_CHANGES, variables }, sink);
    return { ...rest, stop: () => client.dispose() };
  };
  const apollo = () => {
    const { sink, ...rest } = seen('Apollo Client');
    const client = socket();
    const link = new GraphQLWsLink(client);
    new ApolloClient({ cache: new InMemoryCache(), link })
      .subscribe({ query: gql(STATUS_CHANGES), variables })
      .subscribe(sink);
    return { ...rest, stop: () => client.dispose() };
  };
  const urql = () => {
    const core = urqlCore();
    if (!core) return [];
    const { sink, ...rest } = seen('urql');
    const client = socket();
    const forward = ({ query = '', variables }: { query?: string; variables?: Record<string, unknown> }) => ({
      subscribe: (observer: never) => ({ unsubscribe: client.subscribe({ query, variables }, observer) }),
    });
    new core.Client({ url, exchanges: [core.subscriptionExchange({ forwardSubscription: forward })] })
      .subscription(STATUS_CHANGES, variables)
      .subscribe((result: { data?: unknown; error?: unknown }) =>
        result.error ? sink.error(result.error) : sink.next(result.data),
      );
    return [{ ...rest, stop: () => client.dispose() }];
  };
  return name === 'HAProxy' ? [ws(), sse(), apollo(), ...urql()] : [ws(), sse()];
}

/** From the package of real clients, where that is installed. */
function urqlCore() {
  try {
    return createRequire(join(ROOT, 'test/clients/package.json'))('@urql/core');
  } catch {
    return null;
  }
}
